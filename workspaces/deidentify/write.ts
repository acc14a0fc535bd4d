import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { literal, number, quoted } from './duck.ts';
import type { Detail, Run } from './run.ts';
import type { Cut } from './tables.ts';

/** Rows per Parquet row group; fixed, so the same rows make the same bytes. */
const rowGroup = 122_880;

/**
 * How a release is written. No filters beside the columns: files are sorted by person, which finds a
 * person as quickly, and keys of records are all different, for which none is made.
 */
const format = `(format parquet, compression zstd, row_group_size ${String(rowGroup)}, write_bloom_filter false)`;

/** How a part is kept until its table is put together: to be read once, soon. */
export const partFormat = `(format parquet, compression snappy, row_group_size ${String(rowGroup)}, write_bloom_filter false)`;

/** Names of the released columns but the one that numbers the rows. */
const kept = ({ plan, numbered }: Cut): string[] =>
	plan.outputs.map(({ name }) => name).filter((name) => name !== numbered);

/** The day by which rows of a person are sorted, if one is released. */
const dayOf = ({ plan }: Cut): string | null => {
	const day = plan.outputs.find(({ day }) => day?.of.startsWith(`r.${quoted(plan.day ?? '')}`));
	return day?.name ?? null;
};

/**
 * SQL for a table's rows sorted by the person's pseudonym, the day, and the record's pseudonym or a
 * hash of all that is released (deidentification.md §3, class C22). Only what leaves decides, so the
 * order tells nothing more, and a hash is sorted in a fraction of the time of all columns.
 */
export function sortedSql(cut: Cut, from = `(${cut.sql})`): string {
	const names = kept(cut);
	const { record } = cut.plan;
	const rest = names.filter((name) => name !== 'person_id').map(quoted);
	const last =
		cut.numbered === null && record !== null && names.includes(record) && record !== 'person_id'
			? quoted(record)
			: `hash(${rest.length === 0 ? '0' : rest.join(', ')})`;
	const day = dayOf(cut);
	const order = ['person_place', ...(day === null ? [] : [`${quoted(day)} nulls first`]), last];
	return `select ${names.map(quoted).join(', ')} from ${from} order by ${order.join(', ')}`;
}

/** Reads the rows of a table once, for all that is counted of them and for their release. */
export async function stage(run: Run, { stage: sql }: Cut): Promise<void> {
	if (sql !== null) await run.db.run(`create or replace temp table table_rows as ${sql}`);
}

/** Frees what was read: beside the source it would be a way back. */
export async function forgetRows(run: Run): Promise<void> {
	for (const what of [
		'view if exists visit_keys',
		'table if exists visit_rows',
		'table if exists table_rows'
	])
		await run.db.run(`drop ${what}`);
}

/** Writes a sorted table to its file, numbering its rows by their place where they are so named. */
export async function writeSorted(run: Run, cut: Cut, sorted: string): Promise<Detail> {
	const path = join(run.release, `${cut.name}.parquet`);
	const out = `${literal(`${path}.tmp`)} ${format}`;
	if (cut.numbered === null) await run.db.run(`copy (${sorted}) to ${out}`);
	else {
		// in a table of its own a row's place is known to every thread; counting them takes one
		await run.db.run(`create or replace temp table cutting as ${sorted}`);
		const columns = cut.plan.outputs.map(({ name }) =>
			name === cut.numbered ? `rowid + 1 as ${quoted(name)}` : quoted(name)
		);
		await run.db.run(`copy (select ${columns.join(', ')} from cutting) to ${out}`);
		await run.db.run('drop table cutting');
	}
	renameSync(`${path}.tmp`, path);
	const from = `read_parquet(${literal(path)})`;
	return {
		name: cut.name,
		rowsOut: await number(run.db, `select count(*) from ${from}`),
		personsOut: await number(run.db, `select count(distinct person_id) from ${from}`)
	};
}
