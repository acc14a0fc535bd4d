import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { redact } from '#domain/disclosure/answer.ts';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidence } from './evidence.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-evidence-'));
const files = { data: join(folder, 'visits.csv'), person: join(folder, 'person.csv') };

/** 600 people of two sexes; person 1 has 400 of the records in the north, and 95 % of the money. */
beforeAll(() => {
	const visits = ['person_id,area,practice,cost,note'];
	const people = ['person_id,sex'];
	for (let id = 1; id <= 600; id++) {
		people.push(`${id},${id % 2 === 0 ? 'F' : 'M'}`);
		const area = id <= 500 ? 'north' : 'south';
		const practice = id <= 475 ? 'P1' : `P${(id % 5) + 2}`;
		const times = id === 1 ? 400 : 1;
		for (let time = 0; time < times; time++)
			visits.push(`${id},${area},${practice},${id === 2 ? '' : id === 1 ? 50 : 2},x`);
	}
	writeFileSync(files.data, visits.join('\n'));
	writeFileSync(files.person, people.join('\n'));
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const tableOf = (specification: object, policy: object = {}) =>
	evidence({
		files: { data: files.data },
		specification: v.parse(TableSpecificationSchema, specification),
		policy: v.parse(PolicySchema, policy)
	});

describe('evidence', () => {
	test('adds up a unit’s records before it looks for the largest contributions', async () => {
		const asked = { rows: ['area'], statistic: 'sum', value: 'cost' };
		const byPerson = await tableOf({ ...asked, unit: 'person_id' });
		const [north] = byPerson.cells;
		expect(north).toMatchObject({ units: 499, value: 20_000 + 498 * 2 });
		expect(north?.rules).toContain('dominance');
		expect(byPerson.behind[0]?.largestShare).toBeCloseTo(20_000 / 20_996, 10);
		const byRecord = await tableOf(asked);
		expect(byRecord.cells[0]?.rules).not.toContain('dominance');
	});

	test('counts units, or records when asked, and then looks for who holds most of them', async () => {
		const asked = { rows: ['area'], unit: 'person_id', statistic: 'count' };
		const people = await tableOf(asked);
		expect(people.cells.map((cell) => cell.value)).toEqual([500, 100]);
		const records = await tableOf({ ...asked, of: 'records' });
		expect(records.cells.map((cell) => cell.value)).toEqual([899, 100]);
		const strict = { dominance: { n: 2, k: 40 } };
		expect((await tableOf({ ...asked, of: 'records' }, strict)).cells[0]?.rules).toContain(
			'dominance'
		);
		expect((await tableOf(asked, strict)).cells[0]?.rules).not.toContain('dominance');
	});

	test('flags the practice that supplies 95 % of a cell of 500 people', async () => {
		const policy = { organisations: { column: 'practice', minimum: 3, share: 0.9 } };
		const asked = { rows: ['area'], unit: 'person_id', statistic: 'count' };
		const [north, south] = (await tableOf(asked, policy)).cells;
		expect(north?.rules).toContain('organisation');
		expect(south?.rules).not.toContain('organisation');
		const named = await tableOf({ ...asked, rows: ['practice'] }, policy);
		expect(named.cells.every((cell) => cell.rules.includes('organisation'))).toBe(true);
	});

	test('binds values and quotes names, so that neither is ever SQL', async () => {
		const count = { unit: 'person_id', statistic: 'count' };
		const none = { column: 'area', op: '=', value: "north' or 1=1 --" };
		await expect(tableOf({ ...count, where: [none] })).rejects.toThrow('No record matches');
		await expect(tableOf({ ...count, rows: ['area"; drop table asked; --'] })).rejects.toThrow(
			'There is no column'
		);
		await expect(
			tableOf({ ...count, where: [{ column: 'cost', op: '>', value: 'much' }] })
		).rejects.toThrow('cannot be computed');
	});

	test('counts under parents and the total, and leaves no hidden cell to be worked out from them', async () => {
		const made = await tableOf(
			{
				rows: ['practice'],
				columns: ['area'],
				unit: 'person_id',
				statistic: 'count',
				margins: true,
				hierarchies: [
					{
						column: 'practice',
						parents: [
							['P2', 'Small'],
							['P3', 'Small'],
							['Small', 'Every']
						]
					}
				]
			},
			{ classShare: null }
		);
		const at = (row: string, column: string) =>
			made.cells.find((cell) => cell.row[0] === row && cell.column[0] === column);
		expect(at('P2', 'north')).toMatchObject({ value: 5, suppression: 'primary' });
		expect(at('Small', 'Total')?.value).toBe(50);
		expect(at('Every', 'north')?.value).toBe(10);
		expect(at('Total', 'Total')?.value).toBe(600);
		expect(at('Total', 'south')).toMatchObject({ value: 100, status: 'safe' });
		expect(made.summary.secondary).toBeGreaterThan(0);
		expect(made.safeVerdict).not.toBe('fail');
	});

	test('refuses groups that would stand for two different cells', async () => {
		const parents = [['P1', 'P2']];
		const asked = {
			rows: ['practice'],
			statistic: 'count',
			hierarchies: [{ column: 'practice', parents }]
		};
		await expect(tableOf(asked)).rejects.toThrow('both a category');
	});

	test.each([
		['mean', (20_000 + 598 * 2) / 998],
		['median', 2],
		['min', 2],
		['max', 50],
		['mode', 2]
	])('gives the %s over records', async (statistic, value) => {
		const made = await tableOf({ unit: 'person_id', statistic, value: 'cost' });
		expect(made.cells[0]?.value).toBeCloseTo(value, 10);
		expect(made.behind[0]?.missing).toBe(1);
	});

	test('knows how many people share an end point', async () => {
		const asked = { unit: 'person_id', value: 'cost' };
		const lowest = await tableOf({ ...asked, statistic: 'min' });
		expect(lowest.cells[0]?.status).toBe('safe');
		const highest = await tableOf({ ...asked, statistic: 'max' });
		expect(highest.cells[0]?.rules).toContain('endpoint');
	});

	test('tells a researcher the rule and the remedy, and no parameter of concentration', async () => {
		const made = await tableOf({
			rows: ['area'],
			unit: 'person_id',
			statistic: 'sum',
			value: 'cost'
		});
		const told = redact(made);
		expect(told.policy).toEqual({ threshold: 10, rounding: null });
		expect(told.explained.map((one) => one.rule)).toContain('dominance');
		const words = JSON.stringify(told);
		for (const secret of ['"k"', 'pPercent', 'largest', 'behind', 'classShare', '90'])
			expect(words).not.toContain(secret);
	});
});
