import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { ranges } from '../../../tests/support/brute-force.ts';
import { answer } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { solver } from '#platform/solver.server.ts';
import { judge } from './judge.ts';
import { PolicySchema } from './policy.ts';
import { TableSpecificationSchema } from './specification.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const highs = await solver();
const threshold = 4;
const policy = v.parse(PolicySchema, { threshold, zerosDisclose: false, classShare: null });
const specification = v.parse(TableSpecificationSchema, {
	rows: ['r'],
	columns: ['c'],
	statistic: 'count',
	margins: true
});

/** The evidence of a table of people counted once each, with its margins. */
function table(counts: readonly (readonly number[])[]): Evidence[] {
	const width = counts[0]?.length ?? 0;
	const at = (r: number | null, c: number | null): number =>
		counts
			.flatMap((row, i) => row.map((n, j) => ((r ?? i) === i && (c ?? j) === j ? n : 0)))
			.reduce((sum, n) => sum + n, 0);
	const places = [...counts.keys(), null].flatMap((r) =>
		[...Array(width).keys(), null].map((c) => [r, c] as const)
	);
	return places.map(([r, c]) => {
		const n = at(r, c);
		return {
			row: [r === null ? 'Total' : `r${r}`],
			column: [c === null ? 'Total' : `c${c}`],
			levels: [r === null ? -1 : 0, c === null ? -1 : 0],
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
			organisations: null
		};
	});
}

const counts = fc
	.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 2 }))
	.chain(([height, width]) =>
		fc.array(
			fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 8 })), {
				minLength: width,
				maxLength: width
			}),
			{ minLength: height, maxLength: height }
		)
	)
	.filter((rows) => rows.flat().some((n) => n > 0));

describe('suppression', () => {
	test('leaves no primary cell that brute force can narrow down', () => {
		fc.assert(
			fc.property(counts, (rows) => {
				const cells = judge(table(rows), specification, policy);
				const made = answer(cells, specification, policy, highs, { control: 'suppress' });
				const width = (rows[0]?.length ?? 0) + 1;
				const shown = Array.from({ length: rows.length + 1 }, (_, r) =>
					made.safe.slice(r * width, (r + 1) * width).map((one) => {
						expect(typeof one.value === 'string').toBe(false);
						return typeof one.value === 'number' ? one.value : null;
					})
				);
				const found = ranges(shown, 12);
				for (const [r, row] of found.entries())
					for (const [c, { low, high }] of row.entries()) {
						expect(low).toBeLessThanOrEqual(rows[r]?.[c] ?? 0);
						if (cells[r * width + c]?.status !== 'unsafe') continue;
						expect(high).toBeGreaterThanOrEqual(threshold);
						expect(low).toBeLessThan(high);
					}
			}),
			{ numRuns: 60 }
		);
	});

	test('never hides a zero, and marks primary and secondary alike', () => {
		fc.assert(
			fc.property(counts, (rows) => {
				const made = answer(
					judge(table(rows), specification, policy),
					specification,
					policy,
					highs,
					{ control: 'suppress' }
				);
				for (const [index, cell] of made.cells.entries()) {
					const safe = made.safe[index];
					if (cell.units === 0) expect(safe?.value).toBe(0);
					expect(safe?.mark === 'suppressed').toBe(cell.suppression !== undefined);
				}
			})
		);
	});

	test('says fail, not pass, when the policy forbids the secondary cells that are needed', () => {
		const bare = { ...policy, secondary: false };
		const rows = [
			[2, 20],
			[30, 40]
		];
		const made = answer(judge(table(rows), specification, bare), specification, bare, highs);
		expect(made.summary.secondary).toBe(0);
		expect(made.safeVerdict).toBe('fail');
		expect(made.notes).toHaveLength(1);
	});

	test('hides the totals over a cell where nothing else protects it', () => {
		const rows = [
			[3, 0],
			[0, 0]
		];
		const made = answer(judge(table(rows), specification, policy), specification, policy, highs);
		expect(made.safe.filter((cell) => cell.mark === 'suppressed')).toHaveLength(4);
		expect(made.safeVerdict).toBe('pass');
	});
});

describe('a table that is mostly suppressed', () => {
	const verdict = (counts: readonly number[]) => {
		const cells = table(counts.map((n) => [n]));
		return answer(judge(cells, specification, policy), specification, policy, highs);
	};
	test('is for a person to judge: the names of its groups are a list of the people in them', () => {
		const made = verdict([...Array<number>(30).fill(1), 50, 60]);
		expect(made.safeVerdict).toBe('review');
		expect(made.notes.join(' ')).toMatch(/names of the groups/);
	});
	test('passes when it is small or when most of its groups are shown', () => {
		expect(verdict([1, 1, 1]).safeVerdict).toBe('pass');
		expect(verdict([...Array<number>(12).fill(1), ...Array<number>(40).fill(9)]).safeVerdict).toBe(
			'pass'
		);
	});
});

describe('rounding', () => {
	const rounding = { ...policy, rounding: { base: 5, method: 'conventional' as const } };
	test('rounds cells and totals from their true values, after small cells are hidden', () => {
		const rows = [
			[2, 21, 33],
			[12, 13, 47]
		];
		const made = answer(
			judge(table(rows), specification, rounding),
			specification,
			rounding,
			highs
		);
		expect(made.control).toBe('round');
		const value = (r: string, c: string) =>
			made.safe.find((cell) => cell.row[0] === r && cell.column[0] === c)?.value;
		expect(value('r0', 'c0')).toBeNull();
		expect(value('r1', 'c0')).toBe(10);
		expect(value('r1', 'c1')).toBe(15);
		expect(value('r1', 'Total')).toBe(70);
		expect(value('Total', 'Total')).toBe(130);
	});
	test('is a suppression instead for statistics that rounding says nothing of', () => {
		const means = v.parse(TableSpecificationSchema, {
			rows: ['r'],
			columns: ['c'],
			statistic: 'mean',
			value: 'x'
		});
		const made = answer(judge(table([[20, 30]]), means, rounding), means, rounding, highs);
		expect(made.control).toBe('suppress');
		expect(made.notes).toHaveLength(1);
	});
});
