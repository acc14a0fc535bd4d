import { link } from '../people.ts';
import { expectText, from, landed, type Step } from '../step.ts';
import { Unexpected, type Values } from '../visitor.ts';

/** What Amara types, section by section; the rest is known from the count and the quote. */
const answers = (title: string, today: string): readonly (readonly [string, Values])[] => [
	[
		'safe-people',
		{
			'members-0-name': 'Amara Okafor',
			'members-0-email': 'amara@example.org',
			'members-0-organisation': 'Thames University',
			'members-0-country': 'GB',
			'members-0-training': '2028-03-31'
		}
	],
	[
		'safe-project',
		{
			title,
			kind: 'new',
			laySummary:
				'Many Londoners live with type 2 diabetes. We want to know in which age groups it is found each year, so that care can be offered where it is needed. We use records without names, addresses or NHS numbers, and publish counts of groups only.',
			aims: 'Count adults with type 2 diabetes by year of diagnosis and by age.',
			publicBenefit:
				'Boroughs can plan where diabetes teams work, with figures they do not have today.',
			publicInvolvement: 'Six people with diabetes read our plan and asked for plain tables.',
			funders: 'National Institute for Health and Care Research',
			commercialInterest: 'None',
			startsOn: today,
			months: '12'
		}
	],
	[
		'safe-data',
		{
			reasons: 'Diagnoses and their dates are what we count; age and sex are how we group them.',
			basis6: '6-1-e',
			basis9: '9-2-j',
			confidentiality: 'de-identified',
			minimisation: 'Adults with type 2 diabetes only, seven years, no free text.'
		}
	],
	['safe-settings', { workspaceSize: 'small', software: 'SQL only', filesIn: 'None' }],
	[
		'safe-outputs',
		{
			expected: 'Tables of counts by year, age and sex.',
			smallestCell: '10',
			models: 'no',
			publication: 'An open-access article and a page in plain English.',
			retention: 'Released tables for ten years.'
		}
	],
	['commercial', { benefit: 'The code is published for every NHS team to use without a fee.' }]
];

export const apply: readonly Step[] = [
	{
		name: 'Amara applies with the quote, nothing retyped, and sends it for review',
		async run(journey) {
			const amara = await journey.as('amara');
			const start = link(await amara.open(from(journey, 'quote')), /^Apply with this quote/);
			if (start === null) throw new Unexpected('The quote offers no application.');
			const begun = await amara.send(await amara.open(start), 'Start', { title: journey.title });
			const [, id = ''] = /^\/applications\/([^/]+)/.exec(landed(begun, 'applications')) ?? [];
			const path = `/applications/${id}`;
			journey.made.set('application', path);
			for (const [section, values] of answers(journey.title, journey.today)) {
				const form = await amara.open(`${path}/${section}`);
				const signatory: Values =
					section === 'safe-people'
						? {
								signatory:
									form.html.querySelector('input[name=signatory]')?.getAttribute('value') ?? ''
							}
						: {};
				await amara.send(form, section === 'commercial' ? 'Save' : 'Save and continue', {
					...values,
					...signatory
				});
			}
			const sent = await amara.send(await amara.open(path), 'Send for review');
			expectText(sent, /waiting for the access manager/i);
			return path;
		}
	}
];
