import * as v from 'valibot';

const day = v.pipe(v.string(), v.isoDate('Enter a date as year-month-day, such as 2024-04-01'));
const age = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120));

/**
 * Who a study is about. One definition serves the count, the quote, the application and the extract.
 * `conditions` are OMOP concept ids, each standing for itself and its descendants; a person matches
 * when they have all of them (or any, by `match`) recorded between `from` and `to`, both included.
 * Ages are whole years at `to` (or at the day of asking). `icbs` are integrated care board codes.
 */
export const CohortSchema = v.object({
	conditions: v.optional(v.pipe(v.array(v.pipe(v.number(), v.integer())), v.maxLength(20)), []),
	match: v.optional(v.picklist(['all', 'any']), 'all'),
	sex: v.optional(v.picklist(['any', 'female', 'male']), 'any'),
	ageFrom: v.optional(v.nullable(age), null),
	ageTo: v.optional(v.nullable(age), null),
	icbs: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(12))), v.maxLength(50)), []),
	from: v.optional(v.nullable(day), null),
	to: v.optional(v.nullable(day), null)
});

export type Cohort = v.InferOutput<typeof CohortSchema>;

/** What a data set is used for; a controller signs up per purpose. */
export const purposes = ['planning', 'research', 'industry'] as const;
export type Purpose = (typeof purposes)[number];
