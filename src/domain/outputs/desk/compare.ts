import type { Grid, GridCell } from '../view/grid.ts';

/** How a cell differs from the version before: another value, or a cell that was not there. */
export type Change = 'changed' | 'new';

/** A cell of the version before, with whether the new version changed or dropped it. */
export type EarlierCell = Pick<GridCell, 'label' | 'shown'> & { readonly gone: boolean };

export type Compared = {
	/** Cells of the new version that differ, by their label. */
	readonly changes: Readonly<Record<string, Change>>;
	readonly earlier: {
		readonly columns: readonly string[];
		readonly lines: readonly { readonly label: string; readonly cells: readonly EarlierCell[] }[];
		readonly corner: string;
	};
	readonly changed: number;
	readonly gone: number;
};

const cellsOf = (grid: Grid) => grid.lines.flatMap(({ cells }) => cells);

/** A table beside its version of the turn before, cell by cell, by the labels of the cells. */
export function compare(now: Grid, before: Grid): Compared {
	const then = new Map(cellsOf(before).map(({ label, shown }) => [label, shown]));
	const kept = new Set(cellsOf(now).map(({ label }) => label));
	const changes: Record<string, Change> = {};
	for (const { label, shown } of cellsOf(now)) {
		const was = then.get(label);
		if (was === undefined) changes[label] = 'new';
		else if (was !== shown) changes[label] = 'changed';
	}
	return {
		changes,
		earlier: {
			corner: before.corner,
			columns: before.columns,
			lines: before.lines.map((line) => ({
				label: line.label,
				cells: line.cells.map(({ label, shown }) => ({ label, shown, gone: !kept.has(label) }))
			}))
		},
		changed: Object.keys(changes).length,
		gone: [...then.keys()].filter((label) => !kept.has(label)).length
	};
}

export type Line = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

/** Lines beyond which texts are shown one after the other rather than compared. */
const most = 1000;

/**
 * The lines of two texts in one list, by their longest common subsequence; null when one of them is
 * too long for that (it takes the product of both).
 */
export function lineDifference(before: string, now: string): readonly Line[] | null {
	const [a, b] = [before.split(/\r?\n/), now.split(/\r?\n/)];
	if (a.length > most || b.length > most) return null;
	const width = b.length + 1;
	const longest = new Uint16Array((a.length + 1) * width);
	const at = (i: number, j: number) => longest[i * width + j] ?? 0;
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			longest[i * width + j] =
				a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
	const lines: Line[] = [];
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			lines.push({ kind: 'same', text: a[i] ?? '' });
			i += 1;
			j += 1;
		} else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
			lines.push({ kind: 'removed', text: a[i] ?? '' });
			i += 1;
		} else {
			lines.push({ kind: 'added', text: b[j] ?? '' });
			j += 1;
		}
	}
	return lines;
}
