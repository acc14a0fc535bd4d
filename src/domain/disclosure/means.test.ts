import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { peopleTable } from '../../../tests/support/people-table.ts';
import { solver } from '#platform/solver.server.ts';
import { judge } from './judge.ts';
import { sizesThatFit, toldByMeans } from './means.ts';
import { PolicySchema } from './policy.ts';
import { TableSpecificationSchema } from './specification.ts';
import { auditLinked, type Leaving } from './suppression/linked-audit.ts';

const highs = await solver();
const policy = v.parse(PolicySchema, {
	threshold: 10,
	zerosDisclose: false,
	classShare: null,
	dominance: null,
	pPercent: null
});

describe('the sizes that fit a printed figure', () => {
	test('are those with a whole numerator, as trying every one of them finds', () => {
		let seed = 3;
		const next = (sides: number): number => {
			seed = (seed * 48_271) % 2_147_483_647;
			return seed % sides;
		};
		for (let run = 0; run < 300; run++) {
			const n = 1 + next(200);
			const decimals = next(5);
			const value = Number((next(n * 3) / n).toFixed(decimals));
			const bounds = { lower: 1 + next(50), upper: 60 + next(300) };
			const fits: number[] = [];
			for (let size = bounds.lower; size <= bounds.upper; size++)
				for (let k = 0; k <= size * 3; k++)
					if (Math.abs(k / size - value) <= 0.5 * 10 ** -decimals + 1e-12) {
						fits.push(size);
						break;
					}
			const found = sizesThatFit({ value, decimals }, bounds);
			expect(found, `${String(value)} in ${JSON.stringify(bounds)}`).toEqual(
				fits.length === 0 ? null : { lower: fits[0], upper: fits.at(-1), many: fits.length }
			);
		}
	});

	test('are one at four decimals and many at one', () => {
		const around = { lower: 10, upper: 40 };
		const value = 17 / 23;
		expect(sizesThatFit({ value: Number(value.toFixed(4)), decimals: 4 }, around)).toEqual({
			lower: 23,
			upper: 23,
			many: 1
		});
		expect(sizesThatFit({ value: Number(value.toFixed(1)), decimals: 1 }, around)).toEqual({
			lower: 10,
			upper: 40,
			many: 31
		});
		expect(sizesThatFit({ value, decimals: 4 }, { lower: 1, upper: Infinity })).toBeNull();
	});
});

describe('a proportion beside counts that hide a small one', () => {
	const groups = [
		{ labels: ['a'], n: 4 },
		{ labels: ['b'], n: 23 },
		{ labels: ['c'], n: 60 }
	];
	const count = v.parse(TableSpecificationSchema, {
		rows: ['area'],
		columns: [],
		statistic: 'count',
		margins: true
	});
	const counts: Leaving = {
		cells: judge(peopleTable(groups), count, policy),
		specification: count,
		hidden: new Set([0, 1])
	};
	const shares = (decimals?: number): Leaving => {
		const specification = v.parse(TableSpecificationSchema, {
			rows: ['area'],
			columns: [],
			statistic: 'proportion',
			when: [{ column: 'smoker', op: '=', value: true }],
			...(decimals === undefined ? {} : { decimals })
		});
		const cells = judge(peopleTable(groups, [], false), specification, policy).map((cell) => ({
			...cell,
			value: Math.round(cell.units * 0.74) / cell.units
		}));
		return { cells, specification, hidden: new Set([0]) };
	};

	test('tells the other hidden count, and so the small one', () => {
		const tables = [counts, shares()];
		const told = toldByMeans(tables);
		expect([...(told[0] ?? [])]).toEqual([[1, { lower: 23, upper: 23, by: [1] }]]);
		expect(auditLinked(tables, policy, highs).exposed).toEqual([]);
		const informed = tables.map((table, t) => ({ ...table, told: told[t] ?? new Map() }));
		const { exposed } = auditLinked(informed, policy, highs);
		expect(exposed.map(({ table, cell }) => [table, cell])).toEqual([[0, 0]]);
	});

	test('tells too little with one decimal', () => {
		const tables = [counts, shares(1)];
		const told = toldByMeans(tables);
		const informed = tables.map((table, t) => ({ ...table, told: told[t] ?? new Map() }));
		expect(auditLinked(informed, policy, highs).exposed).toEqual([]);
	});

	test('tells nothing of other people', () => {
		const { specification } = shares();
		const where = [{ column: 'year', op: '=' as const, value: 2020 }];
		const other = { ...shares(), specification: { ...specification, where } };
		expect(toldByMeans([counts, other])[0]?.size).toBe(0);
	});
});
