import { SnapshotSpecificationSchema, type Expression } from '#domain/disclosure/specification.ts';
import * as v from 'valibot';

/** What the extract of a study holds, and what was approved. */
export type Approval = {
	/** The tables and columns of the extract, which was cut to what was approved. */
	readonly contents: readonly { readonly name: string; readonly columns: readonly string[] }[];
	/** The tables of the approved datasets. */
	readonly tables: readonly string[];
};

export type FileScope = {
	readonly name: string;
	/** "condition_occurrence.condition_start_date", each once; empty when we did not compute the file. */
	readonly columns: readonly string[];
	/** Those that are not in the extract, or of a table of another dataset. */
	readonly outside: readonly string[];
	/** Over whom, in the researcher's words or read off the query. */
	readonly population: string;
	/** Whether its query says what it uses: otherwise somebody reads and answers. */
	readonly known: boolean;
};

/** Every column that an expression reads. */
function columnsOf(expression: Expression): { table: string; column: string }[] {
	if ('of' in expression) return expression.of.flatMap(columnsOf);
	return 'table' in expression ? [expression] : [];
}

/** What one file uses against what was approved, read off the specification that made it. */
export function scopeOf(
	file: { readonly name: string; readonly specification: unknown; readonly population: string },
	approval: Approval
): FileScope {
	const { name, population } = file;
	const read = v.safeParse(SnapshotSpecificationSchema, file.specification);
	if (!read.success) return { name, columns: [], outside: [], population, known: false };
	const { from, joins, fields } = read.output;
	const used = Object.values(fields).flatMap(columnsOf);
	const keys = joins.flatMap(({ on }) => on.flat());
	const columns = [...used, ...keys].map(({ table, column }) => `${table}.${column}`);
	const held = new Set(
		approval.contents.flatMap((table) => table.columns.map((one) => `${table.name}.${one}`))
	);
	const tables = [from, ...joins.map(({ table }) => table)].filter(
		(table) => approval.tables.length > 0 && !approval.tables.includes(table)
	);
	return {
		name,
		columns: [...new Set(columns)].sort(),
		outside: [...new Set([...tables, ...columns.filter((one) => !held.has(one))])].sort(),
		population,
		known: true
	};
}

/** "Yes" is filled in when every file's query is known and stays inside; else nothing is. */
export const suggested = (files: readonly FileScope[]): 'yes' | null =>
	files.length > 0 && files.every(({ known, outside }) => known && outside.length === 0)
		? 'yes'
		: null;
