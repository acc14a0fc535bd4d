import type { Solver } from '#platform/linear.ts';
import type { Judged, Specification } from '../judge.ts';
import type { Policy } from '../policy.ts';
import type { Sum } from './equations.ts';
import { groupsOf } from './groups.ts';
import { link } from './links.ts';
import { networkOf } from './network.ts';
import { attack, mostWork } from './suppress.ts';
import { equation, equationsOf, systemOf, type Places, type Table } from './tables.ts';
import type { Bounds, System } from './system.ts';

/** A table as it would leave: its judged cells, and which of them are hidden in it. */
export type Leaving = {
	readonly cells: readonly Judged[];
	readonly specification: Specification;
	readonly hidden: ReadonlySet<number>;
	/** What a shown cell gives away: itself unless something else is said, as of a rounded table. */
	readonly known?: (cell: Judged, index: number) => Bounds;
	/** What figures of other tables say of a cell, shown or hidden: a mean of how many it is. */
	readonly told?: ReadonlyMap<number, Bounds>;
};

export type LinkedAudit = {
	/** Unsafe, hidden cells that the tables together leave too well known, though each alone does not. */
	readonly exposed: readonly {
		readonly table: number;
		readonly cell: number;
		/** The other tables that hang together with its own. */
		readonly others: readonly number[];
	}[];
	/** Tables that hang together and are too many and too large to be attacked in time. */
	readonly unsure: readonly (readonly number[])[];
};

/**
 * The attacker's audit of tables as they would leave, read all at once: a number that one table hides
 * and another shows is known. What a table gives away by itself is left out, because its own audit
 * says so.
 */
export function auditLinked(
	tables: readonly Leaving[],
	policy: Policy,
	solver: Solver
): LinkedAudit {
	const all = tables.map(tableOf);
	const sums = all.map((table) => equationsOf(table) ?? []);
	const pick = <T>(list: readonly T[], group: readonly number[]): T[] =>
		group.flatMap((t) => list.slice(t, t + 1));
	const unsure: (readonly number[])[] = [];
	const exposed = groupsOf(all, sums).flatMap((group) => {
		const more = pick(tables, group).some(({ told }) => told !== undefined && told.size > 0);
		if (group.length < 2 && !more) return [];
		const found = attacked(
			pick(tables, group),
			pick(all, group),
			pick(sums, group),
			policy,
			solver
		);
		if (found === null) unsure.push(group);
		return (found ?? []).flatMap(({ table, cell }) => {
			const t = group[table];
			return t === undefined ? [] : [{ table: t, cell, others: group.filter((u) => u !== t) }];
		});
	});
	return { exposed, unsure };
}

/** What is unsafe and hidden has to stay unknown; an unsafe cell that is shown fails by itself. */
const tableOf = ({ cells, specification, hidden }: Leaving): Table => ({
	cells,
	specification,
	primary: new Set([...hidden].filter((index) => cells[index]?.status === 'unsafe'))
});

type Place = { readonly table: number; readonly cell: number };

function attacked(
	leaving: readonly Leaving[],
	tables: readonly Table[],
	sums: readonly (readonly Sum[])[],
	policy: Policy,
	solver: Solver
): Place[] | null {
	if (tables.every(({ primary }) => primary.size === 0)) return [];
	const { places, equations } = link(tables, sums);
	const system = seen(systemOf(tables, equations, places, policy), leaving, places);
	if (networkOf(system) === null && system.levels.size * system.cells.length > mostWork)
		return null;
	const lost = new Set(attack(system, solver).map(({ cell }) => cell));
	return tables.flatMap(({ primary }, t) => {
		const own = [...primary].filter((index) => lost.has(places[t]?.[index] ?? -1));
		const known = own.length === 0 ? new Set() : alone(leaving[t], sums[t] ?? [], policy, solver);
		return own.filter((cell) => !known.has(cell)).map((cell) => ({ table: t, cell }));
	});
}

/** The cells that a table gives away without any other. */
function alone(
	leaving: Leaving | undefined,
	sums: readonly Sum[],
	policy: Policy,
	solver: Solver
): Set<number> {
	if (leaving === undefined) return new Set();
	const { cells } = leaving;
	const table = tableOf(leaving);
	const places = [[...cells.keys()]];
	const equations = sums.map(({ total, parts }) => equation(total, parts));
	// what figures elsewhere say is not the table's own doing
	const own: Leaving = { ...leaving, told: new Map() };
	const system = seen(systemOf([table], equations, places, policy), [own], places);
	return new Set(attack(system, solver).map(({ cell }) => cell));
}

/** A system in which a number is hidden where every table that has it hides it, and known otherwise. */
function seen(system: System, leaving: readonly Leaving[], places: Places): System {
	const exposed: Bounds[][] = system.cells.map(() => []);
	const limits: Bounds[][] = system.cells.map(() => []);
	for (const [t, { cells, hidden, known, told }] of leaving.entries())
		for (const [index, cell] of cells.entries()) {
			const number = places[t]?.[index] ?? -1;
			const value = system.cells[number]?.value ?? 0;
			if (!hidden.has(index))
				exposed[number]?.push(known?.(cell, index) ?? { lower: value, upper: value });
			const elsewhere = told?.get(index);
			if (elsewhere !== undefined) limits[number]?.push(elsewhere);
		}
	return {
		...system,
		cells: system.cells.map((cell, number) => {
			const shown = exposed[number] ?? [];
			const both = within([...shown, ...(limits[number] ?? [])], cell.value);
			if (shown.length === 0)
				return { ...cell, marked: within([cell.marked, both], cell.value), fate: 'hidden' };
			return { ...cell, shown: both, marked: both, fate: 'shown' };
		})
	};
}

/** What is left when all of these hold. The truth is always left. */
const within = (all: readonly Bounds[], value: number): Bounds => ({
	lower: Math.min(value, Math.max(-Infinity, ...all.map(({ lower }) => lower))),
	upper: Math.max(value, Math.min(Infinity, ...all.map(({ upper }) => upper)))
});
