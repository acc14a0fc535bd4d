import { canonical } from '#platform/canonical.ts';
import type { Term } from '#platform/linear.ts';
import { adds, quantity } from '../model.ts';
import type { Judged, Specification } from '../judge.ts';
import type { Hierarchy, Sum } from './equations.ts';
import { equation, type Places, type Table } from './tables.ts';

/** Tables as one system: which cells are the same number, and all that ties the numbers together. */
export type Linked = { readonly places: Places; readonly equations: readonly (readonly Term[])[] };

/**
 * Finds what tables over the same people have in common. A cell that counts the same as one of
 * another table is one number with it; one that counts the same as several together is their sum.
 * Conditions like `sex = F` say as much as a category of `sex`.
 */
export function link(tables: readonly Table[], sums: readonly (readonly Sum[])[]): Linked {
	const starts: number[] = [];
	let size = 0;
	for (const { cells } of tables) {
		starts.push(size);
		size += cells.length;
	}
	const at = (t: number, index: number): number => (starts[t] ?? 0) + index;
	const leader = Array.from({ length: size }, (_, index) => index);
	const find = (index: number): number => {
		let one = index;
		while (leader[one] !== one) one = leader[one] ?? one;
		return one;
	};
	const across: [number, number[]][] = [];
	const views = tables.map(viewOf);
	for (const [t, table] of tables.entries())
		for (const [u, other] of views.entries()) {
			if (u === t || !sameMeasure(table.specification, other.table.specification)) continue;
			for (const [index, cell] of table.cells.entries()) {
				const parts = partsIn(other, views[t], cell);
				if (
					parts === null ||
					!adds(
						value(table, index),
						parts.map((one) => value(other.table, one))
					)
				)
					continue;
				const [only, ...more] = parts;
				if (only === undefined) continue;
				if (more.length === 0) leader[find(at(t, index))] = find(at(u, only));
				else across.push([at(t, index), parts.map((one) => at(u, one))]);
			}
		}
	const numbers = new Map<number, number>();
	const number = (index: number): number => {
		const found = numbers.get(find(index)) ?? numbers.size;
		numbers.set(find(index), found);
		return found;
	};
	const places = tables.map(({ cells }, t) => cells.map((_, index) => number(at(t, index))));
	const own = sums.flatMap((list, t) =>
		list.map(({ total, parts }): [number, number[]] => [at(t, total), parts.map((p) => at(t, p))])
	);
	const equations = new Map<string, Term[]>();
	for (const [total, parts] of [...own, ...across]) {
		const terms = equation(number(total), parts.map(number));
		equations.set(JSON.stringify(terms.map(([one]) => one).sort((a, b) => a - b)), terms);
	}
	return { places, equations: [...equations.values()] };
}

const value = (table: Table, index: number): number => {
	const cell = table.cells[index];
	return cell === undefined ? NaN : quantity(cell, table.specification);
};

/** Counts of the same, or sums of the same, over the same people but for conditions of equality. */
export function sameMeasure(one: Specification, other: Specification): boolean {
	const measure = (specification: Specification): string => {
		const { statistic, of, where } = specification;
		const count = statistic === 'count';
		const [unit, value] = [specification.unit, specification.value].map((name) =>
			name === null ? null : meant(specification, name)
		);
		const rest = where
			.filter((filter) => filter.op !== '=')
			.map((filter) =>
				JSON.stringify([meant(specification, filter.column), filter.op, filter.value])
			);
		const source = 'from' in specification ? [specification.from, specification.joins] : null;
		return JSON.stringify([
			count ? ['count', of] : 'sum',
			unit,
			count ? null : value,
			rest.toSorted(),
			source
		]);
	};
	return measure(one) === measure(other);
}

/**
 * What a name in a specification stands for, as text: two tables may give one column two names, or
 * two columns one name.
 */
export const meant = (specification: Specification, name: string): string => {
	if (!('fields' in specification)) return name;
	const expression = specification.fields[name];
	return expression === undefined ? name : canonical(expression);
};

type View = {
	readonly table: Table;
	/** What each dimension stands for. */
	readonly columns: readonly string[];
	/** Per dimension: the label of its total, and its categories. */
	readonly totals: readonly (string | null)[];
	readonly categories: readonly (readonly string[])[];
	readonly labels: readonly ReadonlySet<string>[];
	/** What a condition holds for all cells. */
	readonly fixed: ReadonlyMap<string, string>;
	readonly index: ReadonlyMap<string, number>;
	readonly groups: readonly Hierarchy[];
};

const key = (labels: readonly string[]): string => JSON.stringify(labels);
const labelsOf = (cell: Judged): string[] => [...cell.row, ...cell.column];

function viewOf(table: Table): View {
	const { specification, cells } = table;
	const names = [...specification.rows, ...specification.columns];
	const columns = names.map((name) => meant(specification, name));
	const along = (d: number, wanted: (level: number) => boolean): string[] => [
		...new Set(
			cells.filter((cell) => wanted(cell.levels[d] ?? 0)).map((cell) => labelsOf(cell)[d] ?? '')
		)
	];
	const equal = specification.where.filter((filter) => filter.op === '=');
	return {
		table,
		columns,
		totals: columns.map((_, d) => along(d, (level) => level < 0)[0] ?? null),
		categories: columns.map((_, d) => along(d, (level) => level === 0)),
		labels: columns.map((_, d) => new Set(along(d, () => true))),
		fixed: new Map(
			equal.map((filter) => [meant(specification, filter.column), String(filter.value)])
		),
		index: new Map(cells.map((cell, index) => [key(labelsOf(cell)), index])),
		groups: [
			...specification.hierarchies.map((group) => ({
				...group,
				column: meant(specification, group.column)
			})),
			...(specification.bands ?? []).map(({ column, name, join }) => ({
				column: meant(specification, column),
				parents: join.map((label): [string, string] => [label, name])
			}))
		]
	};
}

/** The cells of a table that together count what a cell of another one does; null when none do. */
function partsIn(other: View, own: View | undefined, cell: Judged): number[] | null {
	if (own === undefined) return null;
	const wanted = new Map(own.fixed);
	const labels = labelsOf(cell);
	for (const [d, column] of own.columns.entries())
		if ((cell.levels[d] ?? 0) >= 0) wanted.set(column, labels[d] ?? '');
	for (const [column, label] of other.fixed)
		if (wanted.get(column) !== label && !other.columns.includes(column)) return null;
	for (const column of wanted.keys())
		if (!other.columns.includes(column) && !other.fixed.has(column)) return null;
	let places: string[][] = [[]];
	for (const [d, column] of other.columns.entries()) {
		const along = alternatives(other, own, d, wanted.get(column));
		if (along.length === 0 || places.length * along.length > mostParts) return null;
		places = places.flatMap((before) => along.map((label) => [...before, label]));
	}
	const found = places.map((place) => other.index.get(key(place)));
	return found.every((one) => one !== undefined) ? found : null;
}

/** A cell that is the sum of more cells than this ties them together too loosely to matter. */
const mostParts = 5000;

/** The labels of one dimension that make up a label of another table, or all of it. */
function alternatives(other: View, own: View, d: number, label: string | undefined): string[] {
	const total = other.totals[d] ?? null;
	if (label === undefined) return total === null ? [...(other.categories[d] ?? [])] : [total];
	const column = other.columns[d] ?? '';
	if (other.labels[d]?.has(label) === true) return [label];
	const parents = new Map(
		own.groups.filter((group) => group.column === column).flatMap((group) => group.parents)
	);
	const under = (one: string): boolean => {
		for (let above = parents.get(one); above !== undefined; above = parents.get(above))
			if (above === label) return true;
		return false;
	};
	return (other.categories[d] ?? []).filter(under);
}
