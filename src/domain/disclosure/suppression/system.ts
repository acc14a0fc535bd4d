import type { Term } from '#platform/linear.ts';

export type Bounds = { readonly lower: number; readonly upper: number };

/** One number that is published or hidden, in one table or in several that share it. */
export type Cell = {
	readonly value: number;
	/** What everybody knows of it when it is shown: itself, or where its rounded value puts it. */
	readonly shown: Bounds;
	/** What everybody knows of it when it is hidden, apart from the equations. */
	readonly marked: Bounds;
	/** What it costs to hide it. */
	readonly price: number;
	/** `free`: shown or hidden as the protection of others asks. */
	readonly fate: 'free' | 'hidden' | 'shown';
};

/**
 * Tables as an attacker reads them: numbers, and equations between them that sum to zero. What must
 * hold: each cell of `levels` may lie at least so far above its true value, for all that anyone can
 * tell, and that also for somebody who is alone in a cell and so knows it.
 */
export type System = {
	readonly cells: readonly Cell[];
	readonly equations: readonly (readonly Term[])[];
	/** All numbers are whole, and the attacker knows it. */
	readonly whole: boolean;
	readonly levels: ReadonlyMap<number, number>;
	/** The cells that one contributor alone makes up: all that this person knows. */
	readonly insiders: readonly ReadonlySet<number>[];
};

/** Another table that agrees with all that is published: by how much each cell differs from the truth. */
export type Point = ReadonlyMap<number, number>;

/** Whether `point` is such a table, with `hidden` hidden. Counts are compared exactly. */
export function agrees(system: System, hidden: ReadonlySet<number>, point: Point): boolean {
	const noise = system.whole ? 0 : 1e-5 * Math.max(0, ...[...point.values()].map(Math.abs));
	for (const [index, by] of point) {
		const cell = system.cells[index];
		if (cell === undefined || (system.whole && !Number.isInteger(by))) return false;
		const { lower, upper } = hidden.has(index) ? cell.marked : cell.shown;
		if (cell.value + by < lower - noise || cell.value + by > upper + noise) return false;
	}
	return system.equations.every((terms) => {
		const sum = terms.reduce((all, [index, factor]) => all + factor * (point.get(index) ?? 0), 0);
		return Math.abs(sum) <= noise;
	});
}

export type Effort = 'quick' | 'thorough';

/** How an attack is tried on a system while cells are hidden and shown again. */
export type Moves = {
	readonly hidden: ReadonlySet<number>;
	hide(cell: number): void;
	show(cell: number): void;
	/**
	 * A table in which `cell` is higher by `level` and nothing of `frozen` differs. Null when none was
	 * found; with `thorough` effort there is none, unless a limit of time was met.
	 */
	rise(cell: number, level: number, frozen: ReadonlySet<number>, effort: Effort): Point | null;
	/** Free cells, at little cost, with which it would rise. Null when not even all of them would do. */
	open(cell: number, level: number, frozen: ReadonlySet<number>): number[] | null;
	close(): void;
};

export const room = (
	{ value, shown, marked }: Cell,
	hidden: boolean
): { up: number; down: number } => {
	const { lower, upper } = hidden ? marked : shown;
	return { up: upper - value, down: value - lower };
};

/** What stays hidden, whatever else is. */
export const alwaysHidden = ({ cells }: System): number[] =>
	[...cells.keys()].filter((index) => cells[index]?.fate === 'hidden');

export const cost = ({ cells }: System, chosen: Iterable<number>): number =>
	[...chosen].reduce((sum, index) => sum + (cells[index]?.price ?? 0), 0);
