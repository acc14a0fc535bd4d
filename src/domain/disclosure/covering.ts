import type { Judged, Specification } from './judge.ts';

/** The cells, by their places, that are totals or parents over any of the given ones. */
export function covering(
	cells: readonly Judged[],
	specification: Specification,
	below: ReadonlySet<number>
): Set<number> {
	const dimensions = [...specification.rows, ...specification.columns];
	const lines = dimensions.map((column) => parentsOf(specification, column));
	const chosen = [...below].map((index) => cells[index]).filter((cell) => cell !== undefined);
	const found = cells
		.keys()
		.filter(
			(index) => !below.has(index) && chosen.some((cell) => covers(cells[index], cell, lines))
		);
	return new Set(found);
}

function covers(
	above: Judged | undefined,
	below: Judged,
	lines: readonly ReadonlyMap<string, string>[]
): boolean {
	if (above === undefined || above.rows === 0) return false;
	const under = [...below.row, ...below.column];
	return [...above.row, ...above.column].every(
		(label, d) =>
			(above.levels[d] ?? 0) < 0 ||
			((below.levels[d] ?? 0) >= 0 && within(under[d] ?? '', label, lines[d] ?? new Map()))
	);
}

/** Whether a label is another one, or lies under it. A circle is refused before it comes here. */
function within(label: string, above: string, parents: ReadonlyMap<string, string>): boolean {
	for (let at: string | undefined = label; at !== undefined; at = parents.get(at))
		if (at === above) return true;
	return false;
}

const parentsOf = (specification: Specification, column: string): Map<string, string> =>
	new Map(
		specification.hierarchies
			.filter((hierarchy) => hierarchy.column === column)
			.flatMap((hierarchy) => hierarchy.parents)
	);
