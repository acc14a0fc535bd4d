import type { ResearcherTable } from '#domain/disclosure/answer.ts';
import type { Specification } from '#domain/disclosure/judge.ts';
import type { Verdict } from '#domain/disclosure/rules.ts';
import type { Control } from './file.ts';

/** The one mark for a suppressed cell, whatever the reason (disclosure.md §4). */
export const mark = '*';

/** Figures leave with at most four decimals: more of them would give sums back from means. */
export function shown(value: number | string | null): string {
	if (value === null) return '';
	return typeof value === 'number' ? String(Number(value.toFixed(4))) : value;
}

/** Each cell as it would leave under a control, in the order of the table's cells. */
export const leaving = (table: ResearcherTable, control: Control): string[] =>
	control === 'none'
		? table.cells.map(({ value }) => shown(value))
		: table.safe.map(({ value, mark: how }) => (how === 'suppressed' ? mark : shown(value)));

/**
 * The control that a table leaves under: a rounding that the policy demands is not chosen away, and
 * one that says nothing of a mean or a median is suppression, and so it is called.
 */
export const controlOf = ({ control, policy }: ResearcherTable, wanted: Control): Control =>
	wanted === 'round' || (policy.rounding !== null && control === 'round') ? control : wanted;

/** The verdict on the table as it would leave. */
export const verdictOn = (table: ResearcherTable, control: Control): Verdict =>
	control === 'none' ? table.verdict : table.safeVerdict;

/** What the figures are: "people", "records", "mean of age". */
export function measureOf({ statistic, of, value, q }: Specification): string {
	if (statistic === 'count') return of === 'records' ? 'records' : 'people';
	const name =
		statistic === 'quantile' ? `${String(Math.round((q ?? 0) * 100))}th percentile` : statistic;
	return `${name} of ${value ?? 'value'}`;
}

/** Whether the figures of a table say, by their decimals, of how many people they are. */
export const hasDecimals = ({ statistic }: Pick<Specification, 'statistic'>): boolean =>
	statistic === 'mean' || statistic === 'proportion';

type Shape = {
	readonly rows: readonly string[];
	readonly columns: readonly string[];
	readonly measure: string;
};

/** The bytes that would leave: CSV after RFC 4180, a line a cell, so that any program can read it. */
export function csvOf(table: ResearcherTable, shape: Shape, control: Control): Uint8Array {
	const values = leaving(table, control);
	const lines = table.cells.map(({ row, column }, at) => [
		...[...row, ...column].map(tame),
		values[at] ?? ''
	]);
	const header = [...shape.rows, ...shape.columns, shape.measure].map(tame);
	return csvBytes([header, ...lines]);
}

export const csvBytes = (lines: readonly (readonly string[])[]): Uint8Array =>
	new TextEncoder().encode(lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join(''));

const quoted = (text: string): string =>
	/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A label that a spreadsheet would run as a formula is kept as words. */
export const tame = (label: string): string =>
	/^[=+\-@\t\r]/.test(label) && !/^[+-]?\d+(\.\d+)?$/.test(label) ? `'${label}` : label;
