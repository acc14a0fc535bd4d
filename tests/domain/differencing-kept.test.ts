import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { runDifferencing } from '#domain/outputs/differencing/run.server.ts';
import * as store from '#domain/outputs/differencing/store.server.ts';
import { lostReleases } from '#domain/outputs/release/lost.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { describe, expect, vi } from 'vitest';
import { at, leads, test, type Project, type Scene } from './differencing-scene.ts';

vi.setConfig({ testTimeout: 120_000 });

const person = (column: string) => ({ table: 'person', column });
const table = (by: string, from: number, to: number, more: object = {}) => ({
	rows: [by],
	columns: [],
	unit: 'person_id',
	statistic: 'count',
	of: 'units',
	value: null,
	q: null,
	where: [{ column: 'born', op: 'between', value: [from, to] }],
	hierarchies: [],
	margins: true,
	from: 'person',
	joins: [],
	fields: {
		person_id: person('person_id'),
		sex: person('gender_concept_id'),
		born: person('birth_year')
	},
	...more
});

/** People by year of birth, the earliest year first. */
async function births(scene: Scene): Promise<{ year: number; people: number }[]> {
	const db = await (await DuckDBInstance.create(':memory:')).connect();
	const path = join(scene.home, 'snapshots', scene.snapshot('one'), 'person.parquet');
	const found = await db.runAndReadAll(
		`select birth_year as year, count(*) as people from read_parquet('${path}')
		where birth_year is not null group by 1 order by 1`
	);
	const rows = found.getRowObjects();
	db.closeSync();
	return rows.map((row) => ({ year: Number(row['year']), people: Number(row['people']) }));
}

/** The last year up to which between one and nine people were born. */
async function fewBornTo(scene: Scene): Promise<number> {
	let [sum, last] = [0, 0];
	for (const { year, people } of await births(scene)) {
		sum += people;
		if (sum < 10) last = year;
	}
	return last;
}

const compare = async (scene: Scene, project: Project, id: string) => {
	const { db, actor } = await scene.as(leads[project]);
	return runDifferencing(db, scene.vault, actor, { id, at });
};

const findings = async (scene: Scene, id: string) => {
	const { db } = await scene.as('carlos');
	return db.read(async (tx) => {
		const latest = await store.latest(tx, id);
		return latest === null ? [] : store.differences(tx, latest.id);
	});
};

async function released(scene: Scene, project: Project, ...tables: object[]): Promise<string> {
	const id = await scene.draft(project, ...tables);
	const { fails } = await compare(scene, project, id);
	await scene.approve(id, fails > 0 ? 'Public already.' : '');
	await scene.release(id);
	return id;
}

const place = (scene: Scene, ...path: string[]) =>
	join(scene.home, 'keys', 'vault', 'differencing', ...path);

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

describe('a request compared before its data were refreshed', () => {
	test('is compared by the people it counted then', async ({ two, scene }) => {
		const few = await fewBornTo(two);
		const id = await two.draft('two', table('sex', few + 1, 3000));
		expect((await compare(two, 'two', id)).fails).toBe(0);
		await two.approve(id);
		await released(two, 'one', table('sex', 1000, 3000));

		const [old, fresh] = [two.snapshot('two'), two.snapshot('one')];
		await scene.owner`update workspace set snapshot_id = ${fresh} where snapshot_id = ${old}`;
		const gone = join(two.home, 'snapshots', old);
		renameSync(gone, `${gone}.gone`);
		try {
			const { db, actor } = await two.as('carlos');
			const again = await runDifferencing(db, two.vault, actor, { id, at });
			expect(again.fails).toBeGreaterThan(0);
			const kept = JSON.parse(readFileSync(place(two, 'pending', id, 'manifest.json'), 'utf8')) as {
				tables: { snapshot: string }[];
			};
			expect(kept.tables.map(({ snapshot }) => snapshot)).toEqual([old]);
		} finally {
			renameSync(`${gone}.gone`, gone);
		}
	});
});

describe('what the vault keeps', () => {
	test('blocks with a plain reason when it and its data are lost, and keeps the others', async ({
		two,
		scene
	}) => {
		const lost = await released(two, 'two', table('sex', 1950, 2000));
		const other = await released(two, 'one', table('sex', 1960, 2010));
		// the last release was kept when the other was compared: lose that, its data as well
		const of = async (request: string) => {
			const [row] = await scene.owner<
				{ id: string }[]
			>`select id from release where request_id = ${request}`;
			return row?.id ?? '';
		};
		renameSync(place(two, 'releases', await of(lost)), place(two, 'lost'));
		const data = join(two.home, 'snapshots', two.snapshot('two'));
		renameSync(data, `${data}.gone`);
		try {
			expect(await two.vault.recordReleases()).toMatchObject({ lost: 1 });
			expect(existsSync(place(two, 'releases', await of(other)))).toBe(true);
			const late = await two.draft('one', table('sex', 1930, 1990));
			await expect(compare(two, 'one', late)).rejects.toMatchObject({
				status: 409,
				message: expect.stringMatching(/^One earlier release .* lost.*Lost releases/) as string
			});
			// what counts something else cannot be taken away from it
			await compare(two, 'one', await two.draft('one', quantities(2_000_000_000)));

			const [checker, researcher] = [await two.as('carlos'), await two.as('amara')];
			expect(await lostReleases(checker.db, checker.actor)).toMatchObject([
				{
					id: await of(lost),
					whom: expect.stringMatching(/project \d+\), /) as string,
					because: expect.stringMatching(/cannot be found again/) as string
				}
			]);
			await expect(lostReleases(researcher.db, researcher.actor)).rejects.toMatchObject({
				status: 404
			});
			const read = (tx: Tx) => tx`select from release_lost`;
			expect(await researcher.db.read(read)).toHaveLength(0);
			expect(await researcher.db.read((tx) => tx`select from app.lost_releases()`)).toHaveLength(0);
		} finally {
			renameSync(`${data}.gone`, data);
			renameSync(place(two, 'lost'), place(two, 'releases', await of(lost)));
		}
		expect(await two.vault.recordReleases()).toMatchObject({ lost: 0 });
		const { db, actor } = await two.as('carlos');
		expect(await lostReleases(db, actor), 'restored').toEqual([]);
		await compare(two, 'one', await two.draft('one', table('sex', 1930, 1990)));
	});

	test('and is damaged is lost as well: an index or sets that cannot be read', async ({
		two,
		scene
	}) => {
		const request = await released(two, 'two', table('sex', 1951, 2000));
		await two.vault.recordReleases();
		const [row] = await scene.owner<
			{ id: string }[]
		>`select id from release where request_id = ${request}`;
		for (const name of ['index.bin', 'sets.bin']) {
			const path = place(two, 'releases', row?.id ?? '', name);
			renameSync(path, `${path}.gone`);
			expect(await two.vault.recordReleases(), name).toMatchObject({ lost: 1 });
			renameSync(`${path}.gone`, path);
			expect(await two.vault.recordReleases(), name).toMatchObject({ lost: 0 });
		}
	});

	test('of a request that was rejected or taken back is forgotten, of others not', async ({
		two,
		scene
	}) => {
		const ids = [];
		for (const status of ['rejected', 'withdrawn', 'submitted'] as const) {
			const id = await two.draft('one', table('sex', 1940, 1990));
			await compare(two, 'one', id);
			await two.approve(id);
			expect(existsSync(place(two, 'pending', id))).toBe(true);
			if (status !== 'submitted')
				await scene.owner.begin(async (tx) => {
					await tx`set local session_replication_role = replica`;
					await tx`update output_request set status = ${status} where id = ${id}`;
				});
			ids.push(id);
		}
		await two.vault.recordReleases();
		expect(ids.map((id) => existsSync(place(two, 'pending', id)))).toEqual([false, false, true]);
	});
});

describe('a project', () => {
	test('has its requests compared with releases so many times a day and no more', async ({
		two,
		scene
	}) => {
		await scene.owner`update checking_policy set comparisons_a_day = 2`;
		const { actor } = await two.as('amara');
		const ids = [1930, 1931, 1932].map((from) => two.draft('one', table('sex', from, 2000)));
		const [first = '', second = '', third = ''] = await Promise.all(ids);
		await compare(two, 'one', first);
		await compare(two, 'one', second);
		await expect(compare(two, 'one', third)).rejects.toThrow(
			/compared with earlier releases 2 times in the last 24 hours/
		);
		expect(existsSync(place(two, 'pending', third))).toBe(false);
		// with its own tables as often as one likes, and another project is not held up
		await two.vault.difference({ person: actor.id, request: third, within: true });
		const elsewhere = await two.draft('two', table('sex', 1933, 2000));
		await compare(two, 'two', elsewhere);
	});
});

const exposure = (column: string) => ({ table: 'drug_exposure', column });
/** What was prescribed to people whose drugs are numbered up to `most`. */
const quantities = (most: number) =>
	table('kind', 0, most, {
		statistic: 'sum',
		of: 'records',
		value: 'quantity',
		where: [{ column: 'drug', op: 'between', value: [0, most] }],
		from: 'drug_exposure',
		fields: {
			person_id: exposure('person_id'),
			kind: exposure('drug_type_concept_id'),
			drug: exposure('drug_concept_id'),
			quantity: exposure('quantity')
		}
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
