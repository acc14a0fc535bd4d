import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, quoted, rows } from '#workspaces/deidentify/duck.ts';
import { patterns, tenDigits } from '#workspaces/deidentify/patterns.ts';
import type { Evidence } from './propose.ts';

/** Values that are looked at for their shape: enough to see one in fifty. */
const sample = 20_000;

const looked = patterns.filter(({ rule }) => rule !== 'formula' && rule !== 'date-in-text');

const shape = (rule: string): string => `shape_${rule.replaceAll('-', '_')}`;

/** One query a column: how full it is, how many values differ, and what they look like. */
const evidenceSql = (table: string, column: string): string => {
	const digits = `regexp_replace(t, '[ -]', '', 'g')`;
	return `
		with whole as (
			select count(*) as rows, count(${quoted(column)}) as there
			from ${quoted(table)}
		), looked as (
			select ${quoted(column)}::varchar as t from ${quoted(table)}
			where ${quoted(column)} is not null limit ${String(sample)}
		), exact as (
			select count(distinct ${quoted(column)}) as differ from ${quoted(table)}
		)
		select whole.rows, there, (select differ from exact) as differ,
			(select avg(valid_nhs(canonical_nhs(${digits}))::int) from looked
				where regexp_full_match(t, ${literal(tenDigits.replaceAll(String.raw`\b`, ''))})) as nhs,
			(select count(*) from looked where regexp_full_match(t, ${literal(tenDigits.replaceAll(String.raw`\b`, ''))})) as ten,
			(select count(*) from looked) as seen,
			(select avg(len(string_split(trim(t), ' '))) from looked) as words,
			${looked
				.map(
					({ rule, regex }) =>
						`(select avg(regexp_matches(t, ${literal(regex)})::int) from looked) as ${shape(rule)}`
				)
				.join(', ')}
		from whole`;
};

/** What the values of a column look like. `table` names a view of this connection. */
export async function evidenceOf(
	db: DuckDBConnection,
	table: string,
	{ name, type }: { readonly name: string; readonly type: string }
): Promise<Evidence> {
	const [row = {}] = await rows(db, evidenceSql(table, name));
	const number = (key: string) => Number(row[key] ?? 0);
	const total = number('rows');
	const text = type.startsWith('VARCHAR');
	return {
		rows: total,
		completeness: total === 0 ? 0 : Math.floor((100 * number('there')) / total),
		distinct: number('differ'),
		// a handful of ten-digit numbers among others says nothing
		nhs: number('ten') >= Math.max(5, number('seen') / 10) ? number('nhs') : null,
		shapes: text ? Object.fromEntries(looked.map(({ rule }) => [rule, number(shape(rule))])) : {},
		words: text ? number('words') : 0
	};
}

/** The answers that a coded column holds, each in at least ten rows: a rare one could be a person. */
export async function answersOf(
	db: DuckDBConnection,
	table: string,
	column: string
): Promise<(string | number)[]> {
	const found = await rows(
		db,
		`select ${quoted(column)} as value from ${quoted(table)} where ${quoted(column)} is not null
		group by 1 having count(*) >= 10 order by 1 limit 100`
	);
	return found.map(({ value }) => (typeof value === 'number' ? value : String(value)));
}
