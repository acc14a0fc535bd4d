import type { Json } from '#platform/canonical.ts';
import type { Tier } from '#domain/pricing/tier.ts';
import type { Purpose } from '#domain/catalogue/cohort.ts';
import { answersFor, purposeOf, tierAnswered, type Answers } from './answers.ts';
import type { Lists } from './form/field.ts';
import type { Feasibility, Organisation, Quote } from './sources/store.server.ts';

type From = {
	readonly title: string;
	readonly lead: { readonly name: string; readonly email: string };
	readonly organisation: Organisation;
	readonly quote: Quote | null;
	readonly feasibility: Feasibility | null;
	readonly lists: Lists;
};

/** The first answers of a draft: all that is known already, and nothing that would be a guess. */
export function prefill(from: From): { answers: Answers; tier: Tier; purpose: Purpose } {
	const { title, lead, organisation, quote, feasibility, lists } = from;
	const tier = quote?.request.tier ?? usualTier(organisation.kind);
	const [signatory] = lists.signatories;
	const period = feasibility?.cohort ?? null;
	return {
		tier,
		purpose: purposeOf(tier),
		answers: {
			'safe-people': {
				members: [
					{
						name: lead.name,
						email: lead.email,
						organisation: organisation.name,
						country: organisation.country,
						training: ''
					}
				],
				// chosen by itself only where there is no choice
				signatory: lists.signatories.length === 1 ? (signatory?.id ?? '') : ''
			},
			'safe-project': present({
				title,
				kind: 'new',
				startsOn: quote?.request.start,
				months: quote?.request.months
			}),
			'safe-data': present({
				datasets: quote ? quotedDatasets(quote, lists) : undefined,
				cohort: period,
				from: period?.from,
				to: period?.to
			}),
			'safe-outputs': { smallestCell: 10 },
			commercial: quote ? tierAnswers(quote) : {}
		}
	};
}

/** As they were asked on the price page; a quote made elsewhere names only the tier. */
function tierAnswers({ request: { tier, asked = {} } }: Quote): Record<string, Json> {
	const { use, funder, rights } = asked;
	const answered = { commercial: present({ use, funder, rights }) };
	return tierAnswered(answered) === tier ? answered.commercial : { ...answersFor[tier] };
}

function quotedDatasets({ request, datasets }: Quote, lists: Lists): readonly string[] {
	const asked = request.asked?.['datasets'];
	if (!Array.isArray(asked)) return datasets;
	return lists.datasets.map(({ code }) => code).filter((code) => asked.includes(code));
}

const usualTier = (kind: Organisation['kind']): Tier =>
	kind === 'company' ? 'commercial' : kind === 'nhs' ? 'nhs' : 'academic';

const present = (answers: Record<string, Json | undefined>): Record<string, Json> =>
	Object.fromEntries(
		Object.entries(answers).filter((entry): entry is [string, Json] => (entry[1] ?? null) !== null)
	);
