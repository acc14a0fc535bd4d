import type { System } from './system.ts';

/** A system in which every number stands in at most two equations, once on either side. */
export type Network = {
	readonly nodes: number;
	/** Per cell: it flows from here … */
	readonly from: readonly number[];
	/** … to here. */
	readonly to: readonly number[];
	/** Per node: the cells that touch it. */
	readonly touching: readonly (readonly number[])[];
};

type Use = { readonly equation: number; readonly sign: number };

/**
 * The system as a network: each equation a node, each cell an arc between the two equations that it
 * stands in, or between its only one and the outside. So are tables of one dimension, of two, and of
 * two with groups in one of them; then what an attacker can work out is found by following arcs, and
 * whole numbers stay whole (the equations are totally unimodular). Null for any other system.
 */
export function networkOf(system: System): Network | null {
	const uses: Use[][] = system.cells.map(() => []);
	for (const [equation, terms] of system.equations.entries())
		for (const [index, factor] of terms) {
			if (Math.abs(factor) !== 1) return null;
			uses[index]?.push({ equation, sign: factor });
		}
	if (uses.some((list) => list.length > 2)) return null;
	const sides = sidesOf(system.equations.length, uses);
	if (sides === null) return null;
	const outside = system.equations.length;
	const ends = uses.map((list) => {
		const forward = list.find(({ equation, sign }) => sign === sides[equation]);
		const backward = list.find((use) => use !== forward);
		return { from: forward?.equation ?? outside, to: backward?.equation ?? outside };
	});
	const touching: number[][] = Array.from({ length: outside + 1 }, () => []);
	for (const [index, { from, to }] of ends.entries()) {
		touching[from]?.push(index);
		if (to !== from) touching[to]?.push(index);
	}
	const [from, to] = [ends.map((one) => one.from), ends.map((one) => one.to)];
	return { nodes: outside + 1, from, to, touching };
}

/** Turns equations around until every cell leaves one and enters the other; null when none will do. */
function sidesOf(size: number, uses: readonly (readonly Use[])[]): number[] | null {
	const next: [number, number][][] = Array.from({ length: size }, () => []);
	for (const [one, other] of uses) {
		if (one === undefined || other === undefined) continue;
		const turn = -one.sign * other.sign;
		next[one.equation]?.push([other.equation, turn]);
		next[other.equation]?.push([one.equation, turn]);
	}
	const sides = Array<number>(size).fill(0);
	for (let start = 0; start < size; start++) {
		if (sides[start] !== 0) continue;
		sides[start] = 1;
		const queue = [start];
		for (let at = queue.pop(); at !== undefined; at = queue.pop())
			for (const [to, turn] of next[at] ?? []) {
				const side = (sides[at] ?? 1) * turn;
				if (sides[to] === 0) {
					sides[to] = side;
					queue.push(to);
				} else if (sides[to] !== side) return null;
			}
	}
	return sides;
}
