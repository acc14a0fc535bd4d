import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { catalogueOf } from './catalogue.ts';
import { tables, type Table } from './layout.ts';
import { compare, emptyReport, keep, type TableReport } from './load-compare.ts';
import { findTables, type Found } from './load-files.ts';
import { notesOn } from './load-notes.ts';
import { text } from './sql.ts';
import { partial, prepare, writeCatalogue } from './write.ts';

/** What was found in a third party's set. `usable`: every needed table can be read as ours. */
export type LoadReport = {
	source: string;
	usable: boolean;
	tables: readonly TableReport[];
	unknownTables: readonly string[];
	notes: readonly string[];
};

/**
 * Reads a third party's OMOP 5.4 set, a folder or a .zip of Parquet or CSV, unchanged, and reports
 * table by table how it differs from our layout. With `out`, also writes the tables that could be
 * read as Parquet under our file names: every column of theirs, values unchanged, in our types
 * where every value fits; and, when the set is usable, its catalogue.
 * @throws Unusable when the source is neither a folder nor a whole .zip.
 */
export async function load(source: string, out?: string): Promise<LoadReport> {
	const found = await findTables(source);
	const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2000MB' });
	try {
		const connection = await instance.connect();
		if (out !== undefined) await prepare(out);
		const reports: TableReport[] = [];
		for (const table of tables) reports.push(await examine(connection, table, found, out));
		const usable = reports.every(isGoodEnough);
		if (out !== undefined && usable) await describe(connection, source, out, reports);
		connection.closeSync();
		return {
			source,
			usable,
			tables: reports,
			unknownTables: found.others,
			notes: notesOn(reports)
		};
	} finally {
		instance.closeSync();
		await found.clean();
		if (out !== undefined) await rm(join(out, partial), { recursive: true, force: true });
	}
}

/** A needed table must be readable, with every required column, and each of those as ours. */
const isGoodEnough = (report: TableReport): boolean =>
	!report.needed ||
	(report.found &&
		report.problem === undefined &&
		report.missingRequired.length === 0 &&
		!report.otherType.some(({ required, misfits }) => required && misfits > 0));

async function examine(
	connection: DuckDBConnection,
	table: Table,
	found: Found,
	out: string | undefined
): Promise<TableReport> {
	const file = found.files.get(table.name);
	const empty = emptyReport(table, file !== undefined);
	if (file === undefined) return empty;
	try {
		const compared = await compare(connection, table, file);
		if (out !== undefined) await keep(connection, out, table, compared.columns);
		return compared.report;
	} catch (error) {
		const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
		return { ...empty, problem: `This file cannot be read: ${why.replaceAll(file, table.name)}` };
	}
}

/**
 * The catalogue of a set that was written to `out`. Columns that we do not know are not in it: the
 * check for unclassified columns stops an extract until somebody has classified or dropped them.
 */
async function describe(
	connection: DuckDBConnection,
	source: string,
	out: string,
	reports: readonly TableReport[]
): Promise<void> {
	const read = reports.filter(({ found, problem }) => found && problem === undefined);
	const last = await connection.runAndReadAll(
		`select cast(max(visit_start_date) as varchar)
		from ${text(join(out, 'visit_occurrence.parquet'))}`
	);
	const asOf = (last.getRowsJson()[0]?.[0] as string | null | undefined) ?? '';
	const rows = new Map(read.map((report) => [report.name, report.rows]));
	const name = basename(source);
	const about = { name, version: `${name}-${asOf}`, asOf, persons: rows.get('person') ?? 0 };
	const missing = new Map(read.map((report) => [report.name, report.missing]));
	const has = (table: string, column: string) => !missing.get(table)?.includes(column);
	await writeCatalogue(out, catalogueOf(about, rows, has));
}
