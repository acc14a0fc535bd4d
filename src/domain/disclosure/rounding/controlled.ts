import type { Equation, Solver, Variable } from '#platform/linear.ts';

/** A total, by its place in a list of cells, and the places of the cells that it is the sum of. */
export type Sum = { readonly total: number; readonly parts: readonly number[] };

/**
 * Controlled rounding: every value to a multiple of the base beside it (a multiple stays, zero
 * included), so that all totals add up and the sum of all changes is least (SDC Handbook 2nd ed.
 * §5.5). Null when there is no such table, or the solver gave up: three dimensions may have none.
 */
export function roundControlled(
	values: readonly number[],
	sums: readonly Sum[],
	base: number,
	solver: Solver
): number[] | null {
	const down = values.map((value) => Math.floor(value / base) * base);
	// variable i says whether value i goes up; a multiple of the base cannot
	const variables = values.map((value, index): Variable => {
		const upper = value === down[index] ? 0 : 1;
		return { lower: 0, upper, whole: true };
	});
	const equations = sums.map(({ total, parts }): Equation => {
		const floors = parts.reduce((sum, part) => sum + (down[part] ?? 0), 0);
		const short = Math.round((floors - (down[total] ?? 0)) / base);
		return {
			terms: [[total, 1], ...parts.map((part): [number, number] => [part, -1])],
			lower: short,
			upper: short
		};
	});
	const session = solver.open({ variables, equations });
	try {
		const cost = values.map((value, index): [number, number] => {
			const over = value - (down[index] ?? 0);
			return [index, (base - 2 * over) / base];
		});
		const found = session.optimise(cost, 'least');
		if (found.status !== 'optimal') return null;
		return down.map((floor, index) => floor + Math.round(found.values[index] ?? 0) * base);
	} finally {
		session.close();
	}
}
