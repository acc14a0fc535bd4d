import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import { countries } from './countries.ts';
import type { RateCard } from './rate-card.ts';
import { limits, type QuoteRequestInput } from './request.ts';
import { tierOf, tierQuestions } from './tier.ts';

/** A dataset that can be asked for, and the item of the rate card that prices it. */
export type Offer = { readonly code: string; readonly name: string; readonly product: string };

const answersOf = <Key extends string>(question: { readonly answers: Record<Key, string> }) =>
	Object.keys(question.answers) as Key[];

/** A number that is nought when it is left empty. */
const count = (what: string, most: number) =>
	v.pipe(
		v.optional(v.string(), '0'),
		v.transform((typed) => (typed.trim() === '' ? '0' : typed)),
		fields.whole(what, 0, most)
	);

/**
 * The questions of the calculator as a form or an address sends them. Each dataset has two fields
 * of its own, `periods-<code>` and `refreshes-<code>`, so the schema depends on what is offered.
 */
export const askSchema = (offers: readonly Offer[]) =>
	v.object({
		use: fields.choice(answersOf(tierQuestions.use), 'Choose what the results will be used for'),
		funder: fields.choice(answersOf(tierQuestions.funder), 'Choose who pays for the study'),
		rights: fields.choice(
			answersOf(tierQuestions.rights),
			'Choose whether a company sees results early or holds rights'
		),
		datasets: v.pipe(
			v.array(
				v.pipe(
					v.string(),
					v.check((code) => offers.some((offer) => offer.code === code), 'Choose from the list')
				)
			),
			v.minLength(1, 'Choose at least one dataset'),
			v.maxLength(limits.products, 'Choose fewer datasets')
		),
		months: fields.whole('Enter how many months the study lasts', 1, limits.months),
		users: fields.whole('Enter how many people will use the workspace', 1, limits.users),
		start: fields.day('Enter the day the study starts'),
		country: v.pipe(
			v.string(),
			v.trim(),
			v.toUpperCase(),
			v.check(
				(code) => countries.has(code),
				'Enter a country by its two letters, such as GB for the United Kingdom'
			)
		),
		evidence: fields.tick(),
		cohorts: count('Enter how many cohorts you bring', limits.cohorts),
		amendments: count('Enter how many amendments you expect', limits.amendments),
		checks: count('Enter how many checks you expect', limits.checks),
		size: fields.optionalText('Workspace size', 60),
		support: count('Enter how many hours of support you want', limits.hours),
		...Object.fromEntries(
			offers.flatMap(({ code }) => [
				[`periods-${code}`, count('Enter how many earlier years', limits.periods)],
				[`refreshes-${code}`, count('Enter how many refreshes', limits.refreshes)]
			])
		)
	});

export type Ask = v.InferOutput<ReturnType<typeof askSchema>>;

/** What the calculator shows first: the smallest ordinary study, starting today. */
export const askedFirst = (
	offers: readonly Offer[],
	today: Temporal.PlainDate
): Readonly<Record<string, string | readonly string[]>> => ({
	use: 'research',
	funder: 'public',
	rights: 'none',
	datasets: offers.slice(0, 1).map(({ code }) => code),
	months: '12',
	users: '2',
	start: today.toString(),
	country: 'GB',
	evidence: 'yes'
});

/** The request that the answers amount to, ready for `readQuoteRequest`. */
export function requestOf(ask: Ask, offers: readonly Offer[]): QuoteRequestInput {
	const { tier } = tierOf(ask);
	const more = ask as Readonly<Record<string, unknown>>;
	const number = (name: string) => (typeof more[name] === 'number' ? more[name] : 0);
	return {
		tier,
		customer: { country: ask.country, businessEvidence: ask.evidence },
		start: ask.start.toString(),
		months: ask.months,
		users: ask.users,
		products: offers
			.filter(({ code }) => ask.datasets.includes(code))
			.map(({ code, product }) => ({
				code: product,
				extraPeriods: number(`periods-${code}`),
				refreshes: number(`refreshes-${code}`)
			})),
		cohorts: ask.cohorts,
		amendments: ask.amendments,
		checksPerUserMonth: ask.checks,
		workspace: ask.size === '' ? null : { size: ask.size },
		supportHours: ask.support
	};
}

/** The sizes of workspace that a card prices by themselves, and whether it prices support. */
export const pricedExtras = ({ items }: Pick<RateCard, 'items'>) => ({
	sizes: items
		.filter(({ code }) => code.startsWith('workspace-'))
		.map(({ code, description }) => ({
			value: code.replace('workspace-', ''),
			label: description
		})),
	support: items.some(({ code }) => code === 'support-hour')
});

/** Which field of the calculator shows what is wrong with a place of the request. */
export function fieldOf(place: string): string | undefined {
	const first = /^[a-zA-Z]+/.exec(place)?.[0] ?? '';
	const fields: Readonly<Record<string, string>> = {
		tier: 'use',
		customer: 'country',
		start: 'start',
		months: 'months',
		users: 'users',
		products: 'datasets',
		cohorts: 'cohorts',
		amendments: 'amendments',
		checksPerUserMonth: 'checks',
		workspace: 'size',
		supportHours: 'support'
	};
	return fields[first];
}
