import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, number, quoted, rows } from './duck.ts';
import { found, type Finding, type Place } from './look.ts';
import type { Run } from './run.ts';
import { has } from './source.ts';

/** Shorter words are found everywhere. */
const shortest = 6;

/** A few people are called as things are; this many different names in a column are no accident. */
const several = 3;

/** Makes `word(place, value)`: the single words of texts that have more than one. */
export const makeWords = (db: DuckDBConnection) =>
	db.run(`create or replace temp table word(place integer, value varchar)`);

const split = (sql: string) => `regexp_split_to_array(lower(${sql}), '[^[:alnum:]'']+')`;

/** Takes the words out of the values in table `looked`, for place number `at`. */
export const noteWords = (db: DuckDBConnection, at: number) =>
	db.run(`insert into word select distinct ${String(at)}, value from (
		select unnest(parts) as value from (
			select ${split('value')} as parts from looked where length(value) <= 10000
		) where len(parts) > 1
	) where length(value) >= ${String(shortest)}`);

type Identifying = { readonly table: string; readonly column: string; readonly type: string };

/** SQL: words that are in the open: names of concepts and regions, of tables and columns. */
function openly(run: Run): string {
	const names = [...run.source.known.tables].flatMap(([table, { columns }]) => [
		table,
		...columns.map(({ name }) => name)
	]);
	const texts = [
		`select unnest([${[...names, 'parquet', 'duckdb', 'version'].map(literal).join(', ')}]) as text`
	];
	if (has(run.source, 'concept', 'concept_name'))
		texts.push('select concept_name from src_concept');
	if (has(run.source, 'postcode', 'region')) texts.push('select region from src_postcode');
	return `select unnest(${split('text')}) as value from (${texts.join(' union all ')})
		union all select lower(unnest([${names.map(literal).join(', ')}]))`;
}

/**
 * Looks for the source's identifying words inside longer texts: a name in a note, in the name of a
 * file or in metadata. In a column it takes several names, or one with a digit in it; in a name of
 * ours, which says nothing about anybody, one is enough (deidentification.md §5.1).
 */
export async function compareWords(
	run: Run,
	places: readonly Place[],
	columns: readonly Identifying[]
): Promise<Finding[]> {
	const texts = columns.filter(({ type }) => type === 'VARCHAR');
	if (texts.length === 0 || (await number(run.db, 'select count(*) from word')) === 0) return [];
	await run.db.run(
		`create or replace temp table strange as
		select distinct place, value from word anti join (${openly(run)}) using (value)`
	);
	const own = texts
		.map(
			({ table, column }) =>
				`select lower(${quoted(column)}) as value from ${quoted(`src_${table}`)} where lower(${quoted(column)}) in (select value from strange)`
		)
		.join(' union ');
	const hits = await rows(
		run.db,
		`select place, count(*)::integer as hits, bool_or(value similar to '.*[0-9].*') as digits
		from strange semi join (${own}) using (value) group by place order by place`
	);
	return hits.flatMap((row) => {
		const place = places[Number(row['place'])];
		const count = Number(row['hits'] ?? 0);
		if (!place || (!place.names && row['digits'] !== true && count < several)) return [];
		return [found(place, 'dictionary-words', count, 'names or identifiers of people among words')];
	});
}
