import { describe, expect, test } from 'vitest';
import { solver } from '#platform/solver.server.ts';
import { example, there, type Table } from '../../../../tests/support/worked-examples.ts';
import { roundTo } from '../rounding.ts';
import { perturb, tableOfBands } from './cell-key.ts';
import { roundControlled } from './controlled.ts';
import { midpoint6 } from './midpoint.ts';
import { roundRandomly } from './random.ts';
import { standsFor } from './stands-for.ts';

const highs = await solver();

describe.skipIf(!there)('worked examples of rounded tables', () => {
	test('hb-rounding-conventional: base 5, half up, totals from true totals', () => {
		const { original, expected } = example('hb-rounding-conventional');
		const rounded = (original as Table).map((row) =>
			row.map((cell) => (typeof cell === 'number' ? roundTo(cell, 5) : cell))
		);
		expect(rounded).toEqual(expected);
	});

	test('hb-rounding-random-base3: the chances of up and down', () => {
		const outcomes = example('hb-rounding-random-base3')['outcomes'] as Record<
			string,
			Record<string, string | number>
		>;
		const draws = Array.from({ length: 300 }, (_, index) => (index + 0.5) / 300);
		for (const [value, chances] of Object.entries(outcomes))
			for (const [outcome, chance] of Object.entries(chances)) {
				const [over = 1, under = 1] = String(chance).split('/').map(Number);
				const hits = draws.filter(
					(one) => roundRandomly(Number(value), 3, one) === Number(outcome)
				);
				const wanted = String(chance).includes('/') ? over / under : Number(chance);
				expect(hits.length / draws.length).toBeCloseTo(wanted, 6);
			}
	});

	test('hb-rounding-controlled: the least change of all additive tables is 18', () => {
		const { original, optimal_objective, optimal_solutions } = example('hb-rounding-controlled');
		const body = (original as Table).slice(1).map((row) => row.slice(1).map(Number));
		const values = body.flat();
		const at = (r: number, c: number): number => r * 3 + c;
		const sums = [
			...[0, 1, 2, 3].map((r) => ({ total: at(r, 2), parts: [at(r, 0), at(r, 1)] })),
			...[0, 1, 2].map((c) => ({ total: at(3, c), parts: [at(0, c), at(1, c), at(2, c)] }))
		];
		const rounded = roundControlled(values, sums, 5, highs) ?? [];
		const changed = rounded.reduce((sum, z, i) => sum + Math.abs(z - (values[i] ?? 0)), 0);
		expect(changed).toBe(optimal_objective);
		const solutions = (optimal_solutions as Table[]).map((one) =>
			one.flatMap((row) => row.slice(1).map(Number))
		);
		expect(solutions).toContainEqual(rounded);
	});

	test('hb-rounding-existence: what a rounded value stands for', () => {
		const cases = example('hb-rounding-existence')['cases'] as {
			base: number;
			K: number;
			a: number;
			interval: number[];
		}[];
		for (const { base, K, a, interval } of cases) {
			const { least, most } = standsFor(a, 'controlled', base, K);
			expect([least, most]).toEqual(interval);
		}
	});

	test('hb-ckm: three records, their key, and the changed count', () => {
		const { ptable, records, count, cell_key, perturbed } = example('hb-ckm');
		const bands = (ptable as number[][])
			.filter(([original]) => original !== 0)
			.map(([original = 0, change = 0, above = 0, upTo = 0]) => ({
				count: original,
				change,
				above,
				upTo
			}));
		const keys = 10;
		const sum = (records as number[]).reduce((all, one) => all + Math.round(one * keys), 0);
		expect((sum % keys) / keys).toBe(cell_key);
		expect(perturb(Number(count), sum, tableOfBands(bands, keys))).toBe(perturbed);
	});

	test('os-midpoint6: every band goes to its middle', () => {
		for (const [value = 0, middle] of example('os-midpoint6')['cases'] as number[][])
			expect(midpoint6(value)).toBe(middle);
	});
});
