import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { solver } from '#platform/solver.server.ts';
import type { Evidence } from '../evidence.ts';
import { judge } from '../judge.ts';
import { PolicySchema, strictest } from '../policy.ts';
import { protect } from '../protect.ts';
import { TableSpecificationSchema } from '../specification.ts';
import { roundControlled } from './controlled.ts';
import { midpoint6 } from './midpoint.ts';
import { roundRandomly } from './random.ts';
import { shownRounding, type Rounding } from './schema.ts';
import { standsFor } from './stands-for.ts';
import { sumsOf } from './sums.ts';
import { roundedBounds, roundTable } from './table.ts';

const count = fc.nat(5000);
const draw = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const base = fc.integer({ min: 2, max: 20 });

const cell = (labels: string[], levels: number[], units: number): Evidence => ({
	row: labels.slice(0, 1),
	column: labels.slice(1),
	levels,
	value: units,
	units,
	rows: units,
	sum: units,
	largest: [1, 1],
	negatives: 0,
	missing: 0,
	allEqual: false,
	atEndpoint: null,
	modeShare: null,
	organisations: null,
	keys: units * 7919
});

/** A table of counts with its margins. */
function tableOf(counts: readonly (readonly number[])[]): Evidence[] {
	const width = counts[0]?.length ?? 0;
	const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
	const down = Array.from({ length: width }, (_, c) => sum(counts.map((row) => row[c] ?? 0)));
	const lines = [...counts.map((row) => [...row, sum(row)]), [...down, sum(down)]];
	return lines.flatMap((line, r) =>
		line.map((units, c) => {
			const last = [r === counts.length, c === width];
			const labels = [last[0] === true ? 'Total' : `r${r}`, last[1] === true ? 'Total' : `c${c}`];
			return cell(
				labels,
				last.map((is) => (is ? -1 : 0)),
				units
			);
		})
	);
}

const specification = v.parse(TableSpecificationSchema, {
	rows: ['a'],
	columns: ['b'],
	unit: 'person_id',
	statistic: 'count',
	margins: true
});
const policyOf = (rounding: object, more: object = {}) =>
	v.parse(PolicySchema, { rounding, classShare: null, zerosDisclose: null, ...more });
const counts = fc.array(fc.array(fc.nat(60), { minLength: 3, maxLength: 3 }), {
	minLength: 2,
	maxLength: 3
});

describe('controlled rounding', () => {
	test('keeps zeros and multiples, adds up, and moves nothing by a base or more', async () => {
		const highs = await solver();
		fc.assert(
			fc.property(counts, base, (body, to) => {
				const cells = tableOf(body);
				const values = cells.map(({ units }) => units);
				const sums = sumsOf(cells, specification);
				expect(sums).toHaveLength(body.length + 1 + 4);
				const rounded = roundControlled(values, sums, to, highs);
				// a table of two dimensions always has one
				if (rounded === null) throw new Error('no controlled rounding was found');
				rounded.forEach((value, index) => {
					expect(value % to).toBe(0);
					expect(Math.abs(value - (values[index] ?? 0))).toBeLessThan(to);
				});
				for (const { total, parts } of sums)
					expect(parts.reduce((all, part) => all + (rounded[part] ?? 0), 0)).toBe(rounded[total]);
			}),
			{ numRuns: 60 }
		);
	});
});

describe('a policy that demands a rounding', () => {
	const draws = (text: string): number => ((text.length * 37) % 100) / 100;
	const make = async (rounding: object, body: number[][], more: object = {}) => {
		const policy = policyOf(rounding, more);
		const cells = judge(tableOf(body), specification, policy);
		const asked = policy.rounding;
		if (asked === null) throw new Error('the policy has no rounding');
		const tools = { solver: await solver(), draw: draws };
		const rounded = roundTable(cells, specification, asked, policy.threshold, tools);
		return protect(cells, specification, policy, tools.solver, { control: 'round', rounded });
	};
	const body = [
		[31, 42, 3],
		[17, 55, 28],
		[90, 12, 64]
	];
	test('hides what is unsafe and publishes nothing but rounded figures', async () => {
		for (const [rounding, fits] of [
			[{ method: 'midpoint6' }, (x: number) => x % 6 === 3],
			[{ method: 'random', base: 5 }, (x: number) => x % 5 === 0],
			[{ method: 'controlled', base: 5 }, (x: number) => x % 5 === 0],
			[{ method: 'conventional', base: 10 }, (x: number) => x % 10 === 0]
		] as const) {
			const made = await make(rounding, body);
			expect(made.control).toBe('round');
			expect(made.suppression[2]).toBe('primary');
			const shown = made.safe.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
			expect(shown.length).toBeGreaterThan(8);
			expect(shown.filter((value) => !fits(value))).toEqual([]);
		}
	});
	test('gives a cell the same random value in whatever table it stands', async () => {
		const policy = policyOf({ method: 'random', base: 5 }, { threshold: null });
		const asked = policy.rounding;
		if (asked === null) throw new Error('the policy has no rounding');
		const of = (table: number[][]) => {
			const cells = judge(tableOf(table), specification, policy);
			return roundTable(cells, specification, asked, null, { solver: null, draw: draws }).values;
		};
		expect(of(body)[0]).toBe(
			of([
				[31, 9, 9],
				[8, 8, 8]
			])[0]
		);
		expect(() => roundTable([], specification, asked, null, { solver: null, draw: null })).toThrow(
			RangeError
		);
		await Promise.resolve();
	});
	test('is never told to researchers with its perturbation table', () => {
		const secret: Rounding = { method: 'cell-key', keys: 2, repeat: 1, changes: [[[1, 1]]] };
		expect(shownRounding(secret)).toEqual({ method: 'cell-key' });
	});
	test('of several policies is the one that leaves an attacker least', () => {
		const chosen = strictest([
			policyOf({ base: 5 }),
			policyOf({ method: 'random', base: 5 }),
			policyOf({ method: 'midpoint6' })
		]);
		expect(chosen.rounding).toEqual({ method: 'random', base: 5 });
	});
	test('counts on no more cover than an attacker has to leave a cell, whichever way it went', () => {
		fc.assert(
			fc.property(count, base, draw, (value, to, drawn) => {
				const arc = { from: 0, to: 1, flow: value, lower: value, upper: value };
				const published = roundRandomly(value, to, drawn);
				const taken = roundedBounds({ method: 'random', base: to }, arc, false);
				const real = standsFor(published, 'random', to);
				expect(taken.lower).toBeGreaterThanOrEqual(real.least);
				expect(taken.upper).toBeLessThanOrEqual(real.most);
				const six = roundedBounds({ method: 'midpoint6' }, arc, false);
				expect({ least: six.lower, most: six.upper }).toEqual(
					standsFor(midpoint6(value), 'midpoint6', 6)
				);
			})
		);
	});
});
