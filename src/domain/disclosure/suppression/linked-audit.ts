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
	/**
	 * What anybody knows of a cell beside its own table: of a shown one where its rounding puts it,
	 * of a hidden one what a figure published elsewhere says of it. Undefined: nothing more.
	 */
	readonly known?: (cell: Judged, index: number) => Bounds | undefined;
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
		const bound = pick(tables, group).some(({ known }) => known !== undefined);
		if (group.length < 2 && !bound) return [];
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
	const { cells, hidden } = leaving;
	const table = tableOf(leaving);
	const places = [[...cells.keys()]];
	const equations = sums.map(({ total, parts }) => equation(total, parts));
	// what figures elsewhere say of a hidden cell is not the table's own doing
	const own: Leaving = {
		...leaving,
		known: (cell, index) => (hidden.has(index) ? undefined : leaving.known?.(cell, index))
	};
	const system = seen(systemOf([table], equations, places, policy), [own], places);
	return new Set(attack(system, solver).map(({ cell }) => cell));
}

/** A system in which a number is hidden where every table that has it hides it, and known otherwise. */
function seen(system: System, leaving: readonly Leaving[], places: Places): System {
	const told: Bounds[][] = system.cells.map(() => []);
	const limits: Bounds[][] = system.cells.map(() => []);
	for (const [t, { cells, hidden, known }] of leaving.entries())
		for (const [index, cell] of cells.entries()) {
			const number = places[t]?.[index] ?? -1;
			const value = system.cells[number]?.value ?? 0;
			const bounds = known?.(cell, index);
			if (!hidden.has(index)) told[number]?.push(bounds ?? { lower: value, upper: value });
			else if (bounds !== undefined) limits[number]?.push(bounds);
		}
	return {
		...system,
		cells: system.cells.map((cell, number) => {
			const shown = told[number] ?? [];
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
