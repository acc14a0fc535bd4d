import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidence } from './evidence.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-few-'));
const data = join(folder, 'people.csv');

/** 200 people, of whom 3 are ill (1 for 0), 100 women (8532 for 8507); one lies far from the rest. */
beforeAll(() => {
	const lines = Array.from({ length: 200 }, (_, n) =>
		[
			n,
			n < 100 ? 'a' : 'b',
			n < 3 ? 1 : 0,
			n % 2 === 0 ? 8507 : 8532,
			n < 3 ? 300 + 10 * n : 0,
			60 + ((n * 37) % 41),
			n === 7 ? 5000 : 20 + ((n * 13) % 50),
			n === 0 ? 1 : 0,
			n
		].join(',')
	);
	const names = 'person_id,area,ill,gender,cost,weight,far,only,serial';
	writeFileSync(data, [names, ...lines, ...lines].join('\n'));
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

async function rulesOf(asked: object, unit: string | null = 'person_id') {
	const specification = v.parse(TableSpecificationSchema, { rows: [], unit, ...asked });
	const { cells } = await evidence({ files: { data }, specification, policy: usualPolicy });
	return cells.map(({ rules }) => rules);
}

describe('a figure over many people that is about a few', () => {
	test.each(['sum', 'mean', 'std'])(
		'a %s of yes and no counts whoever is the rarer',
		async (statistic) => {
			expect(await rulesOf({ statistic, value: 'ill' })).toEqual([['threshold']]);
			expect(await rulesOf({ statistic, value: 'gender' })).toEqual([[]]);
		}
	);
	test('a sum to which few contribute is theirs, in each area and in all', async () => {
		const asked = { statistic: 'sum', value: 'cost', rows: ['area'], margins: true };
		const [a, , total] = await rulesOf(asked);
		expect(a).toContain('threshold');
		expect(total).toContain('threshold');
		const [alone] = await rulesOf({ ...asked, rows: [] }, null);
		expect(alone).toEqual(['threshold']);
	});
	test('a mean of many different values is not', async () => {
		expect(await rulesOf({ statistic: 'mean', value: 'weight', rows: ['area'] })).toEqual([[], []]);
	});
	test('a mode that one person has is that person’s value', async () => {
		expect(await rulesOf({ statistic: 'mode', value: 'serial' })).toEqual([['threshold']]);
		expect(await rulesOf({ statistic: 'mode', value: 'gender' })).toEqual([[]]);
	});
	test.each(['correlation', 'slope', 'intercept', 'r-squared'])(
		'a line (%s) over an indicator of one person, or with one person far out, is theirs',
		async (statistic) => {
			const line = (value: string, over: string) => rulesOf({ statistic, value, over });
			expect((await line('weight', 'only'))[0]).toContain('dominance');
			expect((await line('only', 'weight'))[0]).toContain('dominance');
			expect((await line('weight', 'far'))[0]).toContain('dominance');
			expect(await line('weight', 'serial')).toEqual([[]]);
		}
	);
	test('a median of records that are mostly one person’s is that person’s', async () => {
		const of = (person: number, times: number, value: number): string[] =>
			Array.from({ length: times }, () => `${String(person)},${String(value)}`);
		const many = join(folder, 'records.csv');
		const few = Array.from({ length: 12 }, (_, n) => of(n, 1, 10 + n)).flat();
		const more = Array.from({ length: 12 }, (_, n) => of(20 + n, 1, 90 + n)).flat();
		const medianOf = async (lines: string[]) => {
			writeFileSync(many, ['person_id,value', ...lines].join('\n'));
			const { cells } = await evidence({
				files: { data: many },
				specification: v.parse(TableSpecificationSchema, {
					rows: [],
					unit: 'person_id',
					statistic: 'median',
					value: 'value'
				}),
				policy: usualPolicy
			});
			return cells[0]?.rules;
		};
		expect(await medianOf([...few, ...more])).toEqual([]);
		expect(await medianOf([...few, ...of(99, 500, 42)])).toContain('quantile');
	});
});
