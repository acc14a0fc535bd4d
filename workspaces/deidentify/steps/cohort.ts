import type { Cohort } from '#domain/catalogue/cohort.ts';
import { list, literal, number } from '../duck.ts';
import { ageSql, everybody } from '../people.ts';
import { BadInput } from '../refusal.ts';
import { keep, type Run, type Step } from '../run.ts';
import { has } from '../source.ts';

const sexes = { female: 8532, male: 8507 } as const;

function demographic(cohort: Cohort, at: string): string {
	const age = ageSql(cohort.to ?? at);
	const conditions = ['true'];
	if (cohort.sex !== 'any') conditions.push(`sex = ${String(sexes[cohort.sex])}`);
	if (cohort.ageFrom !== null) conditions.push(`${age} >= ${String(cohort.ageFrom)}`);
	if (cohort.ageTo !== null) conditions.push(`${age} <= ${String(cohort.ageTo)}`);
	if (cohort.icbs.length > 0) conditions.push(`icb in (${list(cohort.icbs)})`);
	return conditions.join(' and ');
}

/** Every record that makes a person match, with the place that recorded it. */
function matching(run: Run, cohort: Cohort): string {
	const { source } = run;
	if (cohort.conditions.length === 0)
		return `select null::bigint as person_id, null::bigint as root, null::bigint as care_site_id where false`;
	if (!has(source, 'condition_occurrence'))
		throw new BadInput(
			`${source.dir}: condition_occurrence.parquet is missing but the cohort names conditions.`
		);
	const roots = cohort.conditions.map((id) => `(${String(id)})`).join(', ');
	const descendants = has(source, 'concept_ancestor')
		? `union select ancestor_concept_id, descendant_concept_id from src_concept_ancestor
			where ancestor_concept_id in (${list(cohort.conditions)})`
		: '';
	const visits =
		has(source, 'visit_occurrence', 'care_site_id') &&
		has(source, 'condition_occurrence', 'visit_occurrence_id');
	return `
		with wanted(root, concept) as (
			select root, root from (values ${roots}) v(root)
			${descendants}
		)
		select distinct
			o.person_id::bigint as person_id, w.root::bigint as root,
			${visits ? 'v.care_site_id::bigint' : 'null::bigint'} as care_site_id
		from src_condition_occurrence o
		join wanted w on w.concept = o.condition_concept_id
		${visits ? 'left join src_visit_occurrence v on v.visit_occurrence_id = o.visit_occurrence_id' : ''}
		where true
		${cohort.from === null ? '' : `and o.condition_start_date >= ${literal(cohort.from)}::date`}
		${cohort.to === null ? '' : `and o.condition_start_date <= ${literal(cohort.to)}::date`}`;
}

/** SQL: people of `from` who have the conditions that the cohort asks for, by table `matches`. */
export function withConditions(cohort: Cohort, from: string, matches: string): string {
	const roots = new Set(cohort.conditions).size;
	if (roots === 0) return `select * from ${from}`;
	const least = cohort.match === 'all' ? roots : 1;
	return `select * from ${from} where person_id in (
		select person_id from ${matches} group by person_id
		having count(distinct root) >= ${String(least)})`;
}

/**
 * Who the study is about. The matching records are kept with the place that recorded them, since a
 * diagnosis known only to a controller that has not signed must not bring anyone in: later steps
 * take such records away and ask again.
 */
export const cohort: Step = {
	name: 'cohort',
	title: 'Find the people of the study',
	async run(run) {
		const definition = run.rules.population.cohort;
		await keep(run, 'everybody', everybody(run.source));
		const total = await number(run.db, 'select count(*) from everybody');
		const people = await number(run.db, 'select count(distinct person_id) from everybody');
		if (total !== people)
			throw new BadInput(
				`${run.source.dir}: person, identity, location or postcode holds a key twice; each must be unique.`
			);
		await keep(run, 'matches', matching(run, definition));
		await keep(
			run,
			'candidates',
			withConditions(
				definition,
				`(select * from everybody where ${demographic(definition, run.rules.at)})`,
				'matches'
			)
		);
		const inside = await number(run.db, 'select count(*) from candidates');
		return { people: total, inCohort: inside, outOfCohort: total - inside };
	}
};
