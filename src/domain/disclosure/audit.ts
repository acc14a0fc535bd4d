import type { Judged, Specification } from './judge.ts';
import { marked, protection, quantity, type Model } from './model.ts';
import { interval, type Arc } from './network.ts';
import type { Policy } from './policy.ts';

/** A problem of suppression: which cells must be hidden, and what else may be hidden for them. */
export type Problem = {
	readonly cells: readonly Judged[];
	readonly specification: Specification;
	readonly policy: Policy;
	readonly model: Model;
	/** What the attacker knows of each cell that is not suppressed: itself, or its rounded value. */
	readonly published: readonly Arc[];
	readonly primary: ReadonlySet<number>;
	/** What it costs to hide each cell. */
	readonly prices: readonly number[];
};

/** A primary cell that the pattern leaves too well known, and between what the attacker has it. */
export type Exposed = { readonly cell: number; readonly low: number; readonly high: number };

/**
 * The attacker's audit: for each primary cell, what follows from everything published. A lone
 * contributor knows its own cell, so each cell is tried again without its lone neighbours' cover.
 */
export function audit(problem: Problem, hidden: ReadonlySet<number>): Exposed[] {
	const arcs = seen(problem, hidden);
	return [...problem.primary].flatMap((cell) => {
		const found = insiders(problem, cell)
			.map((insider) => check(problem, arcs, cell, insider))
			.find((exposed) => exposed !== null);
		return found === undefined ? [] : [found];
	});
}

function check(
	problem: Problem,
	arcs: readonly Arc[],
	cell: number,
	insider: number | null
): Exposed | null {
	const { low, high } = interval(known(problem, arcs, insider), problem.model.nodes, cell);
	return high >= needed(problem, cell) - 1e-9 ? null : { cell, low, high };
}

export const needed = ({ cells, specification, policy, model }: Problem, index: number): number => {
	const cell = cells[index];
	const flow = model.arcs[index]?.flow ?? 0;
	return cell === undefined ? flow : flow + protection(cell, specification, policy);
};

/** The table as the attacker sees it: suppressed cells have the bounds of a mark. */
export function seen(problem: Problem, hidden: ReadonlySet<number>): Arc[] {
	const { cells, specification, model, published } = problem;
	const signed = cells.some((cell) => cell.negatives > 0 || quantity(cell, specification) < 0);
	return published.map((arc, index) => {
		const truth = model.arcs[index];
		return hidden.has(index) && truth !== undefined ? marked(truth, specification, signed) : arc;
	});
}

/** As one contributor sees it, who is alone in a cell and so knows what it holds. */
export function known(
	problem: Problem,
	arcs: readonly Arc[],
	insider: number | null
): readonly Arc[] {
	if (insider === null) return arcs;
	return arcs.map((arc, index) => (index === insider ? (problem.model.arcs[index] ?? arc) : arc));
}

export function insiders({ cells, primary, model }: Problem, cell: number): (number | null)[] {
	const here = model.arcs[cell];
	if (here === undefined) return [null];
	const lone = [...primary].filter((other) => {
		const arc = model.arcs[other];
		if (other === cell || arc === undefined || cells[other]?.units !== 1) return false;
		return [arc.from, arc.to].some((node) => node === here.from || node === here.to);
	});
	return [null, ...lone];
}
