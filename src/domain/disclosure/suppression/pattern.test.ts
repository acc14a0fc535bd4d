import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { peopleTable, type Group } from '../../../../tests/support/people-table.ts';
import type { Linear } from '#platform/linear.ts';
import { solver } from '#platform/solver.server.ts';
import { key } from '../evidence.ts';
import { judge } from '../judge.ts';
import { PolicySchema } from '../policy.ts';
import { protect, protectLinked } from '../protect.ts';
import { TableSpecificationSchema } from '../specification.ts';
import type { Before } from './tables.ts';

const highs = await solver();
const policy = v.parse(PolicySchema, {
	threshold: 5,
	zerosDisclose: false,
	classShare: null,
	dominance: null,
	pPercent: null
});

const specify = (columns: readonly string[], more: object = {}) =>
	v.parse(TableSpecificationSchema, {
		rows: columns.slice(0, 1),
		columns: columns.slice(1),
		statistic: 'count',
		margins: true,
		...more
	});

/** Counts in rows `r0`, `r1` … and columns `c0`, `c1` … */
const square = (counts: readonly (readonly number[])[]): Group[] =>
	counts.flatMap((row, r) => row.map((n, c) => ({ labels: [`r${r}`, `c${c}`], n })));

const made = (groups: readonly Group[], columns: readonly string[], before?: Before) => {
	const specification = specify(columns);
	const cells = judge(peopleTable(groups), specification, policy);
	const found = protect(cells, specification, policy, highs, { before });
	const hidden = (kind: 'primary' | 'secondary') =>
		cells
			.filter((_, index) => found.suppression[index] === kind)
			.map((cell) => [...cell.row, ...cell.column].join());
	return { ...found, primary: hidden('primary'), secondary: hidden('secondary') };
};

const place = (row: string, ...column: string[]): string => key({ row: [row], column });

describe('earlier releases', () => {
	const groups = square([
		[3, 20, 30],
		[40, 21, 31],
		[50, 60, 70]
	]);
	test('what was shown is not hidden now: other cells are, although they cost more', () => {
		expect(made(groups, ['r', 'c']).secondary).toEqual(['r0,c1', 'r1,c0', 'r1,c1']);
		const shown = new Set([place('r0', 'c1')]);
		const found = made(groups, ['r', 'c'], { shown });
		expect(found.secondary).toEqual(['r0,c2', 'r1,c0', 'r1,c2']);
		expect(found.safeVerdict).toBe('pass');
	});
	test('what was hidden stays hidden', () => {
		const hidden = new Set([place('r2', 'c2')]);
		expect(made(groups, ['r', 'c'], { hidden }).secondary).toContain('r2,c2');
	});
	test('an unsafe cell whose row was shown before cannot be protected, and the answer says so', () => {
		const shown = new Set(['c0', 'c1', 'c2', 'Total'].map((c) => place('r0', c)));
		const found = made(groups, ['r', 'c'], { shown });
		expect(found.safeVerdict).toBe('fail');
		expect(found.notes.join(' ')).toMatch(/“r0, c0” can still be worked out/);
	});
});

describe('where totals would have to go', () => {
	const groups = square([
		[2, 0, 0, 0],
		[0, 40, 21, 31],
		[0, 50, 60, 70]
	]);
	test('names the categories to join, and that joining them does help', () => {
		const found = made(groups, ['r', 'c']);
		expect(found.safeVerdict).toBe('pass');
		expect(found.secondary).toEqual(['Total,Total']);
		expect(found.notes.join(' ')).toMatch(/Join “r0” with “r1” of r, and “c0” with “c1” of c/);
		const joined = square([
			[42, 21, 31],
			[50, 60, 70]
		]);
		expect(made(joined, ['r', 'c']).secondary).toEqual([]);
	});
});

describe('three dimensions', () => {
	const groups = ['x', 'y', 'z'].flatMap((a, i) =>
		['x', 'y', 'z'].flatMap((b, j) =>
			['x', 'y', 'z'].map((c, k) => ({
				labels: [a, b, c],
				n: i + j + k === 0 ? 2 : 10 + i + j + k
			}))
		)
	);
	test('seven cells protect one, the cheapest seven, and every total is kept', () => {
		const found = made(groups, ['a', 'b', 'c']);
		expect(found.primary).toEqual(['x,x,x']);
		expect(found.secondary).toHaveLength(7);
		expect(found.secondary.some((name) => name.includes('Total') || name.includes('z'))).toBe(
			false
		);
		expect(found.notes).toEqual([]);
	});
});

describe('tables published together', () => {
	test('a cell unsafe in one is hidden in the other, by a condition or by a total as well', () => {
		const groups = square([
			[3, 20],
			[30, 40]
		]);
		const whole = specify(['r', 'c']);
		const part = specify(['r'], { where: [{ column: 'c', op: '=', value: 'c0' }] });
		const cells = judge(peopleTable(groups), whole, policy);
		const only = judge(
			peopleTable(
				groups
					.filter(({ labels }) => labels[1] === 'c0')
					.map(({ labels, n }) => ({ labels: labels.slice(0, 1), n }))
			),
			part,
			policy
		);
		const [first, second] = protectLinked(
			[
				{ cells, specification: whole },
				{ cells: only, specification: part }
			],
			policy,
			highs
		);
		expect(first?.safeVerdict).toBe('pass');
		for (const [index, cell] of only.entries()) {
			const name = cell.row[0] ?? '';
			const there = cells.findIndex((one) => one.row[0] === name && one.column[0] === 'c0');
			expect(second?.safe[index]?.value).toBe(first?.safe[there]?.value);
		}
		expect(second?.safe[0]?.mark).toBe('suppressed');
	});

	test('a total without its own margins is tied to the table that shows its parts', () => {
		const groups = square([
			[3, 20],
			[30, 40]
		]);
		const bare = { ...specify(['r', 'c']), margins: false };
		const parts = judge(peopleTable(groups, [], false), bare, policy);
		const lines = specify(['r']);
		const totals = judge(
			peopleTable([
				{ labels: ['r0'], n: 23 },
				{ labels: ['r1'], n: 70 }
			]),
			lines,
			policy
		);
		const alone = protect(parts, bare, policy, highs);
		expect(alone.suppression.filter((kind) => kind !== null)).toEqual(['primary']);
		const [first, second] = protectLinked(
			[
				{ cells: parts, specification: bare },
				{ cells: totals, specification: lines }
			],
			policy,
			highs
		);
		const hidden = [...(first?.suppression ?? []), ...(second?.suppression ?? [])];
		expect(hidden.filter((kind) => kind === 'secondary').length).toBeGreaterThan(0);
	});
});

describe('a large table', () => {
	test('of 50 × 100 cells and their totals is protected by few linear programmes, or none', () => {
		let seed = 7;
		const next = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
		const labels = Array.from({ length: 50 }, (_, r) =>
			Array.from({ length: 100 }, (_, c) => [r, c])
		);
		const counts = labels.map((row) =>
			row.map(() => (next() < 0.2 ? 1 + Math.floor(next() * 4) : 5 + Math.floor(next() * 90)))
		);
		const specification = specify(['r', 'c']);
		const cells = judge(peopleTable(square(counts)), specification, policy);
		let opened = 0;
		const counting = {
			open: (problem: Linear, seconds?: number) => {
				opened++;
				return highs.open(problem, seconds);
			}
		};
		const found = protect(cells, specification, policy, counting);
		expect(cells.filter((cell) => cell.status === 'unsafe').length).toBeGreaterThan(900);
		expect(found.safeVerdict).toBe('pass');
		expect(opened).toBe(0);
	});
});
