import { certify, isExposed, type Certificate, type Exposed } from './audit.ts';
import type { Moves, System } from './system.ts';

/**
 * Hides more cells until every cell is protected, then shows again every one that is not missed, the
 * dearest first. Not always the cheapest pattern, but always an audited one. What is still exposed
 * when nothing more can be hidden is returned.
 */
export function hideEnough(system: System, moves: Moves): Exposed[] {
	const proofs = new Map<number, Certificate>();
	const lost: Exposed[] = [];
	for (const cell of system.levels.keys()) {
		const found = protect(system, moves, cell);
		if (isExposed(found)) lost.push(found);
		else proofs.set(cell, found);
	}
	showAgain(system, moves, proofs);
	return lost;
}

function protect(system: System, moves: Moves, cell: number): Certificate | Exposed {
	const level = system.levels.get(cell) ?? 0;
	for (;;) {
		const found = certify(system, moves, cell);
		if (!isExposed(found)) return found;
		const own = found.insider === null ? undefined : system.insiders[found.insider];
		const more = moves.open(cell, level, own ?? new Set());
		if (more === null || more.length === 0) return found;
		for (const index of more) moves.hide(index);
	}
}

/** Hiding more never makes a proof void, showing a cell does where a proof moves that cell. */
function showAgain(system: System, moves: Moves, proofs: Map<number, Certificate>): void {
	const price = (index: number): number => system.cells[index]?.price ?? 0;
	const chosen = [...moves.hidden].filter((index) => system.cells[index]?.fate === 'free');
	for (const index of chosen.sort((a, b) => price(b) - price(a))) {
		moves.show(index);
		const renewed = new Map<number, Certificate>();
		const missed = [...proofs].some(([cell, proof]) => {
			if (!proof.some((point) => point.has(index))) return false;
			// what is not shown quickly stays hidden: that costs a cell, never safety
			const found = certify(system, moves, cell, 'quick');
			if (!isExposed(found)) renewed.set(cell, found);
			return isExposed(found);
		});
		if (missed) moves.hide(index);
		else for (const [cell, proof] of renewed) proofs.set(cell, proof);
	}
}
