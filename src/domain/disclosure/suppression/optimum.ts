import type { Session, Solver } from '#platform/linear.ts';
import { audit } from './audit.ts';
import { cutter, type Cut } from './cuts.ts';
import { cost, type Moves, type System } from './system.ts';

/** Above this many free cells, or this much work, the cheapest pattern is not looked for. */
const mostFree = 400;
const mostWork = 400_000;
/** Choices tried: fewer where each takes longer. */
const mostRounds = (free: number): number => Math.min(80, Math.ceil(4000 / Math.max(1, free)));
/** Seconds for one choice of cells. */
const patience = 1;

/**
 * The cheapest pattern, or null when it was not found within the limits. Cells are chosen at least
 * cost by an integer programme; the audit of what is hidden says which inequality the choice fails;
 * the choice is made again with it. The first choice that passes the audit is the cheapest there is,
 * because every safe pattern obeys all the inequalities. `known` is the cost of a pattern that is
 * safe: when no choice can be cheaper, that one is the cheapest, and the answer is 'known'.
 */
export function cheapestPattern(
	system: System,
	moves: Moves,
	solver: Solver,
	known: number
): ReadonlySet<number> | 'known' | null {
	const free = [...system.cells.keys()].filter((index) => system.cells[index]?.fate === 'free');
	const work = free.length * system.levels.size * (1 + system.insiders.length);
	if (free.length > mostFree || work > mostWork) return null;
	const place = new Map(free.map((index, at) => [index, at]));
	const choice = solver.open(
		{ variables: free.map(() => ({ lower: 0, upper: 1, whole: true })), equations: [] },
		patience
	);
	const cuts = cutter(system, solver);
	const prices = free.map((index, at) => [at, system.cells[index]?.price ?? 0] as const);
	try {
		for (let round = 0; round < mostRounds(free.length); round++) {
			const found = choice.optimise(prices, 'least');
			if (found.status !== 'optimal') return null;
			const chosen = new Set(free.filter((_, at) => (found.values[at] ?? 0) > 0.5));
			if (cost(system, chosen) >= known - 1e-6) return 'known';
			for (const index of free) {
				if (chosen.has(index) === moves.hidden.has(index)) continue;
				if (chosen.has(index)) moves.hide(index);
				else moves.show(index);
			}
			const exposed = audit(system, moves);
			if (exposed.length === 0) return chosen;
			const own = (insider: number | null): ReadonlySet<number> =>
				(insider === null ? undefined : system.insiders[insider]) ?? new Set<number>();
			const failed = exposed
				.map((one) => cuts.cut(moves.hidden, one.cell, own(one.insider)))
				.filter((cut) => cut !== null);
			for (const cut of failed.length > 0 ? failed : [oneMore(free, chosen)])
				add(choice, cut, place);
		}
		return null;
	} finally {
		choice.close();
		cuts.close();
	}
}

/** For a choice that only whole numbers give away: more must be hidden, since less would not do. */
const oneMore = (free: readonly number[], chosen: ReadonlySet<number>): Cut => ({
	weights: new Map(free.filter((index) => !chosen.has(index)).map((index) => [index, 1])),
	least: 1
});

function add(choice: Session, { weights, least }: Cut, place: ReadonlyMap<number, number>): void {
	const terms = [...weights].map(
		([index, weight]) => [place.get(index) ?? 0, weight / least] as const
	);
	choice.add({ terms, lower: 1 - 1e-7, upper: Infinity });
}
