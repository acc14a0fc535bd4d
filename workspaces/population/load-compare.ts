import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { fileOf, neededTables, omopTables, type Column, type Table } from './layout.ts';
import { text } from './sql.ts';
import { partial, publish } from './write.ts';

/** A column whose type is not ours; `misfits` counts the values that cannot be read as ours. */
export type OtherType = {
	column: string;
	required: boolean;
	expected: Column['type'];
	found: string;
	misfits: number;
};

export type TableReport = {
	name: string;
	found: boolean;
	needed: boolean;
	omop: boolean;
	rows: number;
	missing: readonly string[];
	missingRequired: readonly string[];
	extra: readonly string[];
	otherType: readonly OtherType[];
	problem?: string;
};

/** A column of theirs, what it is to us, and whether every value of it can be read as ours. */
type Theirs = { name: string; type: string; ours: Column | undefined; fits: boolean };

export const emptyReport = ({ name }: Table, found: boolean): TableReport => ({
	name,
	found,
	needed: neededTables.some((needed) => needed === name),
	omop: omopTables.some((table) => table.name === name),
	rows: 0,
	missing: [],
	missingRequired: [],
	extra: [],
	otherType: []
});

/**
 * Opens a file as the view `theirs` and compares it with our layout.
 * @throws DuckDB's error when the file cannot be read.
 */
export async function compare(
	connection: DuckDBConnection,
	table: Table,
	file: string
): Promise<{ report: TableReport; columns: readonly Theirs[] }> {
	const isText = !/\.parquet$/i.test(file);
	// CSV is read as text: guessing types would change values such as 007 or 1e5
	const scan = isText
		? `read_csv(${text(file)}, header = true, all_varchar = true, nullstr = ['', 'NA', 'NULL'])`
		: `read_parquet(${text(file)})`;
	await connection.run(`create or replace temp view theirs as select * from ${scan}`);
	const described = await connection.runAndReadAll('describe theirs');
	const seen = (described.getRowsJson() as [name: string, type: string][]).map(([name, type]) => {
		const ours = table.columns.find((column) => column.name === name.toLowerCase());
		return { name, type, ours };
	});
	const counts = seen.map(({ name, type, ours }) =>
		ours && ours.type !== type ? `count(*) filter (${misfit(quoted(name), type, ours.type)})` : '0'
	);
	const counted = await connection.runAndReadAll(
		`select ${['count(*)', ...counts].join(', ')} from theirs`
	);
	const [rows = 0, ...misfits] = (counted.getRowsJson()[0] ?? []).map(Number);
	const absent = table.columns.filter((column) => !seen.some(({ ours }) => ours === column));
	const otherType = seen.flatMap(({ name, type, ours }, at): OtherType[] => {
		if (!ours || ours.type === type) return [];
		const found = isText ? 'text' : type;
		const { required, type: expected } = ours;
		return [{ column: name, required, expected, found, misfits: misfits[at] ?? 0 }];
	});
	const report: TableReport = {
		...emptyReport(table, true),
		rows,
		missing: absent.map(({ name }) => name),
		missingRequired: absent.filter(({ required }) => required).map(({ name }) => name),
		extra: seen.filter(({ ours }) => !ours).map(({ name }) => name),
		otherType: otherType.filter((other) => other.misfits > 0 || !isText)
	};
	return { report, columns: seen.map((each, at) => ({ ...each, fits: misfits[at] === 0 })) };
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Whether a value would be lost or changed by reading it as our type. */
function misfit(name: string, type: string, expected: Column['type']): string {
	const as = `try_cast(${name} as ${expected})`;
	if (type !== 'VARCHAR') return `try_cast(${as} as ${type}) is distinct from ${name}`;
	if (expected === 'INTEGER' || expected === 'BIGINT')
		return `${name} is not null and (${as} is null or try_cast(${name} as double) <> ${as})`;
	if (expected === 'DATE')
		return `try_cast(${name} as timestamp) is distinct from cast(${as} as timestamp)
			or (${name} is not null and ${as} is null)`;
	return `${name} is not null and ${as} is null`;
}

/** Writes the open view under our name: all their columns, in our type where every value fits. */
export async function keep(
	connection: DuckDBConnection,
	out: string,
	table: Table,
	columns: readonly Theirs[]
): Promise<void> {
	const selection = columns.map(({ name, ours, fits }) =>
		ours && fits
			? `cast(${quoted(name)} as ${ours.type}) as ${ours.name}`
			: `${quoted(name)} as ${quoted(ours?.name ?? name)}`
	);
	const file = fileOf(table);
	await connection.run(
		`copy (select ${selection.join(', ')} from theirs)
		to ${text(join(out, partial, file))} (format parquet, compression zstd)`
	);
	await publish(out, file);
}
