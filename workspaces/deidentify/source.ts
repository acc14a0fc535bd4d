import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { classOf, parseCatalogue, sameType, type Known, type KnownTable } from './catalogue.ts';
import { literal, quoted, rows } from './duck.ts';
import { omopProfile } from './omop.ts';
import { BadInput, Refusal } from './refusal.ts';
import type { Rules } from './rules.ts';

export type SourceColumn = { readonly name: string; readonly type: string };

/** A folder of OMOP Parquet files, opened: its catalogue and the columns really there. */
export type Source = {
	readonly dir: string;
	readonly known: Known;
	readonly tables: ReadonlyMap<string, readonly SourceColumn[]>;
};

/** The files the engine itself needs; whatever else is asked for is added by the rules. */
const needed = new Set(['person', 'visit_occurrence', 'condition_occurrence', 'care_site']);
const reference = new Set(['concept', 'concept_ancestor']);

export function readJson(path: string): unknown {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as unknown;
	} catch (error) {
		const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		throw new BadInput(
			missing
				? `${path}: there is no such file; check the path.`
				: `${path}: this is not a JSON document; correct it and try again.`
		);
	}
}

/** Opens a source: a view `src_<table>` for each Parquet file. @throws BadInput */
export async function openSource(
	db: DuckDBConnection,
	dir: string,
	rules: Pick<Rules, 'columns'>
): Promise<Source> {
	if (!existsSync(dir) || !statSync(dir).isDirectory())
		throw new BadInput(
			`${dir}: there is no such folder; give the folder of the OMOP Parquet files.`
		);
	const catalogue = join(dir, 'catalogue.json');
	const known = existsSync(catalogue)
		? parseCatalogue(readJson(catalogue), catalogue)
		: omopProfile(rules.columns);
	const tables = new Map<string, readonly SourceColumn[]>();
	for (const file of readdirSync(dir).sort()) {
		if (!file.endsWith('.parquet')) continue;
		const table = file.slice(0, -'.parquet'.length);
		tables.set(table, await openTable(db, table, join(dir, file)));
	}
	if (!tables.has('person'))
		throw new BadInput(
			`${dir}: person.parquet is missing; give a folder with an OMOP person table.`
		);
	return { dir, known, tables };
}

async function openTable(
	db: DuckDBConnection,
	table: string,
	path: string
): Promise<readonly SourceColumn[]> {
	try {
		await db.run(
			`create view ${quoted(`src_${table}`)} as select * from read_parquet(${literal(path)})`
		);
		const columns = await rows(
			db,
			`select column_name as name, data_type as type from duckdb_columns()
			where table_name = ${literal(`src_${table}`)} order by column_index`
		);
		return columns.map(({ name, type }) => ({ name: String(name), type: String(type) }));
	} catch {
		throw new BadInput(`${path}: this is not a Parquet file we can read; make it again.`);
	}
}

/**
 * Fail closed: a table nobody described, a column without a class or one whose type has changed
 * stops the run (deidentification.md §2), whether or not the project asked for that column.
 */
export function checkClasses(source: Source, rules: Rules): void {
	const { known, tables } = source;
	const asked = rules.tables.map((table) => table.name);
	for (const name of asked)
		if (!known.tables.get(name)?.dataset)
			throw new Refusal(
				'UNCLASSIFIED_COLUMN',
				`${name} is not a table that the catalogue offers; ask for one it names.`
			);
	for (const [name, columns] of tables) {
		const table = known.tables.get(name);
		if (table) checkTable(known, table, columns);
		else if (known.exact && !reference.has(name))
			throw new Refusal(
				'UNCLASSIFIED_COLUMN',
				`${name} is not in the catalogue; classify its columns or take it out of the source.`
			);
	}
	for (const name of asked)
		if (!tables.has(name))
			throw new BadInput(`${source.dir}: ${name}.parquet is missing but the rules ask for it.`);
}

function checkTable(known: Known, table: KnownTable, columns: readonly SourceColumn[]): void {
	for (const column of columns) {
		const expected = table.columns.find(({ name }) => name === column.name);
		if (!expected || classOf(expected) === null)
			throw new Refusal(
				'UNCLASSIFIED_COLUMN',
				`${table.name}.${column.name} has no disclosure class; classify it in the catalogue.`
			);
		if (!sameType(known, expected.type, column.type))
			throw new Refusal(
				'UNCLASSIFIED_COLUMN',
				`${table.name}.${column.name} is ${column.type} but was classified as ${expected.type}; classify it again.`
			);
	}
}

export const has = (source: Source, table: string, column?: string): boolean => {
	const columns = source.tables.get(table);
	return columns !== undefined && (column === undefined || columns.some((c) => c.name === column));
};

/** Tables that a cohort or a controller's sign-up is worked out from, where the source has them. */
export const isNeeded = (table: string): boolean => needed.has(table);
