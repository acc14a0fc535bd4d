import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, number, openDuck, quoted, rows } from '#workspaces/deidentify/duck.ts';
import { installMacros } from '#workspaces/deidentify/pseudonym.ts';
import { BadInput } from '#workspaces/deidentify/refusal.ts';
import { controllersOf, type ControllerCount } from './controllers.ts';
import { tablesIn, type DeliveredTable } from './deliveries.ts';
import { hashOf } from './hash.ts';
import { answersOf, evidenceOf } from './look.ts';
import { propose } from './propose.ts';
import { qualityOf, type Quality } from './quality.ts';

export type ReadColumn = {
	readonly table: string;
	readonly position: number;
	readonly name: string;
	readonly type: string;
	readonly proposed: string | null;
	readonly reason: string;
	readonly certain: boolean;
	readonly completeness: number;
	readonly values: readonly (string | number)[] | null;
};
export type ReadTable = {
	readonly name: string;
	readonly rows: number;
	readonly sha256: string;
	readonly quality: Quality;
	readonly columns: readonly ReadColumn[];
};
export type Read = {
	readonly tables: readonly ReadTable[];
	readonly controllers: readonly ControllerCount[];
};

type Place = {
	/** The warehouse's folder, with its deliveries. */
	readonly source: string;
	/** Folder that the vault keeps versions in. */
	readonly kept: string;
};

/** Where the vault keeps the files of a version: a copy that no later delivery can change. */
export const keptFolder = (kept: string, version: string): string => join(kept, version);

const reader = ({ format, path }: DeliveredTable): string =>
	format === 'parquet'
		? `read_parquet(${literal(path)}, union_by_name = true)`
		: `read_csv(${literal(path)}, header = true, sample_size = -1, union_by_name = true)`;

async function keepTable(
	db: DuckDBConnection,
	folder: string,
	delivered: DeliveredTable
): Promise<string> {
	const path = join(folder, `${delivered.table}.parquet`);
	try {
		await db.run(
			`copy (select * from ${reader(delivered)}) to ${literal(path)} (format parquet, compression zstd)`
		);
		await db.run(
			`create or replace view ${quoted(delivered.table)} as select * from read_parquet(${literal(path)})`
		);
	} catch {
		throw new BadInput(
			`The table ${delivered.table} is not ${delivered.format === 'csv' ? 'a CSV file with one heading a column' : 'a Parquet file'} that can be read; deliver it again.`
		);
	}
	return path;
}

async function columnsOf(db: DuckDBConnection, table: string) {
	const found = await rows(
		db,
		`select column_name as name, data_type as type from duckdb_columns()
		where table_name = ${literal(table)} order by column_index`
	);
	return found.map(({ name, type }) => ({ name: String(name), type: String(type) }));
}

async function readTable(
	db: DuckDBConnection,
	folder: string,
	delivered: DeliveredTable,
	asOf: string
): Promise<ReadTable> {
	const path = await keepTable(db, folder, delivered);
	const { table } = delivered;
	const columns = await columnsOf(db, table);
	const read: ReadColumn[] = [];
	for (const [position, column] of columns.entries()) {
		if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(column.name))
			throw new BadInput(
				`A column of ${table} has a name that is no name: use letters, digits and underscores.`
			);
		const evidence = await evidenceOf(db, table, column);
		const proposal = propose({ table, ...column }, evidence);
		const coded = proposal.class === 'C20';
		read.push({
			table,
			position,
			...column,
			proposed: proposal.class,
			reason: proposal.reason,
			certain: proposal.certain,
			completeness: evidence.completeness,
			values: coded ? await answersOf(db, table, column.name) : null
		});
	}
	return {
		name: table,
		rows: await number(db, `select count(*) from ${quoted(table)}`),
		sha256: await hashOf(path),
		quality: await qualityOf(db, table, columns, asOf),
		columns: read
	};
}

/**
 * Reads a delivery into a version: keeps a copy of each table, finds its columns and types, proposes
 * a class for each with the reason, and works out how good it is. Again, it does the same.
 * @throws BadInput with one sentence for the data manager when a file cannot be read.
 */
export async function readDelivery(
	{ source, kept }: Place,
	{ id, delivery, asOf }: { readonly id: string; readonly delivery: string; readonly asOf: string }
): Promise<Read> {
	const found = tablesIn(source, delivery);
	const folder = keptFolder(kept, id);
	const partial = `${folder}.partial`;
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true, mode: 0o700 });
	const duck = await openDuck(join(partial, 'spill'));
	try {
		await installMacros(duck.db);
		const tables: ReadTable[] = [];
		for (const delivered of found) tables.push(await readTable(duck.db, partial, delivered, asOf));
		const controllers = await controllersOf(duck.db, source, tables);
		rmSync(join(partial, 'spill'), { recursive: true, force: true });
		rmSync(folder, { recursive: true, force: true });
		renameSync(partial, folder);
		return { tables, controllers };
	} finally {
		duck.close();
		rmSync(partial, { recursive: true, force: true });
	}
}
