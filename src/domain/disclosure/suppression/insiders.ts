import type { Term } from '#platform/linear.ts';

/**
 * Who is alone in a cell knows it, and every total in which nobody else is. Cells that are one
 * person's by the equations are put together: in a total of one person all its parts are theirs.
 */
export function insidersOf(
	equations: readonly (readonly Term[])[],
	units: readonly number[]
): ReadonlySet<number>[] {
	const leader = units.map((_, index) => index);
	const find = (index: number): number => {
		let at = index;
		while (leader[at] !== at) at = leader[at] ?? at;
		return at;
	};
	for (const [total, ...parts] of equations) {
		if (total === undefined || units[total[0]] !== 1) continue;
		for (const [part] of parts) if (units[part] === 1) leader[find(part)] = find(total[0]);
	}
	const groups = new Map<number, Set<number>>();
	for (const [index, n] of units.entries()) {
		if (n !== 1) continue;
		const group = groups.get(find(index)) ?? new Set<number>();
		groups.set(find(index), group.add(index));
	}
	return [...groups.values()];
}
