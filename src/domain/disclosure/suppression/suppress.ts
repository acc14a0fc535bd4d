import type { Solver } from '#platform/linear.ts';
import { audit, type Exposed } from './audit.ts';
import { hideTotals } from './closure.ts';
import { flows } from './flow.ts';
import { hideEnough } from './greedy.ts';
import { networkOf } from './network.ts';
import { cheapestPattern } from './optimum.ts';
import { programmes } from './programmes.ts';
import { alwaysHidden, cost, type Moves, type System } from './system.ts';

export type Pattern = {
	/** Hidden beside what is always hidden. */
	readonly chosen: ReadonlySet<number>;
	/** What stays too well known although nothing more could be hidden. */
	readonly exposed: readonly Exposed[];
	/** No cheaper pattern protects all cells. */
	readonly cheapest: boolean;
	/** Too large to search: every total over a hidden cell is hidden. */
	readonly coarse: boolean;
};

/** The attacks that fit the system: along arcs where it is a network, else by linear programmes. */
export function movesOf(system: System, solver: Solver): Moves {
	const network = networkOf(system);
	return network === null ? programmes(system, solver) : flows(system, network);
}

/** What an attacker learns when nothing is hidden beside what always is. */
export function attack(system: System, solver: Solver): Exposed[] {
	const moves = movesOf(system, solver);
	try {
		return audit(system, moves);
	} finally {
		moves.close();
	}
}

/**
 * The further cells to hide, at least cost as far as that can be shown, and always audited. Where the
 * least cost cannot be found within the limits, the pattern is a good one and says so.
 */
export function suppress(system: System, solver: Solver): Pattern {
	const network = networkOf(system);
	const work = system.levels.size * system.cells.length;
	if (network === null && work > mostWork) {
		const { hidden, exposed } = hideTotals(system);
		const chosen = hidden.difference(new Set(alwaysHidden(system)));
		return { chosen, exposed, cheapest: false, coarse: true };
	}
	const moves = network === null ? programmes(system, solver) : flows(system, network);
	const found = search(system, moves, solver);
	moves.close();
	return { ...found, coarse: false };
}

/** Unsafe cells times cells that linear programmes can look at in about half a minute. */
export const mostWork = 150_000;

function search(system: System, moves: Moves, solver: Solver): Omit<Pattern, 'coarse'> {
	const exposed = hideEnough(system, moves);
	const always = new Set(alwaysHidden(system));
	const greedy = new Set([...moves.hidden].filter((index) => !always.has(index)));
	if (exposed.length > 0) return { chosen: greedy, exposed, cheapest: false };
	if (greedy.size === 0) return { chosen: greedy, exposed, cheapest: true };
	const best = cheapestPattern(system, moves, solver, cost(system, greedy));
	if (best === null) return { chosen: greedy, exposed, cheapest: false };
	return { chosen: best === 'known' ? greedy : best, exposed, cheapest: true };
}
