import { isExposed, type Exposed } from './audit.ts';
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
 * and checked for every unsafe cell.
 */
export function hideTotals(system: System): { hidden: Set<number>; exposed: Exposed[] } {
	const hidden = totalsOver(system, alwaysHidden(system));
	const above = totalsOf(system);
	const parts = new Map(system.equations.map(([total, ...rest]) => [total?.[0] ?? -1, rest]));
	const exposed = [...system.levels].map(([cell, level]): Exposed | Point[] => {
		let leaf = cell;
		for (let under = parts.get(leaf); under !== undefined; under = parts.get(leaf)) {
			const part = under.find(([index]) => hidden.has(index));
			if (part === undefined) break;
			leaf = part[0];
		}
		const raised = new Set([leaf]);
		for (const index of raised) for (const total of above.get(index) ?? []) raised.add(total);
		const point = new Map([...raised].map((index) => [index, level]));
		return point.has(cell) && agrees(system, hidden, point) ? [point] : { cell, insider: null };
	});
	return { hidden, exposed: exposed.filter((one) => isExposed(one)) };
}

/** Per cell: the totals that it is a part of. An equation names its total first. */
function totalsOf({ equations }: System): Map<number, number[]> {
	const above = new Map<number, number[]>();
	for (const [total, ...parts] of equations)
		for (const [part] of parts) above.set(part, [...(above.get(part) ?? []), total?.[0] ?? -1]);
	return above;
}
