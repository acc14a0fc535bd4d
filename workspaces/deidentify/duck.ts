import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/** An SQL string. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** An SQL identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const list = (values: readonly (string | number)[]): string =>
	values.map((value) => (typeof value === 'number' ? String(value) : literal(value))).join(', ');

export type Row = Readonly<Record<string, unknown>>;

/** Rows as plain objects. Wide integers come as text: cast counts with `Number`. */
export async function rows(db: DuckDBConnection, sql: string): Promise<Row[]> {
	return (await db.runAndReadAll(sql)).getRowObjectsJson();
}

/** The first value of the first row, as a number; 0 for null. */
export async function number(db: DuckDBConnection, sql: string): Promise<number> {
	const [row] = await rows(db, sql);
	const [value] = Object.values(row ?? {});
	return Number(value ?? 0);
}

export type Duck = { readonly db: DuckDBConnection; close(): void };

/**
 * A DuckDB of our own in memory; `spill` is where it may put what does not fit. One per run, so the
 * keys set on its connection are seen by nothing else.
 */
export async function openDuck(spill: string | null): Promise<Duck> {
	const instance = await DuckDBInstance.create(':memory:', {
		memory_limit: '3GB',
		temp_directory: spill ?? '',
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false',
		// the release must have the same bytes every time: rows leave in the order they were sorted in
		preserve_insertion_order: 'true'
	});
	const db = await instance.connect();
	await db.run("set timezone = 'UTC'");
	return {
		db,
		close() {
			db.closeSync();
			instance.closeSync();
		}
	};
}
