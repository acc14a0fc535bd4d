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

const limits = {
	column: v.pipe(v.string(), v.nonEmpty('should name a column')),
	minimum: whole,
	share
};
const OneKind = v.strictObject(limits);
export type OrganisationLimits = v.InferOutput<typeof OneKind>;
type Kinds = OrganisationLimits & { readonly also?: readonly OrganisationLimits[] | undefined };

/** One kind of organisation, such as practices, and others `also`; a list of kinds says the same. */
const Organisations = v.union(
	[
		v.strictObject({ ...limits, also: v.optional(v.array(OneKind)) }),
		v.pipe(
			v.tupleWithRest([OneKind], OneKind),
			v.transform(([first, ...also]): Kinds => (also.length === 0 ? first : { ...first, also }))
		)
	],
	'should be { "column", "minimum", "share" } or a list of such, with shares between 0 and 1'
);

/**
 * What says nothing of anybody, because everybody knows it: cells that are always empty (a value per
 * dimension), and the ends of a scale. It stands in the policy, so that no analyst claims it.
 */
const Structural = v.strictObject({
	zeros: v.optional(v.array(v.record(v.string(), v.string()), 'should be a list of cells'), []),
	ends: v.optional(
		v.array(
			v.strictObject({ column: v.string(), value: v.number('should be a number') }),
			'should be a list of end points'
		),
		[]
	)
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
	organisations: orOff(Organisations, {
		column: 'care_site_id',
		minimum: 3,
		share: 0.9,
		also: [{ column: 'provider_id', minimum: 3, share: 0.9 }]
	}),
	rounding: orOff(RoundingSchema, null),
	secondary: v.optional(
		v.pipe(
			v.nullable(v.boolean('should be true or false')),
			v.transform((on) => on === true)
		),
		true
	),
	maximumRows: orOff(whole, 1000),
	structural: orOff(Structural, null)
});

export type Policy = v.InferOutput<typeof PolicySchema>;

/** What applies when nobody has said otherwise. */
export const usualPolicy: Policy = v.parse(PolicySchema, {});

/** The limits for each kind of organisation: practices and trusts, clinicians. */
export function organisationLimits({
	organisations
}: Pick<Policy, 'organisations'>): readonly OrganisationLimits[] {
	if (organisations === null) return [];
	const { also = [], ...first }: Kinds = organisations;
	return [first, ...also];
}

/** The strictest of several policies, rule by rule: what a project that links their data is held to. */
export function strictest(policies: readonly Policy[]): Policy {
	const [first, ...others] = policies;
	return first === undefined ? usualPolicy : others.reduce(stricter, first);
}

const pick = <T>(a: T | null, b: T | null, better: (a: T, b: T) => T): T | null =>
	a === null ? b : b === null ? a : better(a, b);
const lower = (a: number, b: number): number => Math.min(a, b);
const higher = (a: number, b: number): number => Math.max(a, b);

const shared = <T>(some: readonly T[], others: readonly T[]): T[] =>
	some.filter((one) => others.some((other) => canonical(one) === canonical(other)));
const canonical = (one: unknown): string =>
	JSON.stringify(Object.entries(one as object).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Every kind that is looked at, by the stricter limits where several say something of it. */
function ofEachKind(all: readonly OrganisationLimits[]): Policy['organisations'] {
	const kinds = new Map<string, OrganisationLimits>();
	for (const one of all) {
		const name = one.column.toLowerCase();
		const known = kinds.get(name) ?? one;
		kinds.set(name, {
			column: known.column,
			minimum: higher(known.minimum, one.minimum),
			share: lower(known.share, one.share)
		});
	}
	const [first, ...also] = kinds.values();
	if (first === undefined) return null;
	return also.length === 0 ? first : { ...first, also };
}

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
		organisations: ofEachKind([...organisationLimits(a), ...organisationLimits(b)]),
		rounding: pick(a.rounding, b.rounding, stricterRounding),
		secondary: a.secondary || b.secondary,
		maximumRows: pick(a.maximumRows, b.maximumRows, lower),
		// what one of them does not know to be empty may say something there
		structural:
			a.structural === null || b.structural === null
				? null
				: {
						zeros: shared(a.structural.zeros, b.structural.zeros),
						ends: shared(a.structural.ends, b.structural.ends)
					}
	};
}
