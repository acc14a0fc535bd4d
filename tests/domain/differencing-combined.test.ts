import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, vi } from 'vitest';
import { test } from './differencing-scene.ts';
import {
	table,
	fewBornTo,
	compare,
	findings,
	released,
	quantities
} from './differencing-tables.ts';

vi.setConfig({ testTimeout: 120_000 });

describe('three tables', () => {
	test('of which no two give anybody away are caught across two releases', async ({ two }) => {
		const few = await fewBornTo(two);
		// everybody; the young; and all but the young and a few very old: each pair is far apart
		await released(two, 'one', table('sex', 1000, 3000));
		await released(two, 'two', table('sex', 1981, 3000));
		const late = await two.draft('one', table('sex', few + 1, 1980));
		expect((await compare(two, 'one', late)).fails).toBeGreaterThan(0);
		await two.approve(late, 'Agreed.');
		const seen = (await findings(two, late)).filter(({ cell }) => cell === 'Total');
		expect(seen.map(({ source }) => source?.kind)).toEqual(['rest', 'rest']);
		// both releases are named, each with what it is taken together with
		expect(new Set(seen.map(({ source }) => source?.releaseId)).size).toBe(2);
		expect(seen[0]?.source?.cells).toBe('Total, together with Total of table-0.csv');
	});
});

describe('sums', () => {
	test('whose difference one person makes up nearly alone are caught', async ({ two }) => {
		const db = await (await DuckDBInstance.create(':memory:')).connect();
		const path = join(two.home, 'snapshots', two.snapshot('two'), 'drug_exposure.parquet');
		const first = `select person_id, min(drug_concept_id) as first from read_parquet('${path}') group by 1`;
		const steps = await db.runAndReadAll(
			`select first, sum(count(*)) over (order by first desc)::int as people from (${first}) group by first order by first desc`
		);
		const step = steps
			.getRowObjects()
			.find(({ people }) => Number(people) >= 10 && Number(people) <= 200);
		if (step === undefined) throw new Error('No drug that few people have and nothing before it.');
		const last = Number(step['first']);
		// of the few with these drugs only, one has fifteen times what the others have: nearly all of
		// theirs, and little of everybody's. Which one it is differs from run to run: pseudonyms are random.
		await db.run(
			`copy (
				with few as (select person_id from (${first}) where first >= ${String(last)}),
				others as (
					select sum(1 + drug_concept_id % 3) as amount from read_parquet('${path}')
					where person_id in (select person_id from few) and person_id <> (select min(person_id) from few)
				),
				one as (
					select count(*) as records from read_parquet('${path}')
					where person_id = (select min(person_id) from few)
				)
				select * replace (
					case when person_id = (select min(person_id) from few)
					then 15 * (select amount from others) / (select records from one)
					else 1 + drug_concept_id % 3 end as quantity
				) from read_parquet('${path}')
			) to '${path}.new' (format parquet)`
		);
		db.closeSync();
		renameSync(`${path}.new`, path);
		await released(two, 'one', quantities(last - 1));
		const late = await two.draft('two', quantities(2_000_000_000));
		await compare(two, 'two', late);
		await two.approve(late, 'Agreed.');
		expect((await findings(two, late)).map(({ source }) => source?.kind)).toContain('dominated');
	});
});
