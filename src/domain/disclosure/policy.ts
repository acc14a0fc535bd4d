import * as v from 'valibot';
import { RoundingSchema, stricterRounding } from './rounding/schema.ts';

const share = v.pipe(
	v.number('should be a number between 0 and 1'),
	v.minValue(0, 'should be between 0 and 1'),
	v.maxValue(1, 'should be between 0 and 1')
);
const percentage = v.pipe(
	v.number('should be a percentage'),
	v.gtValue(0, 'should be above 0'),
	v.maxValue(100, 'should be at most 100')
);
const whole = v.pipe(
	v.number('should be a whole number'),
	v.integer('should be a whole number'),
	v.minValue(1, 'should be 1 or more')
);
const orOff = <const S extends v.GenericSchema>(rule: S, usual: v.InferOutput<S> | null) =>
	v.optional(v.nullable(rule), usual);

const Organisations = v.strictObject({
	column: v.pipe(v.string(), v.nonEmpty('should name a column')),
	minimum: whole,
	share
});

/**
 * The parameters of disclosure control. A key set to `null` switches its rule off. Percentages are
 * of 100, shares of 1. `dominance`, `pPercent` and `pq` are confidential: see `redact`.
 * Source of the rules and the defaults: SDC Handbook 2nd ed. ch. 4–5 and ACRO's risk appetite.
 */
export const PolicySchema = v.strictObject({
	threshold: orOff(whole, 10),
	dominance: orOff(v.strictObject({ n: whole, k: percentage }), { n: 2, k: 90 }),
	pPercent: orOff(percentage, 10),
	pq: orOff(v.strictObject({ p: percentage, q: percentage }), null),
	degreesOfFreedom: orOff(whole, 10),
	zerosDisclose: v.optional(
		v.pipe(
			v.nullable(v.boolean('should be true or false')),
			v.transform((on) => on === true)
		),
		true
	),
	classShare: orOff(share, 0.9),
	missingShare: orOff(share, 0.1),
	organisations: orOff(Organisations, { column: 'care_site_id', minimum: 3, share: 0.9 }),
	rounding: orOff(RoundingSchema, null),
	secondary: v.optional(
		v.pipe(
			v.nullable(v.boolean('should be true or false')),
			v.transform((on) => on === true)
		),
		true
	),
	maximumRows: orOff(whole, 1000)
});

export type Policy = v.InferOutput<typeof PolicySchema>;

/** What applies when nobody has said otherwise. */
export const usualPolicy: Policy = v.parse(PolicySchema, {});

/**
 * One version of a policy as it is kept. A table pins `code` and `version`, so that it can be judged
 * again the same way. `owner` is `service` or a controller's code; `from` is the first day it holds.
 */
export type PolicyRecord = {
	readonly code: string;
	readonly version: number;
	readonly owner: string;
	readonly from: string;
	readonly policy: Policy;
};

/** The strictest of several policies, rule by rule: what a project that links their data is held to. */
export function strictest(policies: readonly Policy[]): Policy {
	const [first, ...others] = policies;
	return first === undefined ? usualPolicy : others.reduce(stricter, first);
}

const pick = <T>(a: T | null, b: T | null, better: (a: T, b: T) => T): T | null =>
	a === null ? b : b === null ? a : better(a, b);
const lower = (a: number, b: number): number => Math.min(a, b);
const higher = (a: number, b: number): number => Math.max(a, b);

function stricter(a: Policy, b: Policy): Policy {
	return {
		threshold: pick(a.threshold, b.threshold, higher),
		dominance: pick(a.dominance, b.dominance, (x, y) => ({
			n: higher(x.n, y.n),
			k: lower(x.k, y.k)
		})),
		pPercent: pick(a.pPercent, b.pPercent, higher),
		pq: pick(a.pq, b.pq, (x, y) => (x.p / x.q >= y.p / y.q ? x : y)),
		degreesOfFreedom: pick(a.degreesOfFreedom, b.degreesOfFreedom, higher),
		zerosDisclose: a.zerosDisclose || b.zerosDisclose,
		classShare: pick(a.classShare, b.classShare, lower),
		missingShare: pick(a.missingShare, b.missingShare, lower),
		organisations: pick(a.organisations, b.organisations, (x, y) => ({
			column: x.column,
			minimum: higher(x.minimum, y.minimum),
			share: lower(x.share, y.share)
		})),
		rounding: pick(a.rounding, b.rounding, stricterRounding),
		secondary: a.secondary || b.secondary,
		maximumRows: pick(a.maximumRows, b.maximumRows, lower)
	};
}
