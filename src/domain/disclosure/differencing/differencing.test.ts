import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mix } from './sketch.ts';
import type { Verified } from './verify.ts';
import { compare, range, grouped, kindsOf } from '../../../../tests/support/compared-people.ts';

describe('two tables that are safe alone', () => {
	test('differ by a few people when one population lies in the other', () => {
		const all = grouped({ a: range(0, 60), b: range(60, 130) });
		const some = grouped({ c: range(0, 50), d: range(50, 127) });
		const [found] = compare([some], all, 10);
		expect(found).toMatchObject({ kind: 'nested', level: 'fail', cell: 'Total', people: 3 });
		expect(kindsOf(compare([all], some, 10))).toContain('nested');
	});

	test('give away the complement of a total', () => {
		const whole = grouped({ a: range(0, 100), b: range(100, 200) });
		const parts = grouped({ a1: range(0, 50), a2: range(50, 95), other: range(200, 260) });
		expect(compare([parts], whole, 10)).toContainEqual({
			kind: 'rest',
			level: 'fail',
			people: 5,
			cell: 'a1 + a2',
			other: 'a'
		});
		expect(kindsOf(compare([whole], parts, 10))).toContain('rest');
	});

	test('give away where bands overlap', () => {
		const five = grouped({ '16–24': range(0, 40), '25–34': range(40, 90), '35–': range(90, 300) });
		const broad = grouped({ '16–33': range(0, 87), '34–': range(87, 300) });
		expect(compare([broad], five, 10)).toContainEqual(
			expect.objectContaining({ kind: 'excess', cell: '16–33', people: 3 })
		);
	});

	test('give away one area of a ward', () => {
		const areas = grouped(
			{ a: range(0, 20), b: range(20, 50), c: range(50, 54), d: range(54, 90) },
			['c', 'd']
		);
		const ward = grouped({ ward: range(0, 54), others: range(54, 90) });
		expect(kindsOf(compare([ward], areas, 10))).toEqual(expect.arrayContaining(['rest', 'nested']));
	});

	test('give away a hidden cell when the cell hidden for its sake is released', () => {
		const first = grouped({ a: range(0, 40), b: range(40, 45), c: range(45, 95) }, ['b', 'c']);
		const second = grouped({ c: range(45, 95), else: range(300, 400) });
		expect(kindsOf(compare([second], first, 10))).toEqual(
			expect.arrayContaining(['hidden', 'nested'])
		);
	});

	test('change a little between two dates', () => {
		const before = grouped({ a: range(0, 60), b: range(60, 130) });
		const after = grouped({ a: range(2, 63), b: range(63, 130) });
		const found = compare([after], before, 10);
		expect(found).toContainEqual(
			expect.objectContaining({ kind: 'near', level: 'review', cell: 'a' })
		);
	});

	test('are left alone when they are the same table', () => {
		const one = grouped({ a: range(0, 60), b: range(60, 65), c: range(65, 130) }, ['b', 'c']);
		expect(compare([one], one, 10)).toEqual([]);
	});

	test('are left alone when one only joins groups of the other', () => {
		const fine = grouped({ a: range(0, 60), b: range(60, 130), c: range(130, 160) });
		const broad = grouped({ ab: range(0, 130), c: range(130, 160) });
		expect(compare([broad], fine, 10)).toEqual([]);
		expect(compare([fine], broad, 10)).toEqual([]);
	});
});

describe('whoever is missing', () => {
	const people = fc.uniqueArray(fc.nat(5000), { minLength: 40, maxLength: 300 });
	/** People in the order of their hashes: the first are the samples of any set that holds them. */
	const byHash = (all: readonly number[]): number[] => all.toSorted((a, b) => mix(a) - mix(b));

	test.each([10, 16, 30])(
		'a nested cell is found below a threshold of %i, though all samples were the few',
		(limit) => {
			fc.assert(
				fc.property(people, fc.integer({ min: 1, max: limit - 1 }), (all, few) => {
					const some = new Set(byHash(all).slice(few));
					const whole = grouped({ a: new Set(all), z: range(6000, 6100) });
					const part = grouped({ b: some, y: range(7000, 7100) });
					const about = (found: readonly Verified[]) =>
						found.filter(({ kind, people: apart }) => kind === 'nested' && apart === few);
					expect(about(compare([part], whole, limit))).not.toEqual([]);
					expect(about(compare([whole], part, limit))).not.toEqual([]);
				}),
				{ numRuns: 200, seed: 18 }
			);
		}
	);
});
