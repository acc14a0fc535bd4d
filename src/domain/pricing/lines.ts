import type { Pence } from '#platform/money.ts';
import { plural } from '#platform/time.ts';
import { BadInput } from './bad-input.ts';
import type { RateCard, RateItem } from './rate-card.ts';
import type { QuoteRequest } from './request.ts';
import type { Supply } from './vat.ts';

/** One row of a quote: `net` is quantity × unitNet, in pence before VAT. */
export type QuoteLine = {
	readonly code: string;
	readonly description: string;
	readonly quantity: number;
	readonly unit: string;
	readonly unitNet: Pence;
	readonly net: Pence;
	/** Why the line is there and where its quantity comes from, in one sentence. */
	readonly reason: string;
	readonly supply: Supply;
};

type Wanted = {
	readonly place: string;
	readonly code: string;
	readonly quantity: number;
	readonly reason: string;
};

/**
 * One review at each anniversary that the study lives through: none in 12 months, one in 13 to 24,
 * two in 25 (domain.md, Money).
 */
export const annualReviews = (months: number): number => Math.max(0, Math.ceil(months / 12) - 1);

/** All that a request asks for, in the order of the quote. What is asked for none of is left out. */
function wanted(request: QuoteRequest, card: RateCard): readonly Wanted[] {
	const { months, users, cohorts, amendments, supportHours } = request;
	const reviews = annualReviews(months);
	const checks = request.checksPerUserMonth * users * months;
	const size = request.workspace?.size ?? null;
	const all: readonly Wanted[] = [
		want('', 'application', 1, 'Every new study is applied for once.'),
		want('', 'set-up', 1, 'A workspace is set up once for each project.'),
		want(
			'months',
			'annual-review',
			reviews,
			`A study of ${plural(months, 'month')} passes ${plural(reviews, 'anniversary', 'anniversaries')}, and each has a review.`
		),
		want(
			'users',
			'user-month',
			users * months,
			`${plural(users, 'user')} for ${plural(months, 'month')}.`
		),
		...(size === null
			? []
			: [
					want(
						'workspace.size',
						`workspace-${size}`,
						months,
						`A workspace of this size for ${plural(months, 'month')}.`
					)
				]),
		...request.products.flatMap((each, n) => productWants(each, `products[${String(n)}]`, card)),
		want('cohorts', 'cohort', cohorts, `${plural(cohorts, 'cohort')} to be submitted.`),
		want(
			'amendments',
			'amendment',
			amendments,
			`${plural(amendments, 'amendment')} foreseen from the start.`
		),
		want(
			'checksPerUserMonth',
			'output-check',
			checks,
			`${plural(request.checksPerUserMonth, 'check')} expected for each user and month`
		),
		want('supportHours', 'support-hour', supportHours, 'The hours of support asked for.')
	];
	return all.filter(({ quantity }) => quantity > 0);
}

const want = (place: string, code: string, quantity: number, reason: string): Wanted => ({
	place,
	code,
	quantity,
	reason
});

function productWants(
	{ code, extraPeriods, refreshes }: QuoteRequest['products'][number],
	place: string,
	card: RateCard
): readonly Wanted[] {
	const product = card.items.find((item) => item.code === code)?.product;
	if (!product) throw unpriced(`${place}.code`, code, card);
	return [
		want(`${place}.code`, code, 1, 'A data product the study uses.'),
		want(
			`${place}.extraPeriods`,
			product.extraPeriod,
			extraPeriods,
			`${plural(extraPeriods, 'period')} of ${code} before the one included.`
		),
		want(
			`${place}.refreshes`,
			product.refresh,
			refreshes,
			`${code} is brought up to date ${plural(refreshes, 'time')}.`
		)
	];
}

function unpriced(place: string, code: string, card: RateCard): BadInput {
	const products = card.items.filter(({ product }) => product).map((item) => item.code);
	const sizes = card.items.map((item) => item.code).filter((each) => each.startsWith('workspace-'));
	const advice = place.startsWith('products')
		? `choose ${products.join(' or ') || 'another card'}`
		: place === 'workspace.size' && sizes.length > 0
			? `choose ${sizes.map((each) => each.replace('workspace-', '')).join(' or ')}`
			: 'leave it out, or use another card';
	return new BadInput(place, `The rate card ${card.code} does not price “${code}”; ${advice}.`);
}

/** How many of an item a study has without paying for each, and the words for it. */
function includedIn({ included }: RateItem, { months, users }: QuoteRequest): number {
	if (!included) return 0;
	const times = { project: 1, month: months, 'user-month': users * months };
	return included.quantity * times[included.per];
}

function priced(each: Wanted, request: QuoteRequest, card: RateCard): QuoteLine {
	const item = card.items.find(({ code }) => code === each.code);
	if (!item) throw unpriced(each.place, each.code, card);
	const free = includedIn(item, request);
	const quantity = Math.max(0, each.quantity - free);
	const unitNet = item.amounts[request.tier];
	return {
		code: item.code,
		description: item.description,
		quantity,
		unit: item.unit,
		unitNet,
		net: BigInt(quantity) * unitNet,
		reason:
			free > 0
				? `${each.reason.replace(/\.$/, '')}: ${each.quantity.toLocaleString('en-GB')} in all, of which ${free.toLocaleString('en-GB')} are included.`
				: each.reason,
		supply: item.vatClass
	};
}

/**
 * The lines of a quote, in the order people read them.
 * @throws BadInput naming the field whose item the card does not price.
 */
export const linesOf = (request: QuoteRequest, card: RateCard): readonly QuoteLine[] =>
	wanted(request, card)
		.map((each) => priced(each, request, card))
		.filter(({ quantity }) => quantity > 0);
