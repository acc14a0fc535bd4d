import type { Linear, Session, Solver, Term } from '#platform/linear.ts';
import { room, type System } from './system.ts';

/** What hidden cells must do together: `sum of weight × hidden ≥ least`. */
export type Cut = { readonly weights: ReadonlyMap<number, number>; readonly least: number };

/** Seconds for one linear programme; without an answer there is no cut. */
const patience = 5;

/** Asks why a pattern fails, and says it of all patterns at once (Fischetti and Salazar, 2001). */
export type Cutter = {
	cut(hidden: ReadonlySet<number>, cell: number, frozen: ReadonlySet<number>): Cut | null;
	close(): void;
};

/**
 * The most by which a cell can rise is, by duality, at most what the rooms of all cells are worth; the
 * room of a cell depends on whether it is hidden. So every pattern that protects the cell obeys the
 * inequality that this one fails. Weights above what is asked are cut down to it: a cell is hidden
 * once or not at all.
 */
export function cutter(system: System, solver: Solver): Cutter {
	const linear = linearOf(system);
	const session: Session = solver.open(linear, patience);
	return {
		cut(hidden, cell, frozen) {
			const level = system.levels.get(cell) ?? 0;
			for (const [index, one] of system.cells.entries()) {
				const { up, down } = frozen.has(index) ? still : room(one, hidden.has(index));
				session.bound(2 * index, 0, index === cell ? Math.min(up, level) : up);
				session.bound(2 * index + 1, 0, index === cell ? 0 : down);
			}
			const found = session.optimise([[2 * cell, 1]], 'most');
			if (found.status !== 'optimal' || found.value >= level * (1 - 1e-6)) return null;
			return cutOf(system, found.reduced, cell, level, frozen);
		},
		close: () => {
			session.close();
		}
	};
}

const still = { up: 0, down: 0 };

function linearOf({ cells, equations }: System): Linear {
	return {
		variables: cells.flatMap(() => [
			{ lower: 0, upper: 0, whole: false },
			{ lower: 0, upper: 0, whole: false }
		]),
		equations: equations.map((terms) => ({
			lower: 0,
			upper: 0,
			terms: terms.flatMap(([index, factor]): Term[] => [
				[2 * index, factor],
				[2 * index + 1, -factor]
			])
		}))
	};
}

function cutOf(
	system: System,
	reduced: readonly number[],
	cell: number,
	level: number,
	frozen: ReadonlySet<number>
): Cut {
	const weights = new Map<number, number>();
	let least = level;
	for (const [index, one] of system.cells.entries()) {
		if (index === cell || frozen.has(index)) continue;
		const worth = (of: { up: number; down: number }): number =>
			times(reduced[2 * index], of.up) + times(reduced[2 * index + 1], of.down);
		const shown = worth(room(one, false));
		if (one.fate === 'free') {
			least -= shown;
			const gain = worth(room(one, true)) - shown;
			if (gain > 1e-9) weights.set(index, gain);
		} else least -= one.fate === 'hidden' ? worth(room(one, true)) : shown;
	}
	return {
		least,
		weights: new Map([...weights].map(([index, gain]) => [index, Math.min(gain, least)]))
	};
}

const times = (reduced = 0, most = 0): number =>
	reduced <= 1e-9 || most === 0 ? 0 : reduced * most;
