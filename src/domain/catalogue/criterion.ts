import * as v from 'valibot';

const day = v.pipe(v.string(), v.isoDate('Enter a date as year-month-day, such as 2024-04-01'));
const value = v.pipe(v.number(), v.finite('Enter a number'));

/** What a criterion may ask of a person's records. */
export const criterionKinds = ['condition', 'drug', 'measurement'] as const;
export type CriterionKind = (typeof criterionKinds)[number];

/** The vocabulary's own word for each kind, as the concept table holds it. */
export const conceptDomains = {
	condition: 'Condition',
	drug: 'Drug',
	measurement: 'Measurement'
} as const satisfies Record<CriterionKind, string>;

/** Concepts of one criterion: enough for a code list, few enough to compile in one go. */
export const mostConcepts = 200;
export const mostCriteria = 12;

/**
 * One thing that a person must have on record, or must not (`include` false). Any one of the OMOP
 * `concepts`, or something narrower, counts when it lies between `from` and `to`, both included, and
 * for a measurement when its value lies between `low` and `high`, both included. A measurement
 * without a value never meets a range.
 */
export const CriterionSchema = v.object({
	kind: v.picklist(criterionKinds, 'Choose what to look for'),
	concepts: v.pipe(
		v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
		v.minLength(1, 'Choose at least one concept'),
		v.maxLength(mostConcepts, `Choose at most ${String(mostConcepts)} concepts`)
	),
	include: v.optional(v.boolean(), true),
	from: v.optional(v.nullable(day), null),
	to: v.optional(v.nullable(day), null),
	low: v.optional(v.nullable(value), null),
	high: v.optional(v.nullable(value), null),
	/** The version of a code list that the concepts are those of; whoever keeps or cuts insists on it. */
	list: v.exactOptional(v.pipe(v.string(), v.uuid('Choose a code list')))
});

export type Criterion = v.InferOutput<typeof CriterionSchema>;
