import * as v from 'valibot';
import { isDay } from '#platform/time.ts';
import { countries } from './countries.ts';
import { parse } from './parse.ts';
import { tiers } from './tier.ts';

/** What a form and the command accept. Generous, but finite: a slip of the keyboard is caught. */
export const limits = {
	months: 120,
	users: 500,
	products: 50,
	periods: 100,
	refreshes: 240,
	cohorts: 100,
	amendments: 50,
	checks: 1_000,
	hours: 10_000
} as const;

const whole = (least: number, most: number, what: string) => {
	const message = `Enter ${what}, a whole number from ${String(least)} to ${most.toLocaleString('en-GB')}`;
	return v.pipe(
		v.number(message),
		v.integer(message),
		v.minValue(least, message),
		v.maxValue(most, message)
	);
};
const day = (message: string) => v.pipe(v.string(message), v.check(isDay, message));
const code = (message: string) =>
	v.pipe(v.string(message), v.trim(), v.nonEmpty(message), v.maxLength(60, message));

const Customer = v.strictObject(
	{
		country: v.pipe(
			v.string('Choose the country of the organisation that pays'),
			v.check(
				(country) => countries.has(country),
				'Enter a country by its two letters, such as GB for the United Kingdom'
			)
		),
		businessEvidence: v.optional(
			v.boolean('Say true or false: is there evidence that the customer is a business?'),
			false
		)
	},
	'Say which country the customer belongs to'
);

const Product = v.strictObject(
	{
		code: code('Choose a data product'),
		extraPeriods: v.optional(whole(0, limits.periods, 'the number of extra historical periods'), 0),
		refreshes: v.optional(whole(0, limits.refreshes, 'the number of refreshes'), 0)
	},
	'Name a data product by its code'
);

/**
 * A study to be priced (interfaces.md, `quote`). Dates are year-month-day. `at`, the day the quote
 * is made, is today when absent. `checksPerUserMonth` are import and output checks expected of each
 * user in each month; `amendments` are those foreseen from the start.
 */
export const QuoteRequestSchema = v.strictObject(
	{
		tier: v.picklist(tiers, `Choose a tier: ${tiers.join(', ')}`),
		customer: Customer,
		start: day('Enter the start as year-month-day, such as 2026-12-01'),
		months: whole(1, limits.months, 'the number of months'),
		users: whole(1, limits.users, 'the number of users'),
		at: v.optional(day('Enter the day of the quote as year-month-day, such as 2026-11-22')),
		products: v.optional(
			v.pipe(
				v.array(Product, 'List the data products'),
				v.maxLength(limits.products, `Choose at most ${String(limits.products)} data products`)
			),
			[]
		),
		cohorts: v.optional(whole(0, limits.cohorts, 'the number of cohorts'), 0),
		amendments: v.optional(whole(0, limits.amendments, 'the number of amendments'), 0),
		checksPerUserMonth: v.optional(
			whole(0, limits.checks, 'the checks expected for each user and month'),
			0
		),
		workspace: v.optional(
			v.nullable(
				v.strictObject(
					{ size: v.optional(v.nullable(code('Choose a workspace size')), null) },
					'Name the workspace size'
				)
			),
			null
		),
		supportHours: v.optional(whole(0, limits.hours, 'the hours of support'), 0)
	},
	'Enter the study to be priced as a JSON object'
);

export type QuoteRequest = v.InferOutput<typeof QuoteRequestSchema>;
export type QuoteRequestInput = v.InferInput<typeof QuoteRequestSchema>;

/** @throws BadInput with the field and the words on screen for the first thing wrong. */
export const readQuoteRequest = (input: unknown): QuoteRequest => parse(QuoteRequestSchema, input);
