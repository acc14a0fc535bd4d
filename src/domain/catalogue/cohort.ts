import * as v from 'valibot';
import { canonical } from '#platform/canonical.ts';
import { CriterionSchema, mostCriteria, type Criterion } from './criterion.ts';

const day = v.pipe(v.string(), v.isoDate('Enter a date as year-month-day, such as 2024-04-01'));
const age = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120));

/**
 * Who a study is about. One definition serves the count, the quote, the application and the extract.
 * `conditions` are OMOP concept ids, each standing for itself and its descendants; a person matches
 * when they have all of them (or any, by `match`) recorded between `from` and `to`, both included.
 * Ages are whole years at `to` (or at the day of asking). `icbs` are integrated care board codes.
 * Each of the `criteria` must hold beside all that.
 */
export const CohortSchema = v.object({
	conditions: v.optional(v.pipe(v.array(v.pipe(v.number(), v.integer())), v.maxLength(20)), []),
	match: v.optional(v.picklist(['all', 'any']), 'all'),
	sex: v.optional(v.picklist(['any', 'female', 'male']), 'any'),
	ageFrom: v.optional(v.nullable(age), null),
	ageTo: v.optional(v.nullable(age), null),
	icbs: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(12))), v.maxLength(50)), []),
	from: v.optional(v.nullable(day), null),
	to: v.optional(v.nullable(day), null),
	criteria: v.optional(
		v.pipe(
			v.array(CriterionSchema),
			v.maxLength(mostCriteria, `Choose at most ${String(mostCriteria)} criteria`)
		),
		[]
	)
});

export type Cohort = v.InferOutput<typeof CohortSchema>;

const numbers = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

const canonicalCriterion = (criterion: Criterion): Criterion => ({
	...criterion,
	concepts: numbers(criterion.concepts),
	low: criterion.kind === 'measurement' ? criterion.low : null,
	high: criterion.kind === 'measurement' ? criterion.high : null
});

const unlisted = ({ kind, concepts, include, from, to, low, high }: Criterion): Criterion => ({
	...{ kind, concepts, include, from, to, low, high }
});

/** The same cohort without saying which code lists its concepts came from: for who counts or compares. */
export const withoutLists = (cohort: Cohort): Cohort => ({
	...cohort,
	criteria: cohort.criteria.map(unlisted)
});

/** The versions of code lists that a cohort names. */
export const listsOf = ({ criteria }: Cohort): string[] => [
	...new Set(criteria.flatMap(({ list }) => (list === undefined ? [] : [list])))
];

/**
 * The same people in one form: order, repeats and limits that limit nobody make no difference. Two
 * cohorts that read alike are then equal bytes, so that asking again in other words asks nothing new.
 */
export function canonicalCohort(cohort: Cohort): Cohort {
	const conditions = numbers(cohort.conditions);
	// what a list is called makes no other people
	const criteria = new Map(
		cohort.criteria.map(canonicalCriterion).map((one) => [canonical(unlisted(one)), one] as const)
	);
	return {
		...cohort,
		conditions,
		match: conditions.length < 2 ? 'all' : cohort.match,
		icbs: [...new Set(cohort.icbs)].sort(),
		criteria: [...criteria].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
	};
}

/** Every concept that a cohort names. */
export const conceptsOf = ({ conditions, criteria }: Cohort): number[] =>
	numbers([...conditions, ...criteria.flatMap(({ concepts }) => concepts)]);

/** What a data set is used for; a controller signs up per purpose. */
export const purposes = ['planning', 'research', 'industry'] as const;
export type Purpose = (typeof purposes)[number];
