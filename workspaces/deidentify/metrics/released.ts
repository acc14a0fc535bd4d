import { join } from 'node:path';
import { literal, quoted, rows } from '../duck.ts';
import { Refusal } from '../refusal.ts';
import type { Run } from '../run.ts';

export type Column = { readonly name: string; readonly type: string };

/** SQL: the rows of a released table. */
export const released = (run: Run, table: string): string =>
	`read_parquet(${literal(join(run.release, `${table}.parquet`))})`;

export async function columnsOf(run: Run, table: string): Promise<Column[]> {
	const found = await rows(run.db, `describe select * from ${released(run, table)}`);
	return found.map((row) => ({
		name: String(row['column_name']),
		type: String(row['column_type'])
	}));
}

/**
 * Looks that people are named by pseudonyms and by nothing else, before anything is worked out of them.
 * @throws Refusal when a released table has its people under something that is no UUID.
 */
export async function insistOnPseudonyms(run: Run): Promise<void> {
	for (const { name } of run.rules.tables)
		for (const column of await columnsOf(run, name))
			if (column.name === 'person_id' && column.type !== 'UUID')
				throw new Refusal(
					'IDENTIFIER_FOUND',
					`People of the table ${name} are under ${column.type}, which is no pseudonym: nothing is released.`
				);
}

/**
 * Released columns of the person table that a neighbour could know: all but the keys. A column that
 * is nobody's business is not in it; whether somebody knows it is not ours to say.
 */
export async function quasiIdentifiers(run: Run): Promise<string[]> {
	if (!run.rules.tables.some(({ name }) => name === 'person')) return [];
	const columns = await columnsOf(run, 'person');
	return columns.filter(({ type }) => type !== 'UUID').map(({ name }) => name);
}

/** SQL for the month of a day as it was released: a date, a month (yyyymm), or days from an index. */
function monthSql({ name, type }: Column, row = ''): string | null {
	const column = `${row}${quoted(name)}`;
	if (name.endsWith('_date') && /^(DATE|TIMESTAMP)/.test(type))
		return `(year(${column}) * 12 + month(${column}))::integer`;
	if (name.endsWith('_month') && type.includes('INT'))
		return `(${column} // 100 * 12 + ${column} % 100)::integer`;
	if (name.endsWith('_days') && type.includes('INT')) return `floor(${column} / 30.4375)::integer`;
	return null;
}

export type Coded = {
	readonly table: string;
	readonly code: string;
	/** SQL over the released table's own columns. */
	readonly month: string;
	/** The source's own day, where the source has one. */
	readonly day: string | null;
};

/** Released tables of coded events that say when they were; visits say too little to be told by. */
export async function codedTables(run: Run): Promise<Coded[]> {
	const found: Coded[] = [];
	for (const { name } of run.rules.tables) {
		if (name === 'visit_occurrence') continue;
		const columns = await columnsOf(run, name);
		const code = columns.find(
			(column) => column.name === `${name.split('_')[0] ?? name}_concept_id`
		);
		const month = columns.map((column) => monthSql(column)).find((sql) => sql !== null);
		const day = run.source.tables
			.get(name)
			?.find((column) => column.name.endsWith('_date') && column.type === 'DATE');
		if (code && month) found.push({ table: name, code: code.name, month, day: day?.name ?? null });
	}
	return found;
}
