import type { Sum } from './equations.ts';
import { link } from './links.ts';
import { equationsOf, type Table } from './tables.ts';

/**
 * Which tables hang together: those that share a number, or of which one's number is the sum of
 * another's. Answers their places in the list; a table that shares nothing is a group of its own.
 */
export function groupsOf(
	tables: readonly Table[],
	sums: readonly (readonly Sum[])[]
): readonly number[][] {
	if (tables.length < 2) return tables.map((_, t) => [t]);
	const { places, equations } = link(tables, sums);
	const leader = tables.map((_, t) => t);
	const find = (t: number): number => {
		let at = t;
		while (leader[at] !== at) at = leader[at] ?? at;
		return at;
	};
	const homes = new Map<number, number>();
	for (const [t, numbers] of places.entries())
		for (const number of numbers) {
			const home = homes.get(number);
			if (home === undefined) homes.set(number, t);
			else leader[find(t)] = find(home);
		}
	for (const [first, ...others] of equations) {
		const home = homes.get(first?.[0] ?? -1);
		for (const [number] of others) {
			const other = homes.get(number);
			if (home !== undefined && other !== undefined) leader[find(other)] = find(home);
		}
	}
	return [...Map.groupBy(tables.keys(), find).values()];
}

/** The same of tables as they are asked for. */
export const linkedGroups = (
	asked: readonly Pick<Table, 'cells' | 'specification'>[]
): readonly (readonly number[])[] => {
	const tables = asked.map((table) => ({ ...table, primary: new Set<number>() }));
	return groupsOf(
		tables,
		tables.map((table) => equationsOf(table) ?? [])
	);
};
