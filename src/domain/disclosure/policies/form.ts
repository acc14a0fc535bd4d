import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import { PolicySchema, type Policy } from '../policy.ts';

/** A number that may be left empty, which switches the rule off. */
const number = (name: string, min: number, max: number) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.transform((typed) => (typed === '' ? null : Number(typed))),
		v.check(
			(value) => value === null || (value >= min && value <= max),
			`${name} must be a number from ${String(min)} to ${String(max)}, or empty to switch it off`
		)
	);
const whole = (name: string, min: number, max: number) =>
	v.pipe(
		number(name, min, max),
		v.check((value) => value === null || Number.isInteger(value), `${name} must be a whole number`)
	);
const percent = (name: string) =>
	v.pipe(
		number(name, 0, 100),
		v.transform((value) => (value === null ? null : value / 100))
	);
const json = (name: string) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.maxLength(200_000, `${name} is too long`),
		v.check(
			(typed) => typed === '' || parsed(typed) !== undefined,
			`${name} must be JSON, or empty`
		),
		v.transform((typed) => (typed === '' ? null : (parsed(typed) ?? null)))
	);

function parsed(typed: string): unknown {
	try {
		return JSON.parse(typed) as unknown;
	} catch {
		return undefined;
	}
}

/** The form of a new version. `rounding` and `structural` are JSON, as in a policy's file. */
export const PolicyForm = v.pipe(
	v.object({
		owner: fields.text('Choose whose policy this is', 'Owner', 12),
		from: fields.day('Enter the first day on which it holds'),
		reason: fields.text('Say what changes, and why', 'Reason', 2000),
		once: fields.text('Load this page again', 'Token', 64),
		threshold: whole('Smallest group', 1, 10_000),
		dominanceN: whole('Contributors', 1, 100),
		dominanceK: number('Share of the cell', 0.01, 100),
		pPercent: number('p %', 0.01, 100),
		p: number('p', 0.01, 100),
		q: number('q', 0.01, 100),
		degreesOfFreedom: whole('Degrees of freedom', 1, 10_000),
		classShare: percent('Class disclosure'),
		missingShare: percent('Missing values'),
		organisationMinimum: whole('Organisations', 1, 1000),
		organisationShare: percent('Largest organisation'),
		maximumRows: whole('Most rows', 1, 1_000_000),
		zerosDisclose: fields.tick(),
		secondary: fields.tick(),
		rounding: json('Rounding'),
		structural: json('Structural values')
	})
);
type Typed = v.InferOutput<typeof PolicyForm>;

/**
 * The policy that a form says, or one sentence about what does not fit. Its limits hold for each of
 * the `kinds` of organisations: the columns that name them.
 */
export function policyOf(
	typed: Typed,
	kinds: readonly string[]
): { readonly policy: Policy } | { readonly wrong: string } {
	const both = <A, B, T>(a: A | null, b: B | null, made: (a: A, b: B) => T): T | null =>
		a === null || b === null ? null : made(a, b);
	const read = v.safeParse(PolicySchema, {
		threshold: typed.threshold,
		dominance: both(typed.dominanceN, typed.dominanceK, (n, k) => ({ n, k })),
		pPercent: typed.pPercent,
		pq: both(typed.p, typed.q, (p, q) => ({ p, q })),
		degreesOfFreedom: typed.degreesOfFreedom,
		zerosDisclose: typed.zerosDisclose,
		classShare: typed.classShare,
		missingShare: typed.missingShare,
		organisations: both(typed.organisationMinimum, typed.organisationShare, (minimum, share) =>
			kinds.map((column) => ({ column, minimum, share }))
		),
		rounding: typed.rounding,
		secondary: typed.secondary,
		maximumRows: typed.maximumRows,
		structural: typed.structural
	});
	if (read.success) return { policy: read.output };
	const [issue] = read.issues;
	return { wrong: `“${v.getDotPath(issue) ?? 'The policy'}” ${issue.message}.` };
}

/** What the form shows before anything was typed. */
export const typedOf = (policy: Policy) => {
	const said = (value: number | null | undefined): string =>
		value === null || value === undefined ? '' : String(value);
	const share = (value: number | null | undefined): string =>
		value === null || value === undefined ? '' : String(Math.round(value * 1e6) / 1e4);
	return {
		threshold: said(policy.threshold),
		dominanceN: said(policy.dominance?.n),
		dominanceK: said(policy.dominance?.k),
		pPercent: said(policy.pPercent),
		p: said(policy.pq?.p),
		q: said(policy.pq?.q),
		degreesOfFreedom: said(policy.degreesOfFreedom),
		classShare: share(policy.classShare),
		missingShare: share(policy.missingShare),
		organisationMinimum: said(policy.organisations?.minimum),
		organisationShare: share(policy.organisations?.share),
		maximumRows: said(policy.maximumRows),
		zerosDisclose: policy.zerosDisclose,
		secondary: policy.secondary,
		rounding: policy.rounding === null ? '' : JSON.stringify(policy.rounding),
		structural: policy.structural === null ? '' : JSON.stringify(policy.structural)
	};
};
