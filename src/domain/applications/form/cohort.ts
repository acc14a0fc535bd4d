import * as v from 'valibot';
import { CohortSchema, type Cohort } from '#domain/catalogue/cohort.ts';
import { mostCriteria } from '#domain/catalogue/criterion.ts';
import { criteriaFrom, criterionFrom } from '#domain/catalogue/feasibility/criterion-text.ts';
import type { Lists } from './field.ts';

export const cohortLists = ['conditions', 'icbs', 'criterion'] as const;

const age = (name: string) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.regex(/^(\d{1,3})?$/, `${name} must be a whole number from 0 to 120`),
		v.check(
			(typed) => typed === '' || Number(typed) <= 120,
			`${name} must be a whole number from 0 to 120`
		)
	);

/** The cohort's own inputs on the page. Its period is the section's first and last day. */
export const cohortEntries = ({ conditions, boards }: Lists) => ({
	conditions: v.pipe(
		v.array(
			v.picklist(
				conditions.map(({ id }) => String(id)),
				'Choose conditions from the list'
			)
		),
		v.maxLength(20, 'Choose at most 20 conditions')
	),
	match: v.optional(v.picklist(['all', 'any', ''], 'Choose all or any of the conditions'), 'all'),
	sex: v.optional(v.picklist(['any', 'female', 'male', ''], 'Choose which sex'), 'any'),
	ageFrom: age('Youngest age'),
	ageTo: age('Oldest age'),
	icbs: v.array(
		v.picklist(
			boards.map(({ code }) => code),
			'Choose integrated care boards from the list'
		)
	),
	// as the count has them: they are put together there, and taken out here
	criterion: v.optional(
		v.pipe(
			v.array(
				v.pipe(
					v.string(),
					v.check((text) => criterionFrom(text) !== null, 'Choose criteria from the list')
				)
			),
			v.maxLength(mostCriteria, `Choose at most ${String(mostCriteria)} criteria`)
		),
		[]
	)
});

const number = (typed: unknown) =>
	typeof typed === 'string' && typed !== '' ? Number(typed) : null;
const day = (typed: unknown) => (typeof typed === 'string' && typed !== '' ? typed : null);

const given = (typed: unknown, otherwise: string) =>
	typed === '' || typed === undefined ? otherwise : typed;

/** The cohort as the count, the quote and the extract read it. */
export const cohortFrom = (sent: Record<string, unknown>): Cohort =>
	v.parse(CohortSchema, {
		conditions: (sent['conditions'] as string[]).map(Number),
		match: given(sent['match'], 'all'),
		sex: given(sent['sex'], 'any'),
		ageFrom: number(sent['ageFrom']),
		ageTo: number(sent['ageTo']),
		icbs: sent['icbs'],
		from: day(sent['from']),
		to: day(sent['to']),
		criteria: criteriaFrom((sent['criterion'] as string[] | undefined) ?? [])
	});

/** What makes no sense in a cohort, as one sentence; null when nothing does. */
export function cohortProblem({ ageFrom, ageTo, from, to }: Cohort): string | null {
	if (ageFrom !== null && ageTo !== null && ageFrom > ageTo)
		return 'The youngest age is above the oldest: exchange them';
	if (from !== null && to !== null && from > to)
		return 'The first day of the records is after the last: exchange them';
	return null;
}
