import { audit, insiders, known, needed, seen, type Problem } from './audit.ts';
import { isMargin } from './evidence.ts';
import type { Judged } from './judge.ts';
import { neighbours, trace, type Arc } from './network.ts';

/** What it costs to hide each cell: its size. A margin only goes when nothing else will do. */
export function prices(cells: readonly Judged[], arcs: readonly Arc[]): number[] {
	const whole = arcs.reduce((sum, arc) => sum + Math.abs(arc.flow), 0);
	return cells.map((cell, index) => {
		const size = 1 + Math.abs(arcs[index]?.flow ?? 0);
		return isMargin(cell) ? size + 1000 * (1 + whole) : size;
	});
}

/**
 * Secondary cells: for each exposed primary cell the cheapest cycle of cells through it that can
 * carry its protection, until the audit is content or nothing more can be hidden; then every
 * secondary cell that the audit does not miss is shown again. Never hides a zero.
 */
export function secondaries(problem: Problem): Set<number> {
	const hidden = new Set(problem.primary);
	for (let round = 0; round < 3; round++) {
		const exposed = audit(problem, hidden);
		if (exposed.length === 0) break;
		for (const { cell } of exposed)
			for (const insider of insiders(problem, cell)) cover(problem, hidden, cell, insider);
	}
	const chosen = [...hidden].filter((index) => !problem.primary.has(index));
	if (audit(problem, hidden).length === 0 && chosen.length * problem.primary.size <= 4000)
		for (const index of dearestFirst(problem, chosen)) {
			hidden.delete(index);
			if (audit(problem, hidden).length > 0) hidden.add(index);
		}
	return new Set([...hidden].filter((index) => !problem.primary.has(index)));
}

const dearestFirst = (problem: Problem, chosen: readonly number[]): number[] =>
	chosen.toSorted((a, b) => price(problem, b) - price(problem, a));

const price = ({ prices }: Problem, index: number): number => prices[index] ?? Infinity;

/** Adds to `hidden` what lets `cell` rise to its protection, against the given insider. */
function cover(problem: Problem, hidden: Set<number>, cell: number, insider: number | null): void {
	const open = new Set(problem.cells.keys().filter((index) => mayHide(problem, index)));
	const arcs = [...known(problem, seen(problem, new Set([...open, ...hidden])), insider)];
	const target = problem.model.arcs[cell];
	if (target === undefined) return;
	let wanted = needed(problem, cell) - target.flow;
	while (wanted > 1e-9) {
		const path =
			cheapest(problem, arcs, hidden, cell, wanted) ?? cheapest(problem, arcs, hidden, cell, 1e-9);
		if (path === null) return;
		const amount = Math.min(wanted, ...path.map((step) => room(arcs, step)));
		for (const { arc, sign } of path) {
			const was = arcs[arc];
			if (was !== undefined) arcs[arc] = { ...was, flow: was.flow + sign * amount };
			hidden.add(arc);
		}
		wanted -= amount;
	}
}

const mayHide = ({ cells, model }: Problem, index: number): boolean =>
	(cells[index]?.rows ?? 0) > 0 && model.arcs[index]?.flow !== 0;

type Step = { readonly arc: number; readonly sign: 1 | -1 };

function room(arcs: readonly Arc[], step: Step): number {
	const arc = arcs[step.arc];
	if (arc === undefined) return 0;
	return step.sign > 0 ? arc.upper - arc.flow : arc.flow - arc.lower;
}

/** Dijkstra from the far end of the cell back to its near end, over steps with enough room. */
function cheapest(
	problem: Problem,
	arcs: readonly Arc[],
	hidden: ReadonlySet<number>,
	cell: number,
	least: number
): Step[] | null {
	const target = problem.model.arcs[cell];
	if (target === undefined) return null;
	const { from: sink, to: source } = target;
	const steps = neighbours(arcs, problem.model.nodes, cell);
	const distance = new Map([[source, 0]]);
	const came = new Map<number, { before: number; step: (typeof steps)[number][number] }>();
	const done = new Set<number>();
	for (;;) {
		const at = nearest(distance, done);
		if (at === null) return null;
		if (at === sink) return trace(came, source, sink);
		done.add(at);
		for (const step of steps[at] ?? []) {
			if (done.has(step.to) || room(arcs, step) < least) continue;
			const fee = hidden.has(step.arc) ? 0.001 : price(problem, step.arc);
			const far = (distance.get(at) ?? 0) + fee;
			if (far >= (distance.get(step.to) ?? Infinity)) continue;
			distance.set(step.to, far);
			came.set(step.to, { before: at, step });
		}
	}
}

function nearest(distance: ReadonlyMap<number, number>, done: ReadonlySet<number>): number | null {
	let best: number | null = null;
	for (const [node, far] of distance)
		if (!done.has(node) && (best === null || far < (distance.get(best) ?? Infinity))) best = node;
	return best;
}
