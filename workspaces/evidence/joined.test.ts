import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { SnapshotSpecificationSchema } from '#domain/disclosure/specification.ts';
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

describe('evidence over joined tables', () => {
	test('looks an organisation up by person when the records do not name it', async () => {
		const made = await evidence({
			files: { ...files, '(registered)': files.data },
			specification: v.parse(SnapshotSpecificationSchema, {
				from: 'person',
				fields: {
					sex: { table: 'person', column: 'sex' },
					who: { table: 'person', column: 'person_id' }
				},
				rows: ['sex'],
				unit: 'who',
				statistic: 'count'
			}),
			policy: v.parse(PolicySchema, {
				organisations: { column: 'practice', minimum: 3, share: 0.7 }
			})
		});
		expect(made.behind.map((one) => one.organisations)).toEqual([6, 6]);
		expect(made.cells.map((cell) => cell.units)).toEqual([300, 300]);
		expect(made.cells.every((cell) => cell.rules.includes('organisation'))).toBe(true);
	});

	test('reads joined tables through the fields of its specification', async () => {
		const specification = v.parse(SnapshotSpecificationSchema, {
			from: 'data',
			joins: [
				{
					table: 'person',
					kind: 'inner',
					on: [
						[
							{ table: 'data', column: 'person_id' },
							{ table: 'person', column: 'person_id' }
						]
					]
				}
			],
			fields: {
				sex: { table: 'person', column: 'sex' },
				band: {
					call: 'floor',
					of: [{ call: '/', of: [{ table: 'data', column: 'cost' }, { constant: 10 }] }]
				},
				who: { table: 'person', column: 'person_id' }
			},
			rows: ['sex'],
			columns: ['band'],
			unit: 'who',
			statistic: 'count',
			where: [{ column: 'band', op: 'is not null' }]
		});
		const made = await evidence({ files, specification, policy: v.parse(PolicySchema, {}) });
		expect(made.cells.map(({ row, column, value }) => [...row, ...column, value])).toEqual([
			['F', '0', 299],
			['F', '5', 0],
			['M', '0', 299],
			['M', '5', 1]
		]);
	});

	test('refuses functions that we do not run, wherever the specification came from', async () => {
		const specification = v.parse(SnapshotSpecificationSchema, {
			from: 'data',
			fields: { x: { call: 'getenv', of: [{ constant: 'HOME' }] } },
			rows: ['x'],
			statistic: 'count'
		});
		await expect(
			evidence({ files, specification, policy: v.parse(PolicySchema, {}) })
		).rejects.toThrow('not one that we run');
	});
});
