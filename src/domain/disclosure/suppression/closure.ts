import type { Exposed } from './audit.ts';
import { agrees, alwaysHidden, type Point, type System } from './system.ts';

/** Every total over something hidden, in all equations. What may not be hidden is left out. */
export function totalsOver(system: System, from: Iterable<number>): Set<number> {
	const hidden = new Set(from);
	const above = totalsOf(system);
	for (const index of hidden)
		for (const total of above.get(index) ?? [])
			if (system.cells[total]?.fate === 'free') hidden.add(total);
	return hidden;
}

/**
 * The pattern of last resort, for systems too large to search: each equation with a hidden cell in it
 * has its total hidden too, so a cell can rise together with all totals over it. That table is made
 * and checked for every unsafe cell, and for each insider one that leaves what they know alone.
 */
export function hideTotals(system: System): { hidden: Set<number>; exposed: Exposed[] } {
	const hidden = totalsOver(system, alwaysHidden(system));
	const rising = risingIn(system, hidden);
	const exposed = [...system.levels].flatMap(([cell, level]): Exposed[] => {
		const rise = (own: ReadonlySet<number>): Point | null => rising(cell, level, own);
		const first = rise(new Set());
		if (first === null) return [{ cell, insider: null }];
		const points = [first];
		for (const [insider, own] of system.insiders.entries()) {
			if (own.has(cell) || points.some((point) => own.isDisjointFrom(new Set(point.keys()))))
				continue;
			const other = rise(own);
			if (other === null) return [{ cell, insider }];
			points.push(other);
		}
		return [];
	});
	return { hidden, exposed };
}

/**
 * A table in which a cell is higher by its level, with one hidden part under it and all totals over
 * that part, and nothing of what an insider knows. Null when there is none of this kind.
 */
function risingIn(system: System, hidden: ReadonlySet<number>) {
	const above = totalsOf(system);
	const parts = new Map(
		system.equations.map(([total, ...rest]) => [total?.[0] ?? -1, rest.map(([part]) => part)])
	);
	const leavesOf = (cell: number, own: ReadonlySet<number>, left: { tries: number }): number[] => {
		const under = parts.get(cell);
		if (under === undefined) return [cell];
		const leaves: number[] = [];
		for (const part of under) {
			if (leaves.length >= mostLeaves || left.tries-- <= 0) break;
			if (hidden.has(part) && !own.has(part)) leaves.push(...leavesOf(part, own, left));
		}
		return under.some((part) => hidden.has(part)) ? leaves : [cell];
	};
	return (cell: number, level: number, own: ReadonlySet<number>): Point | null => {
		for (const leaf of leavesOf(cell, own, { tries: mostTries })) {
			const raised = new Set([leaf]);
			for (const index of raised) for (const total of above.get(index) ?? []) raised.add(total);
			if (!raised.has(cell) || !own.isDisjointFrom(raised)) continue;
			const point = new Map([...raised].map((index) => [index, level]));
			if (agrees(system, hidden, point)) return point;
		}
		return null;
	};
}

/** Parts under a total that are tried; a cell for which none of them will do counts as exposed. */
const mostLeaves = 8;
const mostTries = 10_000;

/** Per cell: the totals that it is a part of. An equation names its total first. */
function totalsOf({ equations }: System): Map<number, number[]> {
	const above = new Map<number, number[]>();
	for (const [total, ...parts] of equations)
		for (const [part] of parts) above.set(part, [...(above.get(part) ?? []), total?.[0] ?? -1]);
	return above;
}
