import { textAt, at as answerAt, type Answers } from '#domain/applications/answers.ts';
import type { Purpose } from '#domain/catalogue/cohort.ts';
import type { SealedQuote } from '#domain/pricing/quote.ts';
import { tierNames, type Tier } from '#domain/pricing/tier.ts';
import { isDay, plural } from '#platform/time.ts';
import { agreementReference } from './agreement.ts';
import type { Choices } from './clauses.ts';
import { host, hostParty } from './host.ts';
import type { AgreementFacts } from './text.ts';

/** What an agreement is written from: the application as it was approved, and its price. */
export type Sources = {
	readonly application: {
		readonly id: string;
		readonly number: bigint;
		readonly title: string;
		readonly tier: Tier;
		readonly purpose: Purpose;
		readonly answers: Answers;
		readonly approved: boolean;
	};
	readonly organisation: {
		readonly name: string;
		readonly country: string;
		readonly identifier: string;
	};
	readonly datasets: readonly {
		readonly code: string;
		readonly name: string;
		readonly product: string;
	}[];
	readonly quote: SealedQuote;
};

const purposes = {
	planning: 'Planning and evaluation of NHS services',
	research: 'Research for the public good',
	industry: 'Industry research for the public good'
} as const satisfies Record<Purpose, string>;

const countryNames = new Intl.DisplayNames('en-GB', { type: 'region' });

/** First and last day of access: the answers', or the quote's where they were left open. */
export function period(answers: Answers, { request }: Pick<SealedQuote, 'request'>) {
	const start = textAt(answers, 'safe-project', 'startsOn');
	const startsOn = Temporal.PlainDate.from(isDay(start) ? start : request.start);
	const asked = answerAt(answers, 'safe-project', 'months');
	const months = typeof asked === 'number' ? asked : request.months;
	return { startsOn, endsOn: startsOn.add({ months }).subtract({ days: 1 }), months };
}

/**
 * Where the price no longer fits the study: a quote for another tier, length or data product would
 * make an agreement that promises what nobody pays for. Null when it fits.
 */
export function mismatch({ application, datasets, quote }: Sources): string | null {
	const { tier, months, products } = quote.request;
	if (tier !== application.tier)
		return `The quote is for the tier “${tierNames[tier]}” and the study is of the tier “${tierNames[application.tier]}”. Ask the applicant for a new quote.`;
	const asked = period(application.answers, quote).months;
	if (asked !== months)
		return `The quote is for ${plural(months, 'month')} and the study lasts ${plural(asked, 'month')}. Ask the applicant for a new quote.`;
	const unpriced = datasets.filter(({ product }) => products.every(({ code }) => code !== product));
	return unpriced.length === 0
		? null
		: `The quote does not price ${unpriced.map(({ name }) => name).join(' and ')}, which the study uses. Ask the applicant for a new quote.`;
}

type Draft = {
	readonly number: bigint;
	readonly version: number;
	readonly choices: Choices;
	readonly offeredOn: Temporal.PlainDate;
};

/** Everything the text depends on, in one place. */
export function factsOf(sources: Sources, draft: Draft): AgreementFacts {
	const { application, organisation, datasets, quote } = sources;
	const { startsOn, endsOn } = period(application.answers, quote);
	return {
		reference: agreementReference(draft.number, draft.version),
		offeredOn: draft.offeredOn,
		host: hostParty(host),
		partner: {
			name: organisation.name,
			address: '',
			country: countryNames.of(organisation.country) ?? organisation.country,
			registration: organisation.identifier
		},
		project: {
			reference: `application ${String(application.number)}`,
			title: application.title,
			purpose: purposes[application.purpose],
			datasets: datasets.map(({ name }) => name),
			startsOn,
			endsOn,
			users: quote.request.users
		},
		choices: draft.choices,
		quote,
		conditional: !application.approved
	};
}
