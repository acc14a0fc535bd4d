import { literal, quoted, rows } from '../duck.ts';
import { ageSql } from '../people.ts';
import type { Run } from '../run.ts';
import { codedTables, columnsOf, released, type Column } from './released.ts';
import { relink, type Relink } from './relink.ts';

/** People the attacker looks for. Pseudonyms are random, so the first of them are a fair sample. */
export const targets = 1000;

/**
 * What each released column of a person would be, by what the attacker knows: the exact birth date,
 * sex, and the small area, which gives region and deprivation. The rules are no secret to them.
 */
function matches(column: Column, facts: ReadonlySet<string>): string | null {
	const own = `c.${quoted(column.name)}`;
	switch (column.name) {
		case 'birth_year':
			return `(${own} is null or ${own} = year(t.birth))`;
		case 'age':
			return `(${own} is null or ${own} = least(t.years, 90))`;
		case 'age_band':
			return `(${own} is null or case when ${own} = '90+' then t.years >= 90
				else t.years between split_part(${own}, '-', 1)::integer and split_part(${own}, '-', 2)::integer end)`;
		case 'birth_month':
			return `(${own} is null or ${own} = month(t.birth))`;
		case 'birth_week':
			return `(${own} is null or ${own} = weekofyear(t.birth))`;
		case 'gender_concept_id':
			return `${own} is not distinct from t.sex`;
	}
	const known = ['lad', 'msoa21', 'lsoa21'].includes(column.name) ? 'area' : column.name;
	if (known !== 'area' && !facts.has(known)) return null;
	if (!/^(region|area|.*_(decile|quintile))$/.test(known)) return null;
	return facts.has(known) ? `(${own} is null or ${own} = t.${quoted(known)})` : null;
}

/** (pid, month) of two events of each target, as the source knows them. */
function knownEvents(run: Run, table: string, day: string): string {
	const date = `r.${quoted(day)}`;
	return `select pid, month from (
		select distinct s.pid, (year(${date}) * 12 + month(${date}))::integer as month
		from ${quoted(`src_${table}`)} r join sought s on s.person_id = r.person_id
		where ${date} is not null
	) qualify row_number() over (partition by pid order by hash(pid, month), month) <= 2`;
}

/**
 * The re-link attack of deidentification.md §5.4 on the files to be released. Where days were moved,
 * the months themselves mislead and the time between them does not: the attacker takes what is better.
 */
export async function attack(run: Run): Promise<Relink | null> {
	if (!run.rules.tables.some(({ name }) => name === 'person')) return null;
	const columns = await columnsOf(run, 'person');
	const facts = new Set(
		(await rows(run.db, 'describe select * from people')).map((row) => String(row['column_name']))
	);
	await run.db.run(`create or replace temp table sought as
		select p.pid, p.person_id, e.* exclude (person_id), ${ageSql(run.rules.at, 'e.birth', 'e.birth_year')} as years
		from (select pid, person_id from pids order by pid limit ${String(targets)}) p
		join people e on e.person_id = p.person_id where e.birth is not null`);
	const on = columns.flatMap((column) => {
		const condition = matches(column, facts);
		return condition === null ? [] : [{ name: column.name, condition }];
	});
	const table = (await codedTables(run)).find(({ day }) => day !== null);
	return relink(run.db, {
		targets: 'select * from sought',
		released: `select *, person_id as pid from ${released(run, 'person')}`,
		match: ['true', ...on.map(({ condition }) => condition)].join(' and '),
		by: on.map(({ name }) => name),
		known: table?.day ? knownEvents(run, table.table, table.day) : null,
		events: table
			? `select person_id as pid, ${table.month} as month from ${released(run, table.table)} where ${table.month} is not null`
			: null,
		months: 'better'
	});
}

/** SQL text of a day, for a period's end. */
export const dayLiteral = (day: string) => `${literal(day)}::date`;
