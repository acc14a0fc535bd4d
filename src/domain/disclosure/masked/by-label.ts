import { isSubtotal, isTotalHeader, isTotalName } from './names.ts';
import type { Column, Shape } from './shape.ts';
import type { Place } from './types.ts';

/** A total and its parts before anybody has looked at the figures: rows, or columns, of the table. */
export type Relation = {
	readonly along: 'rows' | 'columns';
	readonly total: number;
	readonly parts: readonly number[];
};

/** Rows whose label says that they are the total of other rows, along every column of labels. */
export function rowsByLabel(shape: Shape): Relation[] {
	const width = Math.max(0, ...[...shape.labels.values()].map((labels) => labels.length));
	const along = Array.from({ length: width }, (_, d) => rowsAlong(shape, d)).flat();
	return [...along, ...blocks(shape)];
}

function rowsAlong(shape: Shape, d: number): Relation[] {
	const groups = new Map<string, number[]>();
	for (const row of shape.body) {
		const labels = shape.labels.get(row) ?? [];
		const others = JSON.stringify(labels.toSpliced(d, 1).map((label) => label.toLowerCase()));
		groups.set(others, [...(groups.get(others) ?? []), row]);
	}
	return [...groups.values()].flatMap((rows) => {
		const is = (row: number): boolean => isTotalName(shape.labels.get(row)?.[d] ?? '');
		const label = (row: number): string => shape.labels.get(row)?.[d] ?? '';
		const totals = rows.filter((row) => is(row) && !isSubtotal(label(row)));
		const parts = rows.filter((row) => !is(row));
		if (parts.length === 0) return [];
		return totals.map((total): Relation => ({ along: 'rows', total, parts }));
	});
}

/**
 * A list of characteristics, each of which covers everybody: sex, then age, then region, with one
 * line for all. Every block is then the total by itself.
 */
function blocks(shape: Shape): Relation[] {
	const first = (row: number): string => shape.labels.get(row)?.[0] ?? '';
	const rest = (row: number): string[] => (shape.labels.get(row) ?? []).slice(1);
	if (shape.body.some((row) => rest(row).length !== 1)) return [];
	const everybody = shape.body.filter(
		(row) =>
			isTotalName(first(row)) && rest(row).every((label) => label === '' || isTotalName(label))
	);
	const [total] = everybody;
	if (total === undefined || everybody.length > 1) return [];
	const names = new Set(shape.body.filter((row) => row !== total).map(first));
	return [...names].flatMap((name): Relation[] => {
		const parts = shape.body.filter((row) => row !== total && first(row) === name);
		return parts.length < 2 || parts.some((row) => rest(row).some(isTotalName))
			? []
			: [{ along: 'rows', total, parts }];
	});
}

/**
 * Columns whose name says that they are the total of others. Which others is not said, so there may
 * be several readings: all, those that share its other words, or those beside it.
 */
export function columnsByLabel(shape: Shape): Relation[] {
	const adding = shape.columns.filter(({ kind }) => kind === 'count' || kind === 'amount');
	const totals = adding.filter(({ name }) => isTotalHeader(name));
	return totals.flatMap((total) => {
		const others = adding.filter((column) => !totals.includes(column));
		const alike = others.filter((column) => similar(column, total));
		const sets = [alike, others, ...beside(adding, total)];
		return sets
			.filter((parts) => parts.length > 0)
			.map((parts): Relation => {
				const indexes = parts.map(({ index }) => index);
				return { along: 'columns', total: total.index, parts: indexes };
			});
	});
}

/** `n_total` and `n_male`: the same but for one word. */
function similar(column: Column, total: Column): boolean {
	const bare = (name: string): string[] =>
		name
			.toLowerCase()
			.split(/[^a-z0-9]+/)
			.filter(Boolean);
	const kept = bare(total.name).filter((word) => !isTotalName(word) && word !== 'persons');
	return kept.length > 0 && kept.every((word) => bare(column.name).includes(word));
}

export function beside(columns: readonly Column[], total: Column): Column[][] {
	const at = columns.indexOf(total);
	return [columns.slice(0, at), columns.slice(at + 1)].filter((side) => side.length > 1);
}

/** The places of a relation's cells in one column, or in one row. */
export function placesOf(
	{ along, total, parts }: Relation,
	at: number
): { total: Place; parts: Place[] } {
	const place = (line: number): Place =>
		along === 'rows' ? { row: line, column: at } : { row: at, column: line };
	return { total: place(total), parts: parts.map(place) };
}
