import { describe, expect, test } from 'vitest';
import { hasShared, sharedRecords } from '../../../tests/support/shared.ts';
import { audit, type Problem } from './audit.ts';
import type { Judged } from './judge.ts';
import { modelOf } from './model.ts';
import { interval, type Arc } from './network.ts';
import { PolicySchema } from './policy.ts';
import { prices, secondaries } from './secondary.ts';
import { TableSpecificationSchema } from './specification.ts';
import * as v from 'valibot';

const specification = v.parse(TableSpecificationSchema, {
	rows: ['a'],
	columns: ['b'],
	statistic: 'count',
	margins: true
});
const policy = v.parse(PolicySchema, { threshold: null });

/** Cells as a table of counts whose unsafe ones were marked by hand. */
function cellOf(row: string, column: string, n: number, unsafe: boolean): Judged {
	return {
		row: [row],
		column: [column],
		levels: [row === 'tot' ? -1 : 0, column === 'tot' ? -1 : 0],
		value: n,
		units: n,
		rows: n,
		sum: n,
		largest: [1, 1].slice(0, n),
		negatives: 0,
		missing: 0,
		allEqual: true,
		atEndpoint: null,
		modeShare: null,
		organisations: null,
		rules: unsafe ? ['threshold'] : [],
		status: unsafe ? 'unsafe' : 'safe'
	};
}

function problemOf(cells: readonly Judged[]): Problem {
	const model = modelOf(cells, specification);
	if (model === null) throw new Error('This table has no model.');
	const primary = new Set(cells.keys().filter((index) => cells[index]?.status === 'unsafe'));
	return {
		cells,
		specification,
		policy,
		model,
		published: model.arcs,
		primary,
		prices: prices(cells, model.arcs)
	};
}

/** What an attacker who knows only that nothing is negative makes of the hidden cells. */
const attacked = (problem: Problem, hidden: ReadonlySet<number>): Arc[] =>
	problem.model.arcs.map((arc, index) =>
		hidden.has(index) ? { ...arc, lower: 0, upper: Infinity } : arc
	);

const file = 'sdc/03-sdctable/langsrud4x4';

describe.skipIf(!hasShared(`${file}_primary.csv`))(
	'Langsrud’s 4 × 4 table (known answers beside the repository)',
	() => {
		// read inside each test: the body of a skipped group runs too
		const scene = () => {
			const cells = sharedRecords(`${file}_primary.csv`).map((one) =>
				cellOf(one['v1'] ?? '', one['v2'] ?? '', Number(one['freq']), one['sdcStatus'] === 'u')
			);
			const problem = problemOf(cells);
			const bounds = (hidden: ReadonlySet<number>) =>
				[...problem.primary].map((cell) =>
					interval(attacked(problem, hidden), problem.model.nodes, cell)
				);
			return { cells, problem, bounds };
		};
		const published = (name: string) =>
			sharedRecords(`${file}_${name}.csv`).map((one) => ({
				low: Number(one['low']),
				high: Number(one['up'])
			}));

		test('two marks in every row and column are not enough: one cell is exactly 47', () => {
			const { cells, problem, bounds } = scene();
			expect(bounds(problem.primary)).toEqual(published('attack_primary_only'));
			const exposed = audit(problem, problem.primary);
			expect(exposed.map(({ cell, low, high }) => [cells[cell]?.value, low, high])).toEqual([
				[47, 47, 47]
			]);
		});

		test('one secondary cell is enough, and it is the one of the optimal pattern', () => {
			const { cells, problem, bounds } = scene();
			const secondary = secondaries(problem);
			const optimal = sharedRecords(`${file}_opt.csv`).filter((one) => one['sdcStatus'] === 'x');
			expect(
				[...secondary].map((index) => [cells[index]?.row[0], cells[index]?.column[0]])
			).toEqual(optimal.map((one) => [one['v1'], one['v2']]));
			expect(audit(problem, problem.primary.union(secondary))).toEqual([]);
			expect(bounds(problem.primary.union(secondary))).toEqual(published('attack_after'));
		});
	}
);

describe('worked examples', () => {
	const arc = (from: number, to: number, flow: number): Arc => ({
		from,
		to,
		flow,
		lower: flow,
		upper: flow
	});
	const hide = (one: Arc, lower = 0): Arc => ({ ...one, lower, upper: Infinity });

	test('four hidden cells of a 3 × 2 table lie where the SDC Handbook says', () => {
		// Rows are nodes 0 to 2 and their total 3; columns 4 and 5 and their total 6.
		const shown = [arc(2, 4, 3), arc(2, 5, 3), arc(6, 0, 7), arc(6, 1, 3), arc(6, 2, 6)];
		const totals = [arc(4, 3, 9), arc(5, 3, 7), arc(3, 6, 16)];
		const arcs = [arc(0, 4, 5), arc(0, 5, 2), arc(1, 4, 1), arc(1, 5, 2)].map((one) => hide(one));
		const all = [...arcs, ...shown, ...totals];
		expect([0, 1, 2, 3].map((cell) => interval(all, 7, cell))).toEqual([
			{ low: 3, high: 6 },
			{ low: 1, high: 4 },
			{ low: 0, high: 3 },
			{ low: 0, high: 3 }
		]);
	});

	test('two marks that add up to two are one each, because a mark is never a zero', () => {
		const arcs = [
			arc(0, 1, 10),
			arc(0, 1, 3),
			hide(arc(0, 1, 1), 1),
			hide(arc(0, 1, 1), 1),
			arc(1, 0, 15)
		];
		expect(interval(arcs, 2, 2)).toEqual({ low: 1, high: 1 });
	});

	test('a lone contributor who knows its own cell must not learn its neighbour’s', () => {
		const line = v.parse(TableSpecificationSchema, {
			rows: ['a'],
			statistic: 'sum',
			value: 'x',
			margins: true
		});
		const sums = (row: string, x: number, units: number): Judged => ({
			...cellOf(row, '', x, units <= 2),
			column: [],
			levels: [row === 'tot' ? -1 : 0],
			units,
			largest: units === 1 ? [x] : [x / 2, x / 2]
		});
		const cells = [
			sums('one', 50, 1),
			sums('two', 80, 2),
			sums('many', 900, 30),
			sums('tot', 1030, 33)
		];
		const model = modelOf(cells, line);
		if (model === null) throw new Error('This table has no model.');
		const asked: Problem = {
			cells,
			specification: line,
			policy,
			model,
			primary: new Set([0, 1]),
			published: model.arcs,
			prices: prices(cells, model.arcs)
		};
		expect(audit(asked, new Set([0, 1])).map(({ cell }) => cell)).toContain(1);
		expect(secondaries(asked)).toEqual(new Set([2]));
	});
});
