import type { Answer, Control } from '../files/file.ts';
import { mark } from '../files/leaving.ts';
import { gridOf, type Grid } from './grid.ts';

/** What became of a cell between the table as asked for and the table as it would leave. */
export type Fate = 'kept' | 'hidden' | 'changed' | 'joined';

export type Side = {
	readonly corner: string;
	readonly columns: readonly string[];
	readonly lines: readonly {
		readonly label: string;
		readonly cells: readonly { readonly shown: string; readonly fate: Fate }[];
	}[];
};

export type BeforeAfter = {
	readonly before: Side;
	readonly after: Side;
	/** Cells as asked for, and how many of them are hidden, changed, or now part of a band. */
	readonly cells: number;
	readonly hidden: number;
	readonly changed: number;
	readonly joined: number;
};

/** The table as asked for beside the table as it would leave; null when they are the same. */
export function beforeAfter(
	answer: Extract<Answer, { kind: 'table' }>,
	control: Control
): BeforeAfter | null {
	const asked = gridOf({ ...answer, table: answer.asked ?? answer.table }, 'none', null);
	const leaves = gridOf(answer, control, null);
	const [was, is] = [valuesOf(asked), valuesOf(leaves)];
	const before = side(asked, (label, shown) => {
		const now = is.get(label);
		return now === undefined ? 'joined' : fate(shown, now);
	});
	const after = side(leaves, (label, shown) => {
		const then = was.get(label);
		return then === undefined ? 'joined' : fate(then, shown);
	});
	const all = before.lines.flatMap(({ cells }) => cells);
	const count = (wanted: Fate): number => all.filter((cell) => cell.fate === wanted).length;
	const counts = { hidden: count('hidden'), changed: count('changed'), joined: count('joined') };
	const same = counts.hidden + counts.changed + counts.joined === 0;
	return same ? null : { before, after, cells: all.length, ...counts };
}

const fate = (was: string, is: string): Fate =>
	was === is ? 'kept' : is === mark ? 'hidden' : 'changed';

const valuesOf = (grid: Grid): Map<string, string> =>
	new Map(
		grid.lines.flatMap(({ label: line, cells }) =>
			cells.map(({ shown }, at) => [placeOf(line, grid.columns[at]), shown] as const)
		)
	);

const placeOf = (line: string, column = ''): string => JSON.stringify([line, column]);

const side = (grid: Grid, of: (place: string, shown: string) => Fate): Side => ({
	corner: grid.corner,
	columns: grid.columns,
	lines: grid.lines.map(({ label, cells }) => ({
		label,
		cells: cells.map(({ shown }, at) => ({
			shown,
			fate: of(placeOf(label, grid.columns[at]), shown)
		}))
	}))
});
