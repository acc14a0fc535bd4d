import { classOf, type Known, type KnownTable } from '#workspaces/deidentify/catalogue.ts';
import type { Rules } from '#workspaces/deidentify/rules.ts';
import { treatments } from '#workspaces/deidentify/classes.ts';
import type { Approved } from './access.ts';

/** Record keys by which tables of the same extract are joined: a table's own, and those it refers to. */
function keysOf({ columns }: KnownTable, tables: ReadonlySet<string>): string[] {
	return columns
		.filter((column) => {
			const code = classOf(column);
			return code !== null && treatments[code] === 'record';
		})
		.map(({ name }) => name)
		.filter((name) => tables.has(name.replace(/_id$/, '')));
}

/**
 * The tables an approval covers: those it names, else all that its data sets offer. When it names
 * columns, a table keeps those and the keys to join it by, and a table with none of them stays out.
 * The person's key is in every table without being asked for.
 */
export function tablesOf(approved: Approved, known: Known): Rules['tables'] {
	const { datasets, columns, tables, from, to } = approved;
	const offered = [...known.tables.values()].filter(
		({ dataset }) => dataset !== null && datasets.includes(dataset)
	);
	const everything = offered.map(({ name }) => ({ name, columns: null, from: null, to: null }));
	const named = tables.filter(({ name }) => offered.some((table) => table.name === name));
	const asked = (tables.length > 0 ? named : everything)
		.map((table) => ({ ...table, columns: table.columns ?? chosen(table.name, columns) }))
		.filter((table) => table.columns?.length !== 0);
	const kept = new Set(asked.map(({ name }) => name));
	return asked.map((table) => {
		const source = known.tables.get(table.name);
		const keys = source ? keysOf(source, kept) : [];
		return {
			name: table.name,
			...(table.columns ? { columns: [...new Set([...keys, ...table.columns])] } : {}),
			from: table.from ?? from,
			to: table.to ?? to
		};
	});
}

/** The columns asked for of one table; null when no columns were chosen at all. */
const chosen = (table: string, columns: readonly string[]): string[] | null =>
	columns.length === 0
		? null
		: columns
				.filter((name) => name.startsWith(`${table}.`))
				.map((name) => name.slice(table.length + 1));
