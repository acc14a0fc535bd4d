import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { PolicySchema, usualPolicy } from '#domain/disclosure/policy.ts';
import { cellKey, perturb, tableRow } from '#domain/disclosure/rounding/cell-key.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { hasShared, sharedPath, sharedRecords } from '../../tests/support/shared.ts';
import { evidence, evidenceCells } from './evidence.ts';
import { answerEvidence } from './for-vault.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-record-keys-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const off = {
	threshold: null,
	dominance: null,
	pPercent: null,
	zerosDisclose: null,
	classShare: null,
	organisations: null
};

describe.skipIf(!hasShared('sdc/06-ons-cellkey'))('cell keys (known answers)', () => {
	const expected = sharedRecords('sdc/06-ons-cellkey/expected_result.csv');
	const rows = new Map<number, [number, number][]>();
	for (const { pcv, ckey, pvalue } of sharedRecords('sdc/06-ons-cellkey/ptable_10_5.csv')) {
		const runs = rows.get(Number(pcv)) ?? [];
		rows.set(Number(pcv), [...runs, [Number(pvalue), Number(ckey)]]);
	}
	const rounding = {
		method: 'cell-key' as const,
		keys: 256,
		repeat: 250,
		changes: [...rows.keys()].sort((a, b) => a - b).map((pcv) => rows.get(pcv) ?? []),
		recordKey: 'record_key'
	};
	const request = (more: object) => ({
		files: { data: sharedPath('sdc/06-ons-cellkey/micro.csv') },
		specification: v.parse(TableSpecificationSchema, {
			rows: ['var1', 'var5'],
			columns: ['var8'],
			statistic: 'count'
		}),
		policy: v.parse(PolicySchema, { ...off, rounding, ...more })
	});
	const place = (cell: { row: readonly string[]; column: readonly string[] }): string =>
		[...cell.row, ...cell.column].join(',');

	test('all 200 cells have the key, the row, the change and the count expected', async () => {
		const cells = new Map((await evidenceCells(request({}))).map((cell) => [place(cell), cell]));
		expect(expected).toHaveLength(200);
		for (const one of expected) {
			const cell = cells.get(`${one['var1']},${one['var5']},${one['var8']}`);
			const count = cell?.units ?? 0;
			const sum = cell?.keys ?? 0;
			const changed = perturb(count, sum, rounding);
			expect({
				pre_sdc_count: String(count),
				ckey: String(cellKey(sum, rounding)),
				pcv: String(tableRow(count, rounding)),
				count: changed < 10 ? '' : String(changed)
			}).toEqual({
				pre_sdc_count: one['pre_sdc_count'],
				ckey: one['ckey'],
				pcv: one['pcv'],
				count: one['count']
			});
		}
	});
	test('the table that may leave shows the 32 that are published, and nothing else', async () => {
		const table = await evidence(request({ threshold: 10, secondary: false }));
		const shown = table.safe.filter((cell) => typeof cell.value === 'number' && cell.value > 0);
		const wanted = expected.filter(({ count }) => count !== '');
		expect(wanted).toHaveLength(32);
		expect(table.control).toBe('round');
		const published = new Map(shown.map((cell) => [place(cell), String(cell.value)]));
		for (const one of wanted) {
			const at = `${one['var1']},${one['var5']},${one['var8']}`;
			const before = Number(one['pre_sdc_count']);
			// below the threshold before it was changed: our rule hides it whatever it becomes
			if (before >= 10) expect(published.get(at)).toBe(one['count']);
			published.delete(at);
		}
		expect(published.size).toBe(0);
	});
});

describe('keys made for people', () => {
	const data = join(folder, 'visits.csv');
	const lines = Array.from(
		{ length: 600 },
		(_, i) => `${i % 300},${i % 7},${i % 2 === 0 ? 'F' : 'M'}`
	);
	writeFileSync(data, `person_id,area,sex\n${lines.join('\n')}\n`);
	const key = new Uint8Array(32).fill(7);
	const random = v.parse(PolicySchema, { ...off, rounding: { method: 'random', base: 5 } });
	const values = async (specification: object, secret?: { key: Uint8Array; numbers: null }) => {
		const table = await evidence({
			files: { data },
			specification: v.parse(TableSpecificationSchema, {
				unit: 'person_id',
				statistic: 'count',
				...specification
			}),
			policy: random,
			secret
		});
		return new Map(table.safe.map((cell) => [[...cell.row, ...cell.column].join(), cell.value]));
	};
	const secret = { key, numbers: null };

	test('round a group the same way however it is asked for, and never by request', async () => {
		const byArea = await values({ rows: ['area'] }, secret);
		expect(await values({ rows: ['area'] }, secret)).toEqual(byArea);
		expect([...byArea.values()].every((value) => Number(value) % 5 === 0)).toBe(true);
		for (const area of ['0', '3', '6']) {
			const where = [{ column: 'area', op: '=', value: Number(area) }];
			const alone = await values({ rows: [], where }, secret);
			expect(alone.get('')).toBe(byArea.get(area));
		}
	});
	test('go another way under another key', async () => {
		const rows = ['area', 'sex'];
		const one = await values({ rows }, secret);
		const other = await values({ rows }, { key: new Uint8Array(32).fill(8), numbers: null });
		expect([...one.keys()]).toEqual([...other.keys()]);
		expect(one).not.toEqual(other);
	});
	test('are asked for in one sentence where there is nothing to make them with', async () => {
		await expect(values({ rows: ['area'] })).rejects.toThrow(/key file/);
	});
	test('follow people through the pseudonyms of two projects', async () => {
		const db = await (await DuckDBInstance.create(':memory:')).connect();
		const answers = [];
		for (const project of ['one', 'two']) {
			const snapshot = mkdtempSync(join(folder, project));
			const numbers = join(folder, `${project}.parquet`);
			const pid = `md5('${project}' || i::varchar)`;
			await db.run(
				`copy (select ${pid} as person_id, i % 3 as gender_concept_id, 1 + i % 9 as care_site_id
				from range(217) r(i)) to '${join(snapshot, 'person.parquet')}' (format parquet)`
			);
			await db.run(
				`copy (select ${pid} as pid, i::uinteger as number from range(217) r(i))
				to '${numbers}' (format parquet)`
			);
			const sql =
				'select gender_concept_id, count(distinct person_id) n from person group by gender_concept_id';
			const made = await db.runAndReadAll('select json_serialize_sql($1::varchar) as tree', [sql]);
			const tree: unknown = JSON.parse(String(made.getRowObjects()[0]?.['tree']));
			const policy = { rounding: { method: 'random', base: 7 } };
			const answer = await answerEvidence(snapshot, { tree, policy }, usualPolicy, {
				key,
				numbers
			});
			if (answer.kind !== 'table') throw new Error(answer.reason);
			expect(answer.table.control).toBe('round');
			expect(answer.researcher.policy.rounding).toEqual({ method: 'random', base: 7 });
			answers.push(answer.table.safe.map(({ value }) => value));
		}
		db.closeSync();
		expect(answers[0]).toEqual(answers[1]);
		expect(answers[0]?.every((value) => Number(value) % 7 === 0)).toBe(true);
	});
});

test('a policy that demands controlled rounding yields a table that adds up', async () => {
	const data = join(folder, 'square.csv');
	const lines = Array.from({ length: 997 }, (_, i) => `${i},${i % 3},${i % 7}`);
	writeFileSync(data, `person_id,a,b\n${lines.join('\n')}\n`);
	const table = await evidence({
		files: { data },
		specification: v.parse(TableSpecificationSchema, {
			rows: ['a'],
			columns: ['b'],
			unit: 'person_id',
			statistic: 'count',
			margins: true
		}),
		policy: v.parse(PolicySchema, { ...off, rounding: { method: 'controlled', base: 10 } })
	});
	const value = (a: string, b: string): number =>
		Number(table.safe.find(({ row, column }) => row[0] === a && column[0] === b)?.value);
	for (const a of ['0', '1', '2', 'Total']) {
		const parts = [0, 1, 2, 3, 4, 5, 6].map((b) => value(a, String(b)));
		expect(parts.reduce((sum, part) => sum + part, 0)).toBe(value(a, 'Total'));
		expect(value(a, 'Total') % 10).toBe(0);
	}
});
