import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalogue } from './catalogue.ts';
import { fileOf, type Table } from './layout.ts';
import type { Output } from './outputs.ts';
import { text } from './sql.ts';

/** Where files lie until they are whole. */
export const partial = '.partial';

/** Every column of the layout, in its order and of its type; one that is not given is empty. */
function selection(table: Table, output: Output): string {
	const unknown = Object.keys(output.columns).find(
		(name) => !table.columns.some((column) => column.name === name)
	);
	if (unknown) throw new TypeError(`${table.name} has no column ${unknown}.`);
	return table.columns
		.map(({ name, type }) => `cast(${output.columns[name] ?? 'null'} as ${type}) as ${name}`)
		.join(', ');
}

/**
 * Writes one table as Parquet under a temporary name. The order, the row group size and the
 * compression are fixed, so that equal rows make equal bytes. Answers the number of rows.
 */
export async function writeTable(
	connection: DuckDBConnection,
	out: string,
	table: Table,
	output: Output
): Promise<number> {
	const file = join(out, partial, fileOf(table));
	const answer = await connection.run(
		`copy (select ${selection(table, output)} from ${output.from} order by ${output.order})
		to ${text(file)} (format parquet, compression zstd, row_group_size 122880)`
	);
	return answer.rowsChanged;
}

export async function prepare(out: string): Promise<void> {
	await rm(join(out, partial), { recursive: true, force: true });
	await mkdir(join(out, partial, 'lists'), { recursive: true });
	await mkdir(join(out, 'lists'), { recursive: true });
}

/** Makes a finished file durable and gives it its name. */
export async function publish(out: string, file: string): Promise<void> {
	const handle = await open(join(out, partial, file), 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
	await rename(join(out, partial, file), join(out, file));
}

/** Writes `catalogue.json`, the last file of a source. */
export async function writeCatalogue(out: string, catalogue: Catalogue): Promise<void> {
	const words = `${JSON.stringify(catalogue, null, '\t')}\n`;
	await writeFile(join(out, partial, 'catalogue.json'), words);
	await publish(out, 'catalogue.json');
}

/** SHA-256 of a file, read in pieces. */
export async function fileDigest(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
	return hash.digest('hex');
}
