import { key, type Evidence } from './evidence.ts';
import type { Policy } from './policy.ts';

/**
 * Rule 5, class disclosure, for a table of counts: along each dimension, a cell that is the whole of
 * its margin N or more than the policy's share of it, and a group in which exactly two categories
 * are non-empty and one of them holds a single unit. `fixed` are the dimensions that a condition
 * holds at one value: they say nothing new. Answers the keys of the cells to be reviewed.
 */
export function classDisclosures(
	cells: readonly Evidence[],
	fixed: ReadonlySet<number>,
	policy: Policy
): Set<string> {
	const found = new Set<string>();
	if (policy.classShare === null) return found;
	const dimensions = cells[0]?.levels.length ?? 0;
	for (let d = 0; d < dimensions; d++) {
		if (fixed.has(d)) continue;
		for (const group of groups(cells, d).values())
			for (const cell of disclosing(group, policy.classShare)) found.add(key(cell));
	}
	return found;
}

type Group = { readonly categories: Evidence[]; margin: number | null };

/** The cells that differ in dimension `d` only: its categories, and their margin when it is known. */
function groups(cells: readonly Evidence[], d: number): Map<string, Group> {
	const found = new Map<string, Group>();
	for (const cell of cells) {
		const others = [...cell.row, ...cell.column].filter((_, index) => index !== d);
		const place = JSON.stringify(others);
		const group = found.get(place) ?? { categories: [], margin: null };
		const level = cell.levels[d] ?? 0;
		if (level === 0 && cell.units > 0) group.categories.push(cell);
		if (level < 0) group.margin = cell.units;
		found.set(place, group);
	}
	return found;
}

function disclosing({ categories, margin }: Group, share: number): Evidence[] {
	const all = margin ?? categories.reduce((sum, cell) => sum + cell.units, 0);
	const single = categories.length === 2 && categories.some((cell) => cell.units === 1);
	if (single) return categories;
	return categories.filter((cell) => cell.units >= all || cell.units / all > share);
}
