import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuck, type Duck } from '../duck.ts';
import { classes } from '../risk.ts';
import { diversity } from './diversity.ts';
import { journalist } from './journalist.ts';
import { relink } from './relink.ts';
import { utilityOf } from './utility.ts';

let duck: Duck;
beforeAll(async () => {
	duck = await openDuck(null);
});
afterAll(() => {
	duck.close();
});

const rowsOf = (names: string, tuples: string) => `(select * from (values ${tuples}) v(${names}))`;

describe('groups of people alike', () => {
	// three alike, two alike, one alone
	const people = rowsOf('age, sex', "(40,'F'),(40,'F'),(40,'F'),(50,'M'),(50,'M'),(60,'F')");

	test('k, uniques, people below five, and prosecutor risk are as counted by hand', async () => {
		expect(await classes(duck.db, people, ['age', 'sex'])).toMatchObject({
			persons: 6,
			classes: 3,
			minimumK: 1,
			uniques: 1,
			personsBelowThreshold: 6,
			maximumRisk: 1,
			meanRisk: 0.5
		});
	});

	test('an empty value is a value: people without one are alike', async () => {
		const found = await classes(duck.db, rowsOf('age', '(null::int),(null),(1)'), ['age']);
		expect(found).toMatchObject({ classes: 2, minimumK: 1, uniques: 1 });
	});

	test('journalist risk is one over the population’s count, for those that are counted', async () => {
		const population = rowsOf(
			'age, sex, persons',
			"(40,'F',30),(40,'F',10),(50,'M',4),(99,'F',1000)"
		);
		expect(await journalist(duck.db, people, population, ['age', 'sex'])).toEqual({
			by: ['age', 'sex'],
			highest: 0.25, // two men of 50 among four
			mean: 0.115, // (3/40 + 2/4) ÷ 5
			unknown: 1
		});
	});
});

describe('sensitive values of a group', () => {
	test('distinct and entropy ℓ are those of the poorest group', async () => {
		// group 1: a a b b → e^(ln 2) = 2; group 2: a a a b → e^0.562335 = 1.754765
		const from = rowsOf(
			'class, value',
			"(1,'a'),(1,'a'),(1,'b'),(1,'b'),(2,'a'),(2,'a'),(2,'a'),(2,'b')"
		);
		const found = await diversity(duck.db, 'x', 'categorical', from);
		expect(found).toMatchObject({ distinct: 2, entropy: 1.754765, groups: 2, of: 2 });
		const poor = rowsOf('class, value', "(1,'a'),(1,'a'),(2,'a'),(2,'b')");
		expect(await diversity(duck.db, 'x', 'categorical', poor)).toMatchObject({
			distinct: 1,
			entropy: 1
		});
	});

	test('closeness of categories is half the sum of the differences', async () => {
		// everybody: a 3/6, b 2/6, c 1/6. Group 1: a a b → ½(1/6 + 0 + 1/6) = 1/6;
		// group 2: a b c → ½(|1/3−1/2| + 0 + |1/3−1/6|) = 1/6
		const even = rowsOf('class, value', "(1,'a'),(1,'a'),(1,'b'),(2,'a'),(2,'b'),(2,'c')");
		expect((await diversity(duck.db, 'x', 'categorical', even)).closeness).toBeCloseTo(1 / 6, 5);
		// everybody: a 2/4, b 2/4. Group 1 is all a: ½(½ + ½) = ½
		const split = rowsOf('class, value', "(1,'a'),(1,'a'),(2,'b'),(2,'b')");
		expect((await diversity(duck.db, 'x', 'categorical', split)).closeness).toBe(0.5);
	});

	test('closeness of ordered values is the earth mover’s distance of the published example', async () => {
		// Li et al. 2007: salaries 3k … 11k, one each. {3k,4k,5k} lies 0.375 away, {6k,8k,11k} 0.167
		const near = (class1: number[], class2: number[], class3: number[]) =>
			rowsOf(
				'class, value',
				[class1, class2, class3]
					.flatMap((values, at) => values.map((value) => `(${String(at)},${String(value)})`))
					.join(',')
			);
		const first = await diversity(
			duck.db,
			'salary',
			'ordered',
			near([3, 4, 5], [6, 8, 11], [7, 9, 10])
		);
		expect(first.closeness).toBeCloseTo(0.375, 5);
		const second = await diversity(
			duck.db,
			'salary',
			'ordered',
			near([6, 8, 11], [3, 7, 10], [4, 5, 9])
		);
		// {6,8,11}: 0.1667 as published; {4,5,9}: (1/9)(1+…) is larger, worked out below
		const worked = (values: number[]) => {
			let gap = 0;
			let sum = 0;
			for (let value = 3; value <= 11; value++) {
				gap += (values.includes(value) ? 1 / 3 : 0) - 1 / 9;
				sum += Math.abs(gap);
			}
			return sum / 8;
		};
		expect(worked([6, 8, 11])).toBeCloseTo(0.1667, 3);
		expect(second.closeness).toBeCloseTo(
			Math.max(worked([6, 8, 11]), worked([3, 7, 10]), worked([4, 5, 9])),
			5
		);
	});
});

describe('finding known people again', () => {
	const released = rowsOf('pid, year', "('a',1950),('b',1950),('c',1960),('d',1970)");
	const attack = {
		targets: rowsOf('pid, year', "('a',1950),('c',1960),('d',1971)"),
		released,
		match: 't.year = c.year',
		by: ['year'],
		known: null,
		events: null,
		months: 'same'
	} as const;

	test('counts a guess among two as half, and a wrong trail as nothing', async () => {
		// a: among a and b; c: alone; d: nobody was born then
		expect(await relink(duck.db, attack)).toEqual({ attempts: 3, certain: 1, rate: 0.5 });
	});

	test('knows two months, and tells people alike apart by them', async () => {
		const known = rowsOf('pid, month', "('a',1),('a',5)");
		const events = rowsOf('pid, month', "('a',1),('a',5),('b',1),('b',7),('c',2)");
		expect(await relink(duck.db, { ...attack, known, events })).toEqual({
			attempts: 3,
			certain: 2,
			rate: 0.666667
		});
	});

	test('uses the time between two months when the months themselves were moved', async () => {
		const known = rowsOf('pid, month', "('a',101),('a',105)");
		const events = rowsOf('pid, month', "('a',1),('a',5),('b',1),('b',9)");
		expect(await relink(duck.db, { ...attack, known, events, months: 'apart' })).toMatchObject({
			certain: 2
		});
		expect(await relink(duck.db, { ...attack, known, events, months: 'same' })).toMatchObject({
			certain: 1
		});
	});
});

describe('what use is left', () => {
	const before = rowsOf('v', '(1),(2),(3),(4)');
	const of = (after: string, numeric = true) =>
		utilityOf(duck.db, before, after, { name: 'v', numeric });

	test('all of it, when nothing was changed', async () => {
		expect(await of(before)).toEqual({ column: 'v', entropy: 1, distance: 0 });
	});

	test('half the entropy when four values become two, a quarter of distance', async () => {
		// ln 2 ÷ ln 4; cumulated: 1 at 1/4 against 2/4
		expect(await of(rowsOf('v', '(1),(1),(3),(3)'))).toEqual({
			column: 'v',
			entropy: 0.5,
			distance: 0.25
		});
	});

	test('none, when every value was emptied; codes have no distance', async () => {
		expect(await of(rowsOf('v', '(null::int),(null),(null),(null)'))).toMatchObject({
			entropy: 0,
			distance: null
		});
		expect(await of(before, false)).toMatchObject({ distance: null });
	});
});
