import { isMargin } from './evidence.ts';
import type { Judged, Specification } from './judge.ts';
import type { Arc } from './network.ts';
import type { Policy } from './policy.ts';

/** The equations of a published table as a network, one arc per cell in the same order. */
export type Model = {
	readonly nodes: number;
	readonly arcs: readonly Arc[];
	/** The totals are the sums of their cells; not so when one person counts in several. */
	readonly additive: boolean;
};

/** What of a cell obeys the table's equations: a mean gives its sum away, since n can be known. */
export function quantity(cell: Judged, specification: Specification): number {
	const units = specification.statistic === 'count' && specification.of === 'units';
	return units ? cell.units : cell.sum;
}

const linear = new Set(['count', 'sum', 'mean']);

/** Null when the table's totals do not follow from its cells by adding, or not in two dimensions. */
export function modelOf(cells: readonly Judged[], specification: Specification): Model | null {
	const dimensions = cells[0]?.levels.length ?? 0;
	const nested = cells.some((cell) => cell.levels.some((level) => level > 0));
	if (!linear.has(specification.statistic) || dimensions > 2 || dimensions === 0 || nested)
		return null;
	const labels = cells.map((cell) => [...cell.row, ...cell.column]);
	const flows = cells.map((cell) => quantity(cell, specification));
	const sums = cells.map((cell, index) =>
		isMargin(cell) ? marginSum(cells, labels, flows, index) : (flows[index] ?? 0)
	);
	const { ends, nodes } = dimensions === 1 ? line(cells) : square(cells, labels);
	const arcs = ends.map(([from, to], index) => {
		const flow = sums[index] ?? 0;
		return { from, to, flow, lower: flow, upper: flow };
	});
	const additive = sums.every((sum, index) => near(sum, flows[index] ?? 0));
	return { nodes, arcs, additive };
}

const near = (a: number, b: number): boolean =>
	Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** A margin as the sum of the inner cells that it covers. */
function marginSum(
	cells: readonly Judged[],
	labels: readonly string[][],
	flows: readonly number[],
	margin: number
): number {
	const levels = cells[margin]?.levels ?? [];
	return cells.reduce((sum, cell, index) => {
		const covered =
			!isMargin(cell) &&
			levels.every((level, d) => level < 0 || labels[index]?.[d] === labels[margin]?.[d]);
		return covered ? sum + (flows[index] ?? 0) : sum;
	}, 0);
}

type Ends = { readonly ends: [number, number][]; readonly nodes: number };

/** One dimension: its cells flow one way and their total flows back. */
const line = (cells: readonly Judged[]): Ends => ({
	ends: cells.map((cell) => (isMargin(cell) ? [1, 0] : [0, 1])),
	nodes: 2
});

/** Two: a cell flows from its row to its column; a total of one of them flows back. */
function square(cells: readonly Judged[], labels: readonly string[][]): Ends {
	const nodes = new Map<string, number>();
	const node = (dimension: number, label: string | undefined, level: number | undefined) => {
		const name = JSON.stringify([dimension, (level ?? 0) < 0 ? null : label]);
		const known = nodes.get(name) ?? nodes.size;
		nodes.set(name, known);
		return known;
	};
	const ends = cells.map((cell, index): [number, number] => {
		const [row, column] = [0, 1].map((d) => node(d, labels[index]?.[d], cell.levels[d]));
		if (row === undefined || column === undefined) throw new RangeError('A cell has no place.');
		const back = cell.levels.filter((level) => level < 0).length === 1;
		return back ? [column, row] : [row, column];
	});
	return { ends, nodes: nodes.size };
}

/** What an attacker may still believe of a suppressed cell: a mark is never a zero (settled.md 18). */
export function marked(arc: Arc, specification: Specification, signed: boolean): Arc {
	const lower = signed ? -Infinity : specification.statistic === 'count' ? 1 : 0;
	return { ...arc, lower, upper: Infinity };
}

/**
 * How far above its true quantity a primary cell must be able to lie (disclosure.md §4): a count must
 * reach the threshold; a sum must be uncertain by what its broken rules ask, and by a tenth at least.
 */
export function protection(cell: Judged, specification: Specification, policy: Policy): number {
	const flow = quantity(cell, specification);
	if (specification.statistic === 'count') {
		const reach = (policy.threshold ?? 2) - flow;
		return Math.max(1, reach, ...concentrated(cell, policy).map(Math.ceil));
	}
	return Math.max(Math.abs(flow) / 10, 1e-6, ...concentrated(cell, policy));
}

function concentrated(cell: Judged, policy: Policy): number[] {
	const [x1 = 0, x2 = 0] = cell.largest;
	const levels: number[] = [];
	const ratio = (r: number): number => r * x1 - (cell.sum - x1 - x2);
	if (cell.rules.includes('p-percent') && policy.pPercent !== null)
		levels.push(ratio(policy.pPercent / 100));
	if (cell.rules.includes('pq') && policy.pq !== null)
		levels.push(ratio(policy.pq.p / policy.pq.q));
	if (cell.rules.includes('dominance') && policy.dominance !== null) {
		const held = cell.largest.slice(0, policy.dominance.n).reduce((sum, x) => sum + x, 0);
		levels.push((100 / policy.dominance.k) * held - cell.sum);
	}
	return levels;
}
