import { key, type Evidence } from './evidence.ts';
import type { Policy } from './policy.ts';

/**
 * Rule 5, class disclosure, for a table of counts: along each dimension, a cell that is the whole of
 * its margin N or more than the policy's share of it, and a group in which exactly two categories
 * are non-empty and one of them holds a single unit. The margin is the total, and every larger group
 * that the cell's category belongs to. `fixed` are the dimensions that a condition holds at one
 * value: they say nothing new. Answers the keys of the cells to be reviewed.
 */
export function classDisclosures(
	cells: readonly Evidence[],
	fixed: ReadonlySet<number>,
	policy: Policy,
	parents: Parents = []
): Set<string> {
	const found = new Set<string>();
	if (policy.classShare === null) return found;
	const dimensions = cells[0]?.levels.length ?? 0;
	for (let d = 0; d < dimensions; d++) {
		if (fixed.has(d)) continue;
		for (const line of linesOf(cells, d))
			for (const group of [wholeOf(line, d), ...groupsOf(line, d, parents[d] ?? none)])
				for (const cell of disclosing(group, policy.classShare)) found.add(key(cell));
	}
	return found;
}

/** Per dimension: the larger group that each category or smaller group belongs to. */
export type Parents = readonly ReadonlyMap<string, string>[];

const none: ReadonlyMap<string, string> = new Map();

type Group = { readonly categories: readonly Evidence[]; readonly margin: number | null };

const labelAt = (cell: Evidence, d: number): string => [...cell.row, ...cell.column][d] ?? '';

/** The cells that differ in dimension `d` only, line by line. */
function linesOf(cells: readonly Evidence[], d: number): Iterable<readonly Evidence[]> {
	const found = new Map<string, Evidence[]>();
	for (const cell of cells) {
		const others = [...cell.row, ...cell.column].filter((_, index) => index !== d);
		const place = JSON.stringify(others);
		const line = found.get(place);
		if (line === undefined) found.set(place, [cell]);
		else line.push(cell);
	}
	return found.values();
}

/** The categories of a line, and its total when it is known. */
const wholeOf = (line: readonly Evidence[], d: number): Group => ({
	categories: line.filter((cell) => (cell.levels[d] ?? 0) === 0 && cell.units > 0),
	margin: line.find((cell) => (cell.levels[d] ?? 0) < 0)?.units ?? null
});

/** The larger groups of a line with what is in each. One of a single member says nothing of it. */
function groupsOf(
	line: readonly Evidence[],
	d: number,
	parents: ReadonlyMap<string, string>
): Group[] {
	const members = new Map<string, Evidence[]>();
	for (const cell of line) {
		const above = (cell.levels[d] ?? 0) < 0 ? undefined : parents.get(labelAt(cell, d));
		if (above !== undefined) members.set(above, [...(members.get(above) ?? []), cell]);
	}
	return line.flatMap((cell) => {
		const within = members.get(labelAt(cell, d)) ?? [];
		if ((cell.levels[d] ?? 0) <= 0 || within.length < 2 || cell.units === 0) return [];
		return [{ categories: within.filter(({ units }) => units > 0), margin: cell.units }];
	});
}

function disclosing({ categories, margin }: Group, share: number): readonly Evidence[] {
	const all = margin ?? categories.reduce((sum, cell) => sum + cell.units, 0);
	const single = categories.length === 2 && categories.some((cell) => cell.units === 1);
	if (single) return categories;
	return categories.filter((cell) => cell.units >= all || cell.units / all > share);
}
