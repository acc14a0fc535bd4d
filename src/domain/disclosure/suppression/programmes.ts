import type { Linear, Session, Solution, Solver, Term } from '#platform/linear.ts';
import { fits, linearOf, scaleOf, snapped } from './sheet.ts';
import { agrees, alwaysHidden, room, type Moves, type Point, type System } from './system.ts';

/** Seconds for one attack; one that is not done by then is taken to have no answer. */
const patience = 5;

const noise = 1e-7;

/** Each cell that can move as two variables: how far above the truth it lies, and how far below. */
type Sheet = {
	readonly cells: readonly number[];
	readonly place: ReadonlyMap<number, number>;
	readonly session: Session;
	readonly linear: Linear;
	/** The most that each variable can be now. */
	readonly limits: number[];
};

type Asked = Parameters<Moves['open']>;
type Bounds = Map<number, readonly [number, number]>;

/**
 * Attacks on any system, by linear programmes: the table that raises one cell and differs least from
 * the truth. It differs in few cells, so that it says something for most of the insiders too. Where
 * counts come out broken, other weights may bring whole ones; else the question is asked in whole
 * numbers. No table is believed that
 * does not agree, checked without the solver.
 */
export function programmes(system: System, solver: Solver): Moves {
	const hidden = new Set(alwaysHidden(system));
	const scale = system.whole ? 1 : scaleOf(system);
	const lone = new Set(system.insiders.flatMap((cells) => [...cells]));
	let narrow: { sheet: Sheet; objectives: readonly (readonly Term[])[] } | null = null;
	let wide: Sheet | null = null;
	const isFree = (index: number): boolean => system.cells[index]?.fate === 'free';
	const roomOf = (index: number, hide: boolean): { up: number; down: number } => {
		const cell = system.cells[index];
		if (cell === undefined) return { up: 0, down: 0 };
		const { up, down } = room(cell, hide);
		return { up: Math.max(0, up * scale), down: Math.max(0, down * scale) };
	};
	const sheetOf = (open: boolean): Sheet => {
		const now = (index: number) => roomOf(index, hidden.has(index) || (open && isFree(index)));
		const cells = [...system.cells.keys()].filter((index) => now(index).up + now(index).down > 0);
		const place = new Map(cells.map((index, at) => [index, at]));
		const limits = cells.flatMap((index) => [now(index).up, now(index).down]);
		const linear = linearOf(system, place, limits);
		return { cells, place, linear, limits, session: solver.open(linear, patience) };
	};
	const objectiveOf = ({ cells }: Sheet, weight: (index: number) => number): Term[] =>
		cells.flatMap((index, at) => [
			[2 * at, weight(index)],
			[2 * at + 1, weight(index)]
		]);
	const narrowOf = (sheet: Sheet) => {
		const weight = (index: number): number => (lone.has(index) ? 5 : 1);
		const uneven = (by: number) => (index: number) =>
			weight(index) * (1 + ((index * by) % 101) / 50);
		const weights = system.whole ? [weight, uneven(37), uneven(53)] : [weight];
		return { sheet, objectives: weights.map((one) => objectiveOf(sheet, one)) };
	};
	const read = (sheet: Sheet, solution: Solution): Point | null => {
		if (solution.status !== 'optimal') return null;
		const point = new Map<number, number>();
		for (const [at, index] of sheet.cells.entries()) {
			const by = (solution.values[2 * at] ?? 0) - (solution.values[2 * at + 1] ?? 0);
			if (Math.abs(by) > noise) point.set(index, snapped(by) / scale);
		}
		return point;
	};
	/** Bounds of a question: the cell rises by the level, what is frozen stays. Null: it has no room. */
	const asking = (sheet: Sheet, [cell, level, frozen]: Asked): Bounds | null => {
		const at = sheet.place.get(cell);
		const wanted = level * scale;
		if (at === undefined || frozen.has(cell) || (sheet.limits[2 * at] ?? 0) < wanted) return null;
		const bounds = new Map<number, readonly [number, number]>();
		for (const index of frozen) {
			const one = sheet.place.get(index);
			if (one !== undefined) bounds.set(2 * one, [0, 0]).set(2 * one + 1, [0, 0]);
		}
		return bounds.set(2 * at, [wanted, wanted]).set(2 * at + 1, [0, 0]);
	};
	/** The first table that is accepted; the last objective is tried in whole numbers too. */
	const solve = (
		sheet: Sheet,
		objectives: readonly (readonly Term[])[],
		bounds: Bounds,
		accept: (point: Point) => boolean,
		wholes = system.whole
	): Point | null => {
		for (const [variable, [lower, upper]] of bounds) sheet.session.bound(variable, lower, upper);
		let possible = true;
		let found: Point | null = null;
		for (const objective of objectives) {
			const point = read(sheet, sheet.session.optimise(objective, 'least'));
			possible = point !== null;
			if (point !== null && accept(point)) found = point;
			if (!possible || found !== null) break;
		}
		for (const variable of bounds.keys())
			sheet.session.bound(variable, 0, sheet.limits[variable] ?? 0);
		return found ?? (possible && wholes ? inWholes(sheet, bounds, accept) : null);
	};
	const inWholes = (
		sheet: Sheet,
		bounds: Bounds,
		accept: (point: Point) => boolean
	): Point | null => {
		const variables = sheet.limits.map((limit, variable) => {
			const [lower, upper] = bounds.get(variable) ?? [0, limit];
			return { lower, upper, whole: true };
		});
		const session = solver.open({ ...sheet.linear, variables }, patience);
		const point = read(sheet, session.optimise([], 'least'));
		session.close();
		return point !== null && accept(point) ? point : null;
	};
	const renew = (): void => {
		narrow?.sheet.session.close();
		narrow = null;
	};
	const change = (index: number, hide: boolean): void => {
		if (hide) hidden.add(index);
		else hidden.delete(index);
		const at = narrow?.sheet.place.get(index);
		if (narrow === null || at === undefined) {
			renew();
			return;
		}
		const { up, down } = roomOf(index, hide);
		const { limits, session } = narrow.sheet;
		[limits[2 * at], limits[2 * at + 1]] = [up, down];
		session.bound(2 * at, 0, up);
		session.bound(2 * at + 1, 0, down);
	};
	return {
		hidden,
		hide: (cell) => {
			change(cell, true);
		},
		show: (cell) => {
			change(cell, false);
		},
		rise: (cell, level, frozen, effort) => {
			narrow ??= narrowOf(sheetOf(false));
			const bounds = asking(narrow.sheet, [cell, level, frozen]);
			if (bounds === null) return null;
			const accept = (point: Point): boolean => agrees(system, hidden, point);
			const quick = effort === 'quick';
			const objectives = quick ? narrow.objectives.slice(0, 1) : narrow.objectives;
			return solve(narrow.sheet, objectives, bounds, accept, system.whole && !quick);
		},
		open: (...asked) => {
			wide ??= sheetOf(true);
			const bounds = asking(wide, asked);
			if (bounds === null) return null;
			const objective = objectiveOf(wide, (index) =>
				hidden.has(index) ? 0.001 : (system.cells[index]?.price ?? 0)
			);
			const more = (point: Point): number[] =>
				[...point].filter(([index, by]) => !fits(system, hidden, index, by)).map(([i]) => i);
			// a broken table will do here, since what it opens is tried again, unless it opens nothing
			const point = solve(wide, [objective], bounds, (one) => more(one).length > 0);
			return point === null ? null : more(point);
		},
		close: () => {
			renew();
			wide?.session.close();
			wide = null;
		}
	};
}
