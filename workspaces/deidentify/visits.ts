import { periodOf } from './dates.ts';
import { literal, number } from './duck.ts';
import { keyedSql } from './keyed.ts';
import { neededColumns } from './needed.ts';
import { inPeriod } from './period.ts';
import { planTable } from './plan.ts';
import { BadInput } from './refusal.ts';
import { datasetOf, loadKeys, type Run } from './run.ts';
import { withoutSensitive } from './sensitive.ts';
import { has } from './source.ts';
import { isControlled } from './steps/sign-up.ts';

export const visits = 'visit_occurrence';
export const visitDomain = `record:${visits}`;

/** Whether keys of visits are needed: as pseudonyms, or to find the controller of a row. */
export const hasVisits = (run: Run) => has(run.source, visits, `${visits}_id`);

/** The scratch table that a table's rows are in: visits were read first, with their pseudonyms. */
export const rowsOf = (run: Run, table: string): string =>
	table === visits && hasVisits(run) ? 'visit_rows' : 'table_rows';

const datasets = (run: Run): string[] => [
	...new Set([visits, ...run.rules.tables.map(({ name }) => name)].map((t) => datasetOf(run, t)))
];

/** The column of `visit_keys` that says whether a visit's controller shares the rows of a table. */
export const mayColumn = (run: Run, table: string): string =>
	`may_${String(datasets(run).indexOf(datasetOf(run, table)))}`;

/** SQL: whether a visit `r` of person `p` is itself released; null when visits are not asked for. */
function released(run: Run): string | null {
	const asked = run.rules.tables.find(({ name }) => name === visits);
	const known = run.source.known.tables.get(visits);
	const own = run.source.tables.get(visits);
	if (!asked || !known || !own) return null;
	const { from, to } = periodOf(run.rules, asked);
	const plan = planTable(known, own, asked.columns, run.rules);
	const shared = isControlled(run) ? mayColumn(run, visits) : 'true';
	return `${shared} and ${inPeriod(plan, from, to)} and ${withoutSensitive(run, known, own)}`;
}

/** Each key once, or nobody could say whose visit a row belongs to. A rising column needs no counting. */
async function checkKeys(run: Run): Promise<void> {
	const key = `${visits}_id`;
	const from = `from src_${visits} where ${key} is not null`;
	const falls = `select count(*) from (select ${key} as own, lag(${key}) over () as before ${from}) where own <= before`;
	if ((await number(run.db, falls)) === 0) return;
	if ((await number(run.db, `select count(*) - count(distinct ${key}) ${from}`)) > 0)
		throw new BadInput(
			`${run.source.dir}: ${visits}.parquet holds a key twice; each visit's must be its own.`
		);
}

/**
 * Makes table `visit_rows`: the visits of `who` (the extract's people, or some of them) that anything
 * released may need, with their pseudonyms and with what says who shares them; and its view
 * `visit_keys` for the tables that refer to visits. Made once for all of them, and kept in memory,
 * since beside its source it would be a way back. A visit that is not itself released has no
 * pseudonym: a reference to it would lead nowhere. `named` is false where rows are only counted.
 */
export async function makeVisitRows(run: Run, named = true): Promise<void> {
	const type = run.source.tables.get(visits)?.find(({ name }) => name === `${visits}_id`)?.type;
	if (type === undefined) return;
	loadKeys(run, [visitDomain]);
	await checkKeys(run);
	const all = datasets(run);
	const site = isControlled(run) && has(run.source, visits, 'care_site_id');
	const may = all.map((_, at) => `may_${String(at)}`);
	const shares = site
		? all.map(
				(_, at) =>
					`coalesce(x.shared_${String(at)} and not (x.gp and p.type1), false) as ${may[at] ?? ''}`
			)
		: may.map((name) => `${String(!isControlled(run))} as ${name}`);
	const there = released(run);
	const key = `r.${visits}_id`;
	const columns = neededColumns(run, visits, `${visits}_id`).map((name) => `, r.${name}`);
	await run.db.run(`create or replace temp table visit_rows as
		select * exclude (visit_released, visit_raw), visit_raw as ${visits}_id, visit_released,
			${named ? `case when visit_released then ${keyedSql(visitDomain, 'visit_raw', type)} end` : 'null::uuid'} as visit_made
		from (
			select ${key} as visit_raw, p.place as person_place, ${shares.join(', ')} ${columns.join('')},
				coalesce(${there ?? 'true'}, false) as visit_released
			from src_${visits} r
			join who p on p.person_id = r.person_id
			${
				site
					? `left join (select care_site_id, bool_or(gp) as gp, ${all
							.map(
								(set, at) => `bool_or(signed and dataset = ${literal(set)}) as shared_${String(at)}`
							)
							.join(', ')} from rights group by care_site_id) x on x.care_site_id = r.care_site_id`
					: ''
			}
			where ${key} is not null
		) r where visit_released or ${may.join(' or ')}`);
	await run.db.run(`create or replace temp view visit_keys as
		select ${visits}_id as raw, person_place as place, visit_made as made, ${may.join(', ')} from visit_rows`);
}
