import type { Term } from '#platform/linear.ts';
import { isMargin, key } from '../evidence.ts';
import type { Judged, Specification } from '../judge.ts';
import { adds, marked, protection, quantity } from '../model.ts';
import type { Policy } from '../policy.ts';
import { sumsOf, type Sum } from './equations.ts';
import { insidersOf } from './insiders.ts';
import type { Bounds, Cell, System } from './system.ts';

/** A judged table, and which of its cells are hidden for themselves. */
export type Table = {
	readonly cells: readonly Judged[];
	readonly specification: Specification;
	readonly primary: ReadonlySet<number>;
	/** What a shown cell gives away: itself unless something else is said, as of a rounded table. */
	readonly known?: (cell: Judged, index: number) => Bounds;
	/** What earlier releases have decided, by the cells' keys (`key` of evidence.ts). */
	readonly before?: Before;
};

export type Before = {
	/** Shown in an earlier release: hiding them now protects nothing. */
	readonly shown?: ReadonlySet<string>;
	/** Hidden in an earlier release: showing them now would give them away. */
	readonly hidden?: ReadonlySet<string>;
};

/** The equations of one table, or null where its totals are not the sums of their cells. */
export function equationsOf({ cells, specification }: Omit<Table, 'primary'>): Sum[] | null {
	if (!linear.has(specification.statistic)) return null;
	const places = cells.map((cell) => ({
		labels: [...cell.row, ...cell.column],
		levels: cell.levels
	}));
	const columns = [...specification.rows, ...specification.columns];
	const sums = sumsOf(places, columns, specification.hierarchies);
	const value = (index: number): number => {
		const cell = cells[index];
		return cell === undefined ? 0 : quantity(cell, specification);
	};
	return sums?.every((sum) => adds(value(sum.total), sum.parts.map(value))) === true ? sums : null;
}

const linear = new Set(['count', 'sum', 'mean']);

/** Which number of the system each cell of each table is. */
export type Places = readonly (readonly number[])[];

/** The equation of a sum in numbers of the system: its parts less its total make nothing. */
export const equation = (total: number, parts: readonly number[]): Term[] => [
	[total, -1],
	...parts.map((part): Term => [part, 1])
];

/**
 * One system of one table or of several. `places` says which cells are one number: it is hidden in
 * all tables or in none, and unsafe in all when it is in one. Each equation names its total first.
 */
export function systemOf(
	tables: readonly Table[],
	equations: readonly (readonly Term[])[],
	places: Places,
	policy: Policy
): System {
	const uses: Use[][] = [];
	for (const [t, table] of tables.entries())
		for (const [index, cell] of table.cells.entries())
			(uses[places[t]?.[index] ?? 0] ??= []).push({ table, cell, index });
	const whole = uses.flat().every((use) => Number.isInteger(valueOf(use)));
	const sizes = uses.map(([use]) => (use === undefined ? 0 : 1 + Math.abs(valueOf(use))));
	const all = sizes.reduce((sum, size) => sum + size, 0);
	const levels = new Map<number, number>();
	for (const [at, list] of uses.entries()) {
		const asked = list
			.filter(({ table, index }) => table.primary.has(index))
			.map(({ table, cell }) => protection(cell, table.specification, policy));
		if (asked.length > 0)
			levels.set(at, whole ? Math.ceil(Math.max(...asked)) : Math.max(...asked));
	}
	return {
		cells: uses.map((list, at) => cellOf(list, levels.has(at), all)),
		equations,
		whole,
		levels,
		insiders: insidersOf(
			equations,
			uses.map((list) => Math.max(0, ...list.map(({ cell }) => cell.units)))
		)
	};
}

type Use = { readonly table: Table; readonly cell: Judged; readonly index: number };

const valueOf = ({ table, cell }: Use): number => quantity(cell, table.specification);

/** A number hidden in one table is hidden in all; one that was shown before is known, whatever is done. */
function cellOf(uses: readonly Use[], unsafe: boolean, all: number): Cell {
	const [first] = uses;
	if (first === undefined) throw new RangeError('A number stands in no table.');
	const value = valueOf(first);
	// rounded in one table and exact in another is exact
	const told = uses.map(({ table, cell, index }) => table.known?.(cell, index));
	const [known, ...others] = told.filter((one) => one !== undefined);
	const exact = known === undefined || others.length + 1 < told.length;
	const shown = exact
		? { lower: value, upper: value }
		: {
				lower: Math.max(known.lower, ...others.map(({ lower }) => lower)),
				upper: Math.min(known.upper, ...others.map(({ upper }) => upper))
			};
	const was = (which: keyof Before): boolean =>
		uses.some(({ table, cell }) => table.before?.[which]?.has(key(cell)) === true);
	const fixed = { lower: value, upper: value };
	const open = uses.every(({ cell }) => cell.rows > 0) && value !== 0 && !was('shown');
	const mark = marked(
		value,
		first.table.specification,
		uses.some(({ table }) => signed(table))
	);
	return {
		value,
		shown,
		marked: was('shown') ? fixed : mark,
		price: 1 + Math.abs(value) + (uses.some(({ cell }) => isMargin(cell)) ? all : 0),
		fate: unsafe || was('hidden') ? 'hidden' : open ? 'free' : 'shown'
	};
}

const signs = new WeakMap<readonly Judged[], boolean>();

function signed({ cells, specification }: Table): boolean {
	const known = signs.get(cells);
	if (known !== undefined) return known;
	const found = cells.some((cell) => cell.negatives > 0 || quantity(cell, specification) < 0);
	signs.set(cells, found);
	return found;
}
