import { sha256 } from '#platform/digest.server.ts';
import { compileCohort, tablesOf, type Compiled } from '#workspaces/cohorts/compile.ts';
import { number } from '../duck.ts';
import { everybody } from '../people.ts';
import { BadInput } from '../refusal.ts';
import { keep, type Run, type Step } from '../run.ts';
import { has } from '../source.ts';

/** The cohort of a run as SQL: compiled afresh by each step from the same rules, so it is one text. */
export const compiled = ({ rules, source }: Run): Compiled =>
	compileCohort(rules.population.cohort, rules.at, {
		ancestors: has(source, 'concept_ancestor'),
		placed: (table) =>
			has(source, 'visit_occurrence', 'care_site_id') && has(source, table, 'visit_occurrence_id'),
		dataset: (table) => source.known.tables.get(table)?.dataset ?? ''
	});

/** Says what is missing when a cohort looks for records that the source does not have. */
function insistRecords({ source, rules }: Run): void {
	for (const table of tablesOf(rules.population.cohort))
		if (!has(source, table))
			throw new BadInput(
				`${source.dir}: ${table}.parquet is missing but the cohort looks for something in it.`
			);
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
		insistRecords(run);
		const { matches, demographic, possible, inside } = compiled(run);
		await keep(run, 'everybody', everybody(run.source, run.rules));
		const total = await number(run.db, 'select count(*) from everybody');
		const people = await number(run.db, 'select count(distinct person_id) from everybody');
		if (total !== people)
			throw new BadInput(
				`${run.source.dir}: person, identity, location or postcode holds a key twice; each must be unique.`
			);
		await keep(run, 'matches', matches);
		const who = run.whole ? 'everybody' : `(select * from everybody where ${demographic})`;
		await keep(run, 'candidates', run.whole ? `select * from ${who}` : possible(who, 'matches'));
		const within = await number(run.db, 'select count(*) from candidates');
		return {
			people: total,
			inCohort: within,
			outOfCohort: total - within,
			// the same text as the count of this definition was made with
			definition: sha256(`${matches}\n${inside('people', 'matches')}`)
		};
	}
};
