import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PolicySchema, usualPolicy } from '#domain/disclosure/policy.ts';
import { answerEvidence } from './for-vault.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const snapshot = mkdtempSync(join(tmpdir(), 'aldgate-snapshot-'));
let db: DuckDBConnection;

/** 200 people of two regions, 195 of them of one practice; every fiftieth is in the far one, all young. */
beforeAll(async () => {
	db = await (await DuckDBInstance.create(':memory:')).connect();
	await db.run(
		`copy (select i as person_id, case when i % 50 = 0 then 'far' else 'near' end as region,
			case when i % 50 > 0 and i % 2 = 0 then 'old' else 'young' end as age_band,
			case when i < 195 then 1 else i end as care_site_id from range(200) r(i))
		to '${join(snapshot, 'person.parquet')}' (format parquet)`
	);
	await db.run(
		`copy (select i as measurement_id, i % 200 as person_id, i % 7 as value_as_number
			from range(1000) r(i))
		to '${join(snapshot, 'measurement.parquet')}' (format parquet)`
	);
});
afterAll(() => {
	db.closeSync();
	rmSync(snapshot, { recursive: true });
});

async function ask(sql: string, more: object = {}, own = usualPolicy) {
	const made = await db.runAndReadAll('select json_serialize_sql($1::varchar) as tree', [sql]);
	const tree: unknown = JSON.parse(String(made.getRowObjects()[0]?.['tree']));
	return answerEvidence(snapshot, { tree, ...more }, own);
}
const count = 'select region, count(distinct person_id) n from person group by region';

describe('evidence over a snapshot', () => {
	test('answers a query with the table, judged and protected', async () => {
		const answer = await ask(count);
		if (answer.kind !== 'table') throw new Error(answer.reason);
		expect(answer.table.verdict).toBe('fail');
		expect(answer.table.cells.map(({ row, value, rules }) => [...row, value, rules])).toEqual([
			['far', 4, ['threshold', 'organisation']],
			['near', 196, ['organisation', 'class']],
			['Total', 200, ['organisation']]
		]);
		expect(answer.table.safe.filter((cell) => cell.mark === 'suppressed')).toHaveLength(2);
		expect(answer.researcher).not.toHaveProperty('behind');
	});

	test('finds the practice of records that name none through their person', async () => {
		const answer = await ask('select count(*) from measurement');
		if (answer.kind !== 'table') throw new Error(answer.reason);
		expect(answer.table.cells[0]?.rules).toEqual(['organisation']);
	});

	test('calls constants and made-up people what they are', async () => {
		expect(await ask("select 'a' k, 57 n")).toMatchObject({ kind: 'needs-evidence' });
		expect(
			await ask('select count(distinct pid) from (select uuid() as pid from range(99))')
		).toMatchObject({ kind: 'needs-evidence' });
	});

	test('lets a policy that comes along make the rules stricter, never laxer', async () => {
		const lax = await ask(count, { policy: { threshold: 2 } });
		const strict = await ask(count, { policy: { threshold: 300 } });
		if (lax.kind !== 'table' || strict.kind !== 'table') throw new Error('No table.');
		expect(lax.table.summary.rules.threshold).toBe(1);
		expect(strict.table.summary.rules.threshold).toBe(3);
	});

	test('knows of zeros that say nothing from the project’s own policy alone', async () => {
		const wide = `select region, age_band, count(distinct person_id) n from person group by all`;
		const own = v.parse(PolicySchema, {
			structural: { zeros: [{ region: 'far', age_band: 'old' }] }
		});
		const rulesOf = async (policy: typeof own, sent: object) => {
			const answer = await ask(wide, sent, policy);
			if (answer.kind !== 'table') throw new Error(answer.reason);
			return answer.table.cells.find(({ row, column }) => [...row, ...column].join() === 'far,old')
				?.rules;
		};
		expect(await rulesOf(own, {})).toEqual([]);
		expect(await rulesOf(usualPolicy, { policy: own })).toEqual(['zero']);
		expect(await rulesOf(own, { policy: {} }), 'a stricter one knows of none').toEqual(['zero']);
	});

	test('gives the same table for its specification, and rounds when asked', async () => {
		const first = await ask(count);
		if (first.kind !== 'table') throw new Error(first.reason);
		const asked = { specification: first.specification, control: 'round' };
		const again = await answerEvidence(snapshot, asked, usualPolicy);
		if (again.kind !== 'table') throw new Error(again.reason);
		expect(again.table.cells.map((cell) => cell.value)).toEqual([4, 196, 200]);
		expect(again.table.control).toBe('round');
		expect(again.table.safe.map((cell) => cell.value)).toContain(200);
	});

	test('holds a specification from elsewhere to what a query must keep', async () => {
		const first = await ask(count);
		if (first.kind !== 'table') throw new Error(first.reason);
		const { specification } = first;
		const person = { table: 'person', column: 'person_id' };
		const fields = { ...specification.fields, each: person, fixed: { constant: 'a' } };
		const hidden = { call: '+', of: [person, { constant: 1_000_000 }] };
		for (const change of [
			{ rows: ['each'] },
			{ rows: ['fixed'] },
			{ unit: null },
			{ unit: 'region' },
			{ where: [{ column: 'each', op: '=', value: 7 }] },
			{ statistic: 'sum', value: 'sum', fields: { ...fields, sum: hidden } },
			{ rows: ['region; drop table person'] }
		])
			expect(
				await answerEvidence(
					snapshot,
					{ specification: { ...specification, fields, ...change } },
					usualPolicy
				)
			).toMatchObject({ kind: 'needs-evidence' });
	});
});
