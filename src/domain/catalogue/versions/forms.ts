import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import { disclosureClasses } from '../classes.ts';
import { sensitivities } from './version.ts';

/** A new version of a dataset, as its form sends it. */
export const RegisterSchema = v.object({
	delivery: v.pipe(
		v.optional(v.string(), ''),
		v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'Choose a delivery from the list')
	),
	code: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.regex(
			/^[a-z][a-z0-9-]{1,39}$/,
			'Enter a code in lower case, such as linked-core; it stays the same for every version'
		)
	),
	version: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'Enter a version such as 2026-12')
	),
	name: fields.text('Enter the dataset’s name', 'Name', 120),
	description: fields.text('Say in a sentence what it holds', 'Description', 1000),
	product: fields.choice(['product-standard', 'product-complex'], 'Choose how it is priced'),
	sensitivity: fields.choice(sensitivities, 'Choose how sensitive it is'),
	asOf: fields.day('Enter the day the data are of'),
	refreshMonths: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.regex(/^\d{0,2}$/, 'Enter whole months from 1 to 60, or leave it empty'),
		v.transform((typed) => (typed === '' ? null : Number(typed))),
		v.check(
			(months) => months === null || (months >= 1 && months <= 60),
			'Enter whole months from 1 to 60, or leave it empty'
		)
	)
});
export type Registered = v.InferOutput<typeof RegisterSchema>;

const codes = Object.keys(disclosureClasses);
const table = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/, 'Load the page again'));

export const ConfirmSchema = v.object({
	table,
	column: v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'Load the page again')),
	class: v.pipe(
		v.optional(v.string(), ''),
		v.check((code) => codes.includes(code), 'Choose what this column is')
	)
});
export const ConfirmTableSchema = v.object({ table });
export const ReturnSchema = v.object({
	reason: fields.text('Say what to look at again', 'Reason', 500)
});
