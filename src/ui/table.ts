import type { Snippet } from 'svelte';

/** One column of a Table. Without `cell` or `value`, the row's own property named `key`. */
export type Column<Row> = {
	readonly key: string;
	readonly label: string;
	/** Figures: aligned right, in tabular digits. */
	readonly numeric?: boolean;
	/** The label is for screen readers only, as over a column of buttons. */
	readonly quiet?: boolean;
	readonly value?: (row: Row) => unknown;
	/** Where the words of this cell lead. */
	readonly href?: (row: Row) => string | undefined;
	readonly cell?: Snippet<[Row]>;
};

/** What a cell shows: numbers with commas, an en dash for nothing. */
export function cellText<Row extends object>(row: Row, column: Column<Row>): string {
	const value = column.value
		? column.value(row)
		: (row as Readonly<Record<string, unknown>>)[column.key];
	if (value === null || value === undefined || value === '') return '–';
	if (typeof value === 'number' || typeof value === 'bigint') return value.toLocaleString('en-GB');
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	return typeof value === 'string' ? value : JSON.stringify(value);
}
