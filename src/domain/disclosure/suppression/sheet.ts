import type { Linear, Term } from '#platform/linear.ts';
import { room, type System } from './system.ts';

/** Whole numbers as such: the solver is only nearly exact. */
export const snapped = (by: number): number =>
	Math.abs(by - Math.round(by)) <= 1e-6 ? Math.round(by) : by;

/** Whether a cell can be as far off as this without being hidden for it. */
export function fits(
	system: System,
	hidden: ReadonlySet<number>,
	index: number,
	by: number
): boolean {
	const cell = system.cells[index];
	if (cell === undefined) return false;
	const { up, down } = room(cell, hidden.has(index));
	return by <= up && -by <= down;
}

/** Sums are brought to a size at which the solver's tolerance is small beside what is asked. */
export function scaleOf({ levels }: System): number {
	const sizes = [...levels.values()].sort((a, b) => a - b);
	const middle = sizes[Math.floor(sizes.length / 2)] ?? 1;
	return middle > 0 ? 100 / middle : 1;
}

/** The equations over variables for what lies above and below the truth, two for each cell that can move. */
export function linearOf(
	system: System,
	place: ReadonlyMap<number, number>,
	limits: readonly number[]
): Linear {
	const variables = limits.map((upper) => ({ lower: 0, upper, whole: false }));
	const equations = system.equations.flatMap((terms) => {
		const own = terms.flatMap(([index, factor]): Term[] => {
			const at = place.get(index);
			if (at === undefined) return [];
			return [
				[2 * at, factor],
				[2 * at + 1, -factor]
			];
		});
		return own.length === 0 ? [] : [{ terms: own, lower: 0, upper: 0 }];
	});
	return { variables, equations };
}
