import type { DuckDBConnection } from '@duckdb/node-api';
import { normalised } from './dictionary.ts';
import { literal, number, quoted, rows } from './duck.ts';
import { nhsShare, patterns, tenDigits, type Pattern } from './patterns.ts';
import { makeWords, noteWords } from './words.ts';

/** What was found where. Never the value itself: the report must not become the leak. */
export type Finding = {
	readonly rule: string;
	readonly file: string;
	readonly column: string;
	/** Different values that were hit. */
	readonly values: number;
	readonly message: string;
};

export type Place = {
	readonly file: string;
	readonly column: string;
	readonly from: string;
	/** Names of files and columns, and metadata: short, and no word in them is there by chance. */
	readonly names?: boolean;
};

export const found = (place: Place, rule: string, values: number, what: string): Finding => ({
	rule,
	file: place.file,
	column: place.column,
	values,
	message: `${place.file}, column ${place.column}: ${String(values)} ${values === 1 ? 'value is' : 'values are'} or hold ${what}.`
});

/**
 * What a release holds that could be somebody's value, gathered from all its columns before it is
 * looked for in the source: `candidate(place, value, whole)`, `whole` for numbers.
 */
export async function makeCandidates(db: DuckDBConnection): Promise<void> {
	await db.run(
		`create or replace temp table candidate(place integer, value varchar, whole bigint)`
	);
	await makeWords(db);
}

const distinct = ({ from, column }: Place) =>
	`(select distinct ${quoted(column)}::varchar as value from ${from} where ${quoted(column)} is not null)`;

async function nhsNumbers(db: DuckDBConnection, place: Place, from: string): Promise<Finding[]> {
	const [row] = await rows(
		db,
		`with ten as (
			select distinct canonical_nhs(unnest(regexp_extract_all(value, ${literal(tenDigits)}, 1))) as digits
			from ${from}
		)
		select count(*)::integer as ten, count(*) filter (where valid_nhs(digits))::integer as valid from ten`
	);
	const [ten, valid] = [Number(row?.['ten'] ?? 0), Number(row?.['valid'] ?? 0)];
	return ten > 0 && valid / ten > nhsShare
		? [found(place, 'nhs-number', valid, 'valid NHS numbers')]
		: [];
}

/**
 * Text: NHS numbers by their check digit, the shapes of other identifiers, and candidates number
 * `at` for the comparison with the source. The values are read from the file once.
 */
export async function scanTexts(
	db: DuckDBConnection,
	place: Place,
	at: number,
	shapes: readonly Pattern[] = patterns
): Promise<Finding[]> {
	await db.run(`create or replace temp table looked as from ${distinct(place)}`);
	await db.run(
		`insert into candidate select distinct ${String(at)}, ${normalised('value')}, null from looked`
	);
	await noteWords(db, at);
	const findings = await nhsNumbers(db, place, 'looked');
	for (const { rule, what, regex } of shapes) {
		const hits = await number(
			db,
			`select count(*) from looked where regexp_matches(value, ${literal(regex)})`
		);
		if (hits > 0) findings.push(found(place, rule, hits, what));
	}
	return findings;
}

/** Numbers up to this are codes, years, counts and results, not keys that name anyone. */
const smallest = 100_000;

/**
 * Which columns of numbers could hold keys of people at all. One that numbers the file's rows from
 * one, in their order, is a function of what else is released: it is nobody's key.
 */
export async function suspectNumbers(
	db: DuckDBConnection,
	path: string,
	columns: readonly string[]
): Promise<string[]> {
	if (columns.length === 0) return [];
	const tests = columns.flatMap((name, at) => [
		`coalesce(max(abs(${quoted(name)}::double)) >= ${String(smallest)}, false) as large_${String(at)}`,
		`coalesce(bool_and(${quoted(name)} = file_row_number + 1), false)
			and count(${quoted(name)}) = count(*) as place_${String(at)}`
	]);
	const [row] = await rows(
		db,
		`select ${tests.join(', ')} from read_parquet(${literal(path)}, file_row_number = true)`
	);
	return columns.filter(
		(_, at) => row?.[`large_${String(at)}`] === true && row[`place_${String(at)}`] !== true
	);
}

/** Numbers: NHS numbers hide in them, and keys of people are candidates as text is. */
export async function scanNumbers(
	db: DuckDBConnection,
	place: Place,
	at: number
): Promise<Finding[]> {
	const column = quoted(place.column);
	await db.run(`create or replace temp table looked as
		select distinct ${column}::bigint as value from ${place.from}
		where ${column} between ${String(smallest)} and 9e15 and ${column} = floor(${column})`);
	await db.run(
		`insert into candidate select ${String(at)}, value::varchar, value from looked
		union all select ${String(at)}, '0' || value::varchar, value from looked`
	);
	const [row] = await rows(
		db,
		`select count(*)::integer as ten,
			count(*) filter (where valid_nhs(value::varchar))::integer as valid
		from looked where value between 1000000000 and 9999999999`
	);
	const [ten, valid] = [Number(row?.['ten'] ?? 0), Number(row?.['valid'] ?? 0)];
	return ten > 0 && valid / ten > nhsShare
		? [found(place, 'nhs-number', valid, 'valid NHS numbers')]
		: [];
}

/** Every UUID in a release is one of our pseudonyms: version 8. Any other came from the source. */
export async function scanUuids(
	db: DuckDBConnection,
	file: string,
	from: string,
	columns: readonly string[]
): Promise<Finding[]> {
	if (columns.length === 0) return [];
	const foreign = (name: string) => `uuid_extract_version(${quoted(name)}) <> 8`;
	const [row] = await rows(
		db,
		`select ${columns.map((name, at) => `coalesce(bool_or(${foreign(name)}), false) as c${String(at)}`).join(', ')} from ${from}`
	);
	const findings: Finding[] = [];
	for (const [at, column] of columns.entries()) {
		if (row?.[`c${String(at)}`] !== true) continue;
		const values = await number(
			db,
			`select count(distinct ${quoted(column)}) from ${from} where ${foreign(column)}`
		);
		findings.push(
			found({ file, column, from }, 'foreign-key', values, 'keys that are not our pseudonyms')
		);
	}
	return findings;
}

/** Names and metadata of a file: the same questions, over a handful of words. */
export async function scanNames(
	db: DuckDBConnection,
	{ file, column }: Omit<Place, 'from' | 'names'>,
	words: readonly string[],
	at: number
): Promise<Finding[]> {
	if (words.length === 0) return [];
	const values = words.map((word) => `(${literal(word)})`).join(', ');
	const from = `(select value as ${quoted(column)} from (values ${values}) v(value))`;
	return scanTexts(db, { file, column, from, names: true }, at);
}
