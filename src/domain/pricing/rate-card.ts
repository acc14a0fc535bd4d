import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import type { Pence } from '#platform/money.ts';
import { isDay } from '#platform/time.ts';
import { Problem, allowed, refused, type Verdict } from '#platform/problems.ts';
import { parse } from './parse.ts';
import { tiers } from './tier.ts';
import { supplies } from './vat.ts';

export const statuses = ['draft', 'approved', 'published', 'retired'] as const;
export type Status = (typeof statuses)[number];

type Move = { readonly from: readonly Status[]; readonly to: Status };

/** Every way a version of a rate card can change status. Its prices change only while a draft. */
export const moves = {
	'rate-card.approve': { from: ['draft'], to: 'approved' },
	'rate-card.publish': { from: ['approved'], to: 'published' },
	'rate-card.retire': { from: ['published'], to: 'retired' }
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

export function moved(status: Status, name: MoveName): Status {
	const move: Move = moves[name];
	if (!move.from.includes(status)) throw new Problem(409, `This rate card is ${status}.`);
	return move.to;
}

/** Prices are set by one person and approved by another (domain.md, separation of duties). */
export const mayApprove = (authorId: string, approverId: string): Verdict =>
	authorId === approverId ? refused('Someone else must approve a rate card you wrote.') : allowed;

export const categories = [
	'application',
	'set-up',
	'access',
	'data',
	'workspace',
	'outputs',
	'support'
] as const;
export type Category = (typeof categories)[number];

/** What every card must price, at nothing if it is free, so that no fee is forgotten in silence. */
export const requiredItems = [
	'application',
	'amendment',
	'annual-review',
	'set-up',
	'user-month',
	'extra-period',
	'cohort',
	'output-check'
] as const;
export type RequiredItem = (typeof requiredItems)[number];

const code = v.pipe(
	v.string('Enter a code'),
	v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Enter a code of small letters, digits and hyphens'),
	v.maxLength(60, 'Enter a code of at most 60 characters')
);
const words = (what: string, most: number) =>
	v.pipe(
		v.string(`Enter ${what}`),
		v.trim(),
		v.nonEmpty(`Enter ${what}`),
		v.maxLength(most, `Shorten ${what} to ${String(most)} characters`)
	);
const pence = v.pipe(
	v.number('Enter an amount in whole pence'),
	v.integer('Enter an amount in whole pence'),
	v.minValue(0, 'Enter an amount of nothing or more'),
	v.maxValue(1_000_000_000, 'Enter an amount of at most £10,000,000.00'),
	v.transform((amount): Pence => BigInt(amount))
);
const day = v.pipe(
	v.string('Enter a date'),
	v.check(isDay, 'Enter a date as year-month-day, such as 2026-04-01'),
	v.transform((text) => Temporal.PlainDate.from(text))
);

/**
 * One priced thing. `amounts` are pence per `unit`, one for each tier. With `included`, that many
 * are free for each project, month or user-month, and `amounts` is what each further one costs.
 * A product names the items that price its refreshes and its extra historical periods.
 */
const Item = v.strictObject({
	code,
	description: words('a description', 200),
	category: v.picklist(categories, `Choose one of ${categories.join(', ')}`),
	unit: words('a unit', 40),
	amounts: v.strictObject(v.entriesFromList(tiers, pence)),
	included: v.optional(
		v.nullable(
			v.strictObject({
				quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
				per: v.picklist(['project', 'month', 'user-month'])
			})
		),
		null
	),
	vatClass: v.picklist(supplies, `Choose one of ${supplies.join(', ')}`),
	product: v.optional(v.nullable(v.strictObject({ refresh: code, extraPeriod: code })), null)
});

const Card = v.strictObject({
	code,
	version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
	name: words('a name', 120),
	effectiveFrom: day,
	effectiveTo: v.optional(v.nullable(day), null),
	items: v.pipe(v.array(Item), v.maxLength(500, 'A rate card has at most 500 items'))
});

type Shape = v.InferOutput<typeof Card>;
export type RateItem = Shape['items'][number];

const codesOf = (card: Shape) => card.items.map((item) => item.code);
const twice = (card: Shape) => codesOf(card).filter((each, n, all) => all.indexOf(each) !== n);
const missing = (card: Shape) => requiredItems.filter((each) => !codesOf(card).includes(each));
const dangling = (card: Shape) =>
	card.items
		.flatMap(({ product }) => (product ? [product.refresh, product.extraPeriod] : []))
		.filter((each) => !codesOf(card).includes(each));

/** A card as it comes from a file, the database or our own data; amounts become bigint pence. */
export const RateCardSchema = v.pipe(
	Card,
	v.check(
		(card) => twice(card).length === 0,
		({ input }) => `The code ${twice(input).join(', ')} is used twice.`
	),
	v.check(
		(card) => missing(card).length === 0,
		({ input }) => `The card does not price ${missing(input).join(', ')}.`
	),
	v.check(
		(card) => dangling(card).length === 0,
		({ input }) => `A product names ${dangling(input).join(', ')}, which is not on the card.`
	),
	v.check(
		({ effectiveFrom, effectiveTo }) =>
			effectiveTo === null || Temporal.PlainDate.compare(effectiveFrom, effectiveTo) <= 0,
		'A card cannot end before it begins.'
	),
	v.readonly()
);

export type RateCardInput = v.InferInput<typeof RateCardSchema>;
export type RateCard = Readonly<Shape>;

/** @throws BadInput naming the place in the card and what is wrong there. */
export const readRateCard = (input: unknown): RateCard => parse(RateCardSchema, input);

/** Whether a card's prices may be quoted on a day. Both ends are included. */
export const inForce = (
	{ effectiveFrom, effectiveTo }: Pick<RateCard, 'effectiveFrom' | 'effectiveTo'>,
	day: Temporal.PlainDate
): boolean =>
	Temporal.PlainDate.compare(effectiveFrom, day) <= 0 &&
	(effectiveTo === null || Temporal.PlainDate.compare(day, effectiveTo) <= 0);

/** What a version's hash covers: all of it, amounts as strings of pence. */
export const rateCardJson = (card: RateCard): Json => ({
	...card,
	effectiveFrom: card.effectiveFrom.toString(),
	effectiveTo: card.effectiveTo?.toString() ?? null,
	items: card.items.map((item) => ({
		...item,
		amounts: Object.fromEntries(tiers.map((tier) => [tier, String(item.amounts[tier])]))
	}))
});
