import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { plural } from '#platform/time.ts';
import { canonicalCohort, CohortSchema, purposes, type Cohort } from '../cohort.ts';
import { mostCriteria } from '../criterion.ts';
import { criteriaFrom, criterionFrom, criterionText } from './criterion-text.ts';

/**
 * How many counts an organisation may make in a day. Enough to size a study by trial; too few to
 * narrow down on a person by asking the same question in many shapes.
 */
export const dailyCounts = 100;

/** Whether an organisation may count once more today. */
export const mayCountAgain = (today: number): Verdict =>
	today < dailyCounts
		? allowed
		: refused(
				`Your organisation has made ${plural(today, 'count')} today, which is the limit. Counting opens again at midnight; earlier counts stay below.`
			);

const age = (missing: string) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.check((typed) => /^(\d{1,3})?$/.test(typed) && Number(typed) <= 120, missing),
		v.transform((typed) => (typed === '' ? null : Number(typed)))
	);
const maybeDay = (wrong: string) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.check((typed) => typed === '' || v.safeParse(fields.day(wrong), typed).success, wrong),
		v.transform((typed) => (typed === '' ? null : typed))
	);

/** The builder as its form and its address send it. `find` is the filter, never part of a cohort. */
export const BuilderSchema = v.pipe(
	v.object({
		conditions: v.pipe(
			v.array(
				v.pipe(
					v.string(),
					v.regex(/^\d{1,15}$/, 'Choose conditions from the list'),
					v.transform(Number)
				)
			),
			v.maxLength(20, 'Choose at most 20 conditions')
		),
		match: v.optional(v.picklist(['all', 'any'], 'Choose all or any'), 'all'),
		sex: v.optional(v.picklist(['any', 'female', 'male'], 'Choose a sex'), 'any'),
		ageFrom: age('Enter the youngest age in whole years, from 0 to 120'),
		ageTo: age('Enter the oldest age in whole years, from 0 to 120'),
		icbs: v.pipe(
			v.array(v.pipe(v.string(), v.maxLength(12, 'Choose boards from the list'))),
			v.maxLength(50, 'Choose fewer boards')
		),
		from: maybeDay('Enter a real first day, such as 1 April 2020'),
		to: maybeDay('Enter a real last day, such as 31 March 2025'),
		criterion: v.optional(
			v.pipe(
				v.array(
					v.pipe(
						v.string(),
						v.check((text) => criterionFrom(text) !== null, 'Add this criterion again')
					)
				),
				v.maxLength(mostCriteria, `Choose at most ${String(mostCriteria)} criteria`)
			),
			[]
		),
		purpose: fields.choice(purposes, 'Choose what the data are for')
	}),
	v.forward(
		v.partialCheck(
			[['ageFrom'], ['ageTo']],
			({ ageFrom, ageTo }) => ageFrom === null || ageTo === null || ageFrom <= ageTo,
			'Enter an oldest age that is not below the youngest'
		),
		['ageTo']
	),
	v.forward(
		v.partialCheck(
			[['from'], ['to']],
			({ from, to }) => from === null || to === null || from <= to,
			'Enter a last day that is not before the first'
		),
		['to']
	)
);

export type Built = v.InferOutput<typeof BuilderSchema>;

/** Fields of the builder that may come many times. */
export const builderLists = ['conditions', 'icbs', 'criterion'] as const;

/** The cohort of a builder's answers, in one order, so that equal questions are equal bytes. */
export const cohortOf = (built: Built): Cohort =>
	canonicalCohort(
		v.parse(CohortSchema, {
			conditions: built.conditions,
			match: built.match,
			sex: built.sex,
			ageFrom: built.ageFrom,
			ageTo: built.ageTo,
			icbs: built.icbs,
			from: built.from,
			to: built.to,
			criteria: criteriaFrom(built.criterion)
		})
	);

/** The builder's address with a cohort filled in, to change it or to count it again. */
export function builderQuery(cohort: Cohort, purpose: string): string {
	const query = new URLSearchParams();
	for (const id of cohort.conditions) query.append('conditions', String(id));
	for (const code of cohort.icbs) query.append('icbs', code);
	for (const name of ['match', 'sex', 'ageFrom', 'ageTo', 'from', 'to'] as const) {
		const value = cohort[name];
		if (value !== null) query.append(name, String(value));
	}
	for (const criterion of cohort.criteria) query.append('criterion', criterionText(criterion));
	query.append('purpose', purpose);
	return query.toString();
}
