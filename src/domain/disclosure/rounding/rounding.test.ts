import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundTo } from '../rounding.ts';
import { perturb, reach, tableRow } from './cell-key.ts';
import { midpoint6 } from './midpoint.ts';
import { roundRandomly } from './random.ts';
import { standsFor } from './stands-for.ts';

const count = fc.nat(5000);
const base = fc.integer({ min: 2, max: 20 });
const draw = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe('a rounded value', () => {
	test('is a multiple of the base less than one base away, by every method to a base', () => {
		fc.assert(
			fc.property(count, base, draw, (value, to, drawn) => {
				for (const rounded of [roundTo(value, to), roundRandomly(value, to, drawn)]) {
					expect(rounded % to).toBe(0);
					expect(Math.abs(rounded - value)).toBeLessThan(to);
				}
			})
		);
	});
	test('stands for a range that the true value lies in', () => {
		fc.assert(
			fc.property(count, base, draw, (value, to, drawn) => {
				const within = (published: number, method: 'conventional' | 'random' | 'midpoint6') => {
					const { least, most } = standsFor(published, method, to);
					expect(least <= value && value <= most).toBe(true);
				};
				within(roundTo(value, to), 'conventional');
				within(roundRandomly(value, to, drawn), 'random');
				within(midpoint6(value), 'midpoint6');
			})
		);
	});
	test('is zero or the middle of a band of six by midpoint 6, and only zero gives zero', () => {
		fc.assert(
			fc.property(count, (value) => {
				expect(midpoint6(value) === 0).toBe(value === 0);
				expect(value === 0 || midpoint6(value) % 6 === 3).toBe(true);
			})
		);
	});
	test('is right on average by random rounding', () => {
		const draws = Array.from({ length: 1000 }, (_, index) => index / 1000);
		for (const value of [0, 1, 2, 3, 4, 5, 17]) {
			const sum = draws.reduce((all, one) => all + roundRandomly(value, 5, one), 0);
			expect(sum / draws.length).toBeCloseTo(value, 1);
		}
	});
});

describe('the cell key method', () => {
	const changes = (rows: number): [number, number][][] =>
		Array.from({ length: rows }, () => [
			[-1, 99],
			[0, 155],
			[1, 255]
		]);
	test('uses the last rows in turn for counts past the table', () => {
		const table = { keys: 256, repeat: 250, changes: changes(750) };
		expect([1, 750, 751, 1000, 1001].map((n) => tableRow(n, table))).toEqual([
			1, 750, 501, 750, 501
		]);
	});
	test('never goes below zero, moves no further than its table, and leaves zero alone', () => {
		const table = { keys: 256, repeat: 1, changes: changes(3) };
		expect(perturb(0, 5, table)).toBe(0);
		expect(reach(table)).toEqual({ down: 1, up: 1 });
		fc.assert(
			fc.property(count, fc.nat(), (value, sum) => {
				const made = perturb(value, sum, table);
				expect(made).toBeGreaterThanOrEqual(0);
				expect(Math.abs(made - value)).toBeLessThanOrEqual(1);
				expect(perturb(value, sum + 256, table)).toBe(made);
			})
		);
	});
});
