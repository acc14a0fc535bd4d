import type { Solver } from '#platform/linear.ts';
import type { Judged, Specification } from '../judge.ts';
import { roundTo, roundingBounds, type Arc } from '../rounding.ts';
import { perturb, reach } from './cell-key.ts';
import { roundControlled, type Sum } from './controlled.ts';
import { midpoint6 } from './midpoint.ts';
import { roundRandomly } from './random.ts';
import type { Rounding } from './schema.ts';
import { sumsOf } from './sums.ts';

/**
 * What some methods need from outside. `draw` gives a number in [0, 1) for a text that says which
 * cell it is: an HMAC under a key that no researcher has, so that a cell always gets the same one
 * (settled.md 17). Null where there is no such key.
 */
export type Tools = {
	readonly solver: Solver | null;
	readonly draw: ((cell: string) => number) | null;
};

/** A table's values as they may be published, before the unsafe ones are hidden. */
export type Rounded = {
	readonly rounding: Rounding;
	readonly values: readonly (number | null)[];
	/** Cells that the method itself hides: perturbed counts below the threshold. */
	readonly hidden: ReadonlySet<number>;
	readonly notes: readonly string[];
};

/** Methods that change a count and say nothing of other figures. */
const forCounts: ReadonlySet<Rounding['method']> = new Set(['midpoint6', 'cell-key']);

/** Whether a rounding says anything of such a statistic. */
export const roundable = (specification: Specification, rounding: Rounding): boolean =>
	specification.statistic === 'count' ||
	(specification.statistic === 'sum' && !forCounts.has(rounding.method));

/**
 * Rounds all cells of a table by one method. An empty cell stays as it is.
 * @throws RangeError when the method needs keys or a solver and has none: another method in its place
 * would not be what the policy demands.
 */
export function roundTable(
	cells: readonly Judged[],
	specification: Specification,
	rounding: Rounding,
	threshold: number | null,
	tools: Tools
): Rounded {
	const values = cells.map((cell) => (typeof cell.value === 'number' ? cell.value : null));
	const plain = (round: (value: number, index: number) => number): Rounded => ({
		rounding,
		values: values.map((value, index) => (value === null ? null : round(value, index))),
		hidden: new Set(),
		notes: []
	});
	if (rounding.method === 'conventional') return plain((value) => roundTo(value, rounding.base));
	if (rounding.method === 'midpoint6') return plain(midpoint6);
	if (rounding.method === 'controlled')
		return controlled(cells, specification, rounding, tools.solver, plain);
	const keyOf = (index: number): number => {
		const cell = cells[index];
		if (cell?.rows === 0) return 0;
		if (cell?.keys === undefined) throw new RangeError(`${rounding.method} rounding needs keys.`);
		return cell.keys;
	};
	if (rounding.method === 'cell-key') {
		const made = plain((value, index) => perturb(value, keyOf(index), rounding));
		const small = (value: number | null): boolean =>
			value !== null && value > 0 && threshold !== null && value < threshold;
		const lost = (index: number): boolean => (values[index] ?? 0) > 0 && made.values[index] === 0;
		const hidden = made.values
			.keys()
			.filter((index) => small(made.values[index] ?? null) || (threshold !== null && lost(index)));
		return { ...made, hidden: new Set(hidden) };
	}
	const { draw } = tools;
	if (draw === null) throw new RangeError('Random rounding needs a key to draw with.');
	return plain((value, index) => {
		// the same people and the same value, whatever they are called in this table
		const cell = JSON.stringify([specification.statistic, keyOf(index), value, rounding.base]);
		return roundRandomly(value, rounding.base, draw(cell));
	});
}

function controlled(
	cells: readonly Judged[],
	specification: Specification,
	rounding: Extract<Rounding, { base: number }>,
	solver: Solver | null,
	plain: (round: (value: number, index: number) => number) => Rounded
): Rounded {
	if (solver === null) throw new RangeError('Controlled rounding needs a solver.');
	const values = cells.map((cell) => (typeof cell.value === 'number' ? cell.value : 0));
	const all = sumsOf(cells, specification);
	const sums = all.filter((sum) => adds(values, sum));
	const rounded = roundControlled(values, sums, rounding.base, solver);
	const made = plain((value, index) => rounded?.[index] ?? roundTo(value, rounding.base));
	if (rounded === null) return { ...made, notes: [notAdditive] };
	return sums.length < all.length ? { ...made, notes: [severalGroups] } : made;
}

const adds = (values: readonly number[], { total, parts }: Sum): boolean => {
	const sum = parts.reduce((all, part) => all + (values[part] ?? 0), 0);
	return Math.abs(sum - (values[total] ?? 0)) <= 1e-9 * Math.max(1, Math.abs(sum));
};

const notAdditive =
	'No rounding of this table adds up, so each value is rounded by itself and totals may differ.';
const severalGroups =
	'Some totals are not the sums of their groups even before rounding: one person counts in several.';

/**
 * What an attacker who knows the method knows of a cell that was published rounded. For controlled
 * rounding the attacker is taken to know the cell itself: hidden cells then stay hidden however the
 * rounded values add up.
 */
export function roundedBounds(rounding: Rounding, arc: Arc, empty: boolean): Arc {
	if (empty || rounding.method === 'controlled') return arc;
	if (rounding.method === 'conventional') return roundingBounds(arc, rounding.base, empty);
	const floor = arc.flow >= 0 ? 0 : -Infinity;
	const within = (least: number, most: number): Arc => ({
		...arc,
		lower: Math.min(arc.flow, Math.max(floor, least)),
		upper: Math.max(arc.flow, most)
	});
	if (rounding.method === 'midpoint6') {
		const middle = midpoint6(arc.flow);
		return middle === 0 ? arc : within(middle - 2, middle + 3);
	}
	if (rounding.method === 'cell-key') {
		// the published value is not known here: from any that the true one may have become
		const { down, up } = reach(rounding);
		return within(arc.flow - Math.min(down, up), arc.flow + Math.min(down, up));
	}
	const near = Math.floor(arc.flow / rounding.base) * rounding.base;
	// up or down is left open: only what both ways leave possible is counted as cover
	const step = Number.isInteger(arc.flow) ? 1 : 0;
	return arc.flow === near
		? within(near - rounding.base + 1, near + rounding.base - 1)
		: within(near + step, near + rounding.base - step);
}
