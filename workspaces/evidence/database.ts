import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { EvidenceError, identifier } from './expression.ts';
import type { Statement } from './compile.ts';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const reader = (path: string): string =>
	isParquet(path)
		? `read_parquet(${text(path)})`
		: `read_csv(${text(path)}, header = true, sample_size = -1)`;

/** By its first bytes: a name can be anything. */
function isParquet(path: string): boolean {
	const start = Buffer.alloc(4);
	const file = openSync(path, 'r');
	try {
		readSync(file, start, 0, 4, 0);
	} finally {
		closeSync(file);
	}
	return start.toString('latin1') === 'PAR1';
}

/**
 * Opens the named files as tables of a database in memory that can read nothing else, does the work,
 * and closes it. Files are Parquet, or CSV with a header.
 * @throws EvidenceError when a file is missing or cannot be read.
 */
export async function withTables<T>(
	files: Readonly<Record<string, string>>,
	work: (db: DuckDBConnection) => Promise<T>
): Promise<T> {
	const missing = Object.values(files).find((path) => !existsSync(path));
	if (missing !== undefined)
		throw new EvidenceError(`${missing}: there is no such file; check the path.`);
	const instance = await DuckDBInstance.create(':memory:', {
		threads: '2',
		memory_limit: '2GB',
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false'
	});
	try {
		const db = await instance.connect();
		try {
			await open(db, files);
			return await work(db);
		} finally {
			db.closeSync();
		}
	} finally {
		instance.closeSync();
	}
}

async function open(db: DuckDBConnection, files: Readonly<Record<string, string>>): Promise<void> {
	const paths = Object.values(files).map(text).join(', ');
	await db.run(`set allowed_paths = [${paths}]`);
	await db.run('set enable_external_access = false');
	for (const [table, path] of Object.entries(files)) {
		try {
			await db.run(`create temp view ${identifier(table)} as select * from ${reader(path)}`);
		} catch (error) {
			throw new EvidenceError(`${path}: cannot be read as a table (${firstLine(error)}).`);
		}
	}
}

export const firstLine = (error: unknown): string =>
	(error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? '';

export type Row = Readonly<Record<string, DuckDBValue>>;

export async function rows(db: DuckDBConnection, sql: string): Promise<Row[]> {
	return (await db.runAndReadAll(sql)).getRowObjects();
}

/** Runs a statement whose values come from outside; a value that does not fit its column is told. */
export async function run(db: DuckDBConnection, { sql, values }: Statement): Promise<void> {
	try {
		await db.run(sql, [...values]);
	} catch (error) {
		throw new EvidenceError(`The table cannot be computed: ${firstLine(error)}`);
	}
}

/** The columns of a table or view with their types, in order. */
export async function describe(db: DuckDBConnection, table: string): Promise<Map<string, string>> {
	const found = await rows(db, `describe ${identifier(table)}`);
	return new Map(found.map((row) => [String(row['column_name']), String(row['column_type'])]));
}
