import type { PersonKey } from '#db/seed/people.ts';
import { expectText, from, until, type Journey, type Step } from '../step.ts';

async function review(journey: Journey, key: PersonKey, note: string): Promise<string> {
	const person = await journey.as(key);
	const path = from(journey, 'application');
	await person.send(await person.open(path), 'Record the review', { verdict: 'support', note });
	return path;
}

async function vote(journey: Journey, key: PersonKey): Promise<string> {
	const person = await journey.as(key);
	const path = `${from(journey, 'application')}/review`;
	const papers = await person.send(await person.open(path), 'declare', { interest: 'none' });
	const voted = await person.send(papers, 'vote', {
		choice: 'yes',
		reason: 'It answers a question that matters and uses no more data than it needs.'
	});
	expectText(voted, /you voted|your vote/i);
	return path;
}

export const decide: readonly Step[] = [
	{
		name: 'Grace accepts the application for review',
		async run(journey) {
			const grace = await journey.as('grace');
			const path = from(journey, 'application');
			await grace.send(await grace.open(path), 'Accept for review');
			return path;
		}
	},
	{
		name: 'Owen gives the technical opinion',
		run: (journey) => review(journey, 'owen', 'The methods answer the questions asked.')
	},
	{
		name: 'Farah gives the privacy opinion',
		run: (journey) =>
			review(journey, 'farah', 'De-identified records are enough, and no more is asked for.')
	},
	{ name: 'Lucas declares and votes', run: (journey) => vote(journey, 'lucas') },
	{ name: 'Sade, a public member, declares and votes', run: (journey) => vote(journey, 'sade') },
	{ name: 'Miriam declares and votes', run: (journey) => vote(journey, 'miriam') },
	{
		name: 'Miriam closes the vote; the controllers’ period passes; the study is approved',
		async run(journey) {
			const miriam = await journey.as('miriam');
			const path = from(journey, 'application');
			await miriam.send(await miriam.open(`${path}/review`), 'close', {
				reason: 'All members support it, and no less data would do.',
				publicReason:
					'The committee approved this study because Londoners gain from it and it uses no more data than it needs.'
			});
			const amara = await journey.as('amara');
			const approved = await until(
				() => amara.open(path),
				(page) => /waiting for the agreement/i.test(page.text.replace(/\s+/g, ' ')),
				'The approval'
			);
			expectText(approved, /approved/i);
			return path;
		}
	}
];
