import * as v from 'valibot';
import type { Solver, Term } from '#platform/linear.ts';
import { solver } from '#platform/solver.server.ts';
import type { Judged } from '#domain/disclosure/judge.ts';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { attack } from '#domain/disclosure/suppression/suppress.ts';
import {
	equation,
	equationsOf,
	systemOf,
	type Table
} from '#domain/disclosure/suppression/tables.ts';
import type { System } from '#domain/disclosure/suppression/system.ts';

export const highs: Solver = await solver();
/** The sets mark their unsafe cells themselves: no cell may be exact. */
export const policy = v.parse(PolicySchema, { threshold: null });

type Row = {
	readonly labels: readonly string[];
	readonly value: number;
	readonly units?: number;
	readonly unsafe: boolean;
};

type Shape = {
	readonly statistic?: string;
	readonly parents?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A table as its set gives it; `totals` are the names of totals, `parents` of the first dimension. */
export function tableOf(
	rows: readonly Row[],
	columns: readonly string[],
	{ statistic = 'count', parents = {} }: Shape = {}
): Table {
	const specification = v.parse(TableSpecificationSchema, {
		rows: columns.slice(0, 1),
		columns: columns.slice(1),
		statistic,
		...(statistic === 'sum' ? { value: 'x' } : {}),
		margins: true,
		hierarchies: Object.entries(parents).map(([column, pairs]) => ({
			column,
			parents: Object.entries(pairs)
		}))
	});
	const cells = rows.map(({ labels, value, units = value, unsafe }): Judged => {
		const levels = labels.map((label, d) => {
			if (/^tot(al)?$/i.test(label)) return -1;
			return Object.values(parents[columns[d] ?? ''] ?? {}).includes(label) ? 1 : 0;
		});
		return {
			row: labels.slice(0, 1),
			column: labels.slice(1),
			levels,
			value,
			units,
			rows: value === 0 ? 0 : Math.max(1, units),
			sum: value,
			largest: [],
			negatives: 0,
			missing: 0,
			allEqual: false,
			atEndpoint: null,
			modeShare: null,
			organisations: null,
			rules: unsafe ? ['threshold'] : [],
			status: unsafe ? 'unsafe' : value === 0 ? 'empty' : 'safe'
		};
	});
	const primary = new Set(cells.keys().filter((index) => rows[index]?.unsafe === true));
	return { cells, specification, primary };
}

export function systemFor(table: Table): System {
	const sums = equationsOf(table);
	if (sums === null) throw new Error('The table does not add up.');
	const equations = sums.map(({ total, parts }) => equation(total, parts));
	return systemOf([table], equations, [[...table.cells.keys()]], policy);
}

/** Other secondaries, judged by our own audit. */
export const attacked = (system: System, others: ReadonlySet<number>) =>
	attack(
		{
			...system,
			cells: system.cells.map((cell, index) =>
				others.has(index)
					? { ...cell, fate: 'hidden' as const, marked: { lower: 0, upper: Infinity } }
					: cell
			)
		},
		highs
	);

export const place = (cell: Judged | undefined): string =>
	[...(cell?.row ?? []), ...(cell?.column ?? [])].join();
export const places = (table: Table, chosen: Iterable<number>): string[] =>
	[...chosen].map((index) => place(table.cells[index])).sort();

/** What an attacker who knows only that nothing is negative makes of the cells, by the solver alone. */
export function intervals(system: System, hidden: ReadonlySet<number>) {
	const session = highs.open({
		variables: system.cells.map(({ value }, index) =>
			hidden.has(index)
				? { lower: 0, upper: Infinity, whole: false }
				: { lower: value, upper: value, whole: false }
		),
		equations: system.equations.map((terms) => ({ terms, lower: 0, upper: 0 }))
	});
	const end = (cell: number, direction: 'least' | 'most'): number => {
		const terms: Term[] = [[cell, 1]];
		const found = session.optimise(terms, direction);
		return found.status === 'optimal' ? Math.round(found.value) : NaN;
	};
	const found = [...system.levels.keys()].map((cell) => ({
		low: end(cell, 'least'),
		high: end(cell, 'most')
	}));
	session.close();
	return found;
}
