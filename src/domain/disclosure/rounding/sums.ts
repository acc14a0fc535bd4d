import type { Evidence } from '../evidence.ts';
import type { Specification } from '../judge.ts';
import type { Sum } from './controlled.ts';

/**
 * The totals of a table and what each is the sum of: along every dimension a total of its topmost
 * groups, and a parent of its direct children. Whether the values do add up is not asked here: one
 * person may count in several groups.
 */
export function sumsOf(cells: readonly Evidence[], specification: Specification): Sum[] {
	const dimensions = [...specification.rows, ...specification.columns];
	return dimensions.flatMap((column, d) => {
		const parents = new Map(
			specification.hierarchies
				.filter((hierarchy) => hierarchy.column === column)
				.flatMap((hierarchy) => hierarchy.parents)
		);
		const label = (cell: Evidence): string => [...cell.row, ...cell.column][d] ?? '';
		const above = (cell: Evidence): string | null => {
			if ((cell.levels[d] ?? 0) < 0) return null;
			return parents.get(label(cell)) ?? total;
		};
		return sumsAlong(cells, d, above);
	});
}

/** No label: a total is known by its level. */
const total = '\u0000total';

function sumsAlong(
	cells: readonly Evidence[],
	d: number,
	above: (cell: Evidence) => string | null
): Sum[] {
	const parts = new Map<string, number[]>();
	const elsewhere = (cell: Evidence): string[] => [...cell.row, ...cell.column].toSpliced(d, 1);
	// a total elsewhere may have the name of a group, so the levels tell them apart
	const place = (cell: Evidence, name: string): string =>
		JSON.stringify([name, elsewhere(cell), cell.levels.toSpliced(d, 1).map((level) => level < 0)]);
	cells.forEach((cell, index) => {
		const name = above(cell);
		if (name === null) return;
		const known = parts.get(place(cell, name));
		if (known === undefined) parts.set(place(cell, name), [index]);
		else known.push(index);
	});
	return cells.flatMap((cell, index) => {
		const level = cell.levels[d] ?? 0;
		if (level === 0) return [];
		const name = level < 0 ? total : ([...cell.row, ...cell.column][d] ?? '');
		const found = parts.get(place(cell, name));
		return found === undefined ? [] : [{ total: index, parts: found }];
	});
}
