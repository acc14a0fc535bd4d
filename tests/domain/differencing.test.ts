import {
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	mkdirSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { insistCompared, runDifferencing } from '#domain/outputs/differencing/run.server.ts';
import * as store from '#domain/outputs/differencing/store.server.ts';
import { differencesOf } from '#domain/outputs/differencing/read.server.ts';
import { describe, expect, vi } from 'vitest';
import { at, leads, test, type Project, type Scene } from './differencing-scene.ts';
import { ended, startVaultProcess, until } from './workspaces-processes.ts';

vi.setConfig({ testTimeout: 120_000 });

const person = (column: string) => ({ table: 'person', column });
const fields = {
	person_id: person('person_id'),
	sex: person('gender_concept_id'),
	born: person('birth_year'),
	decade: {
		call: '*',
		of: [
			{ call: 'floor', of: [{ call: '/', of: [person('birth_year'), { constant: 10 }] }] },
			{ constant: 10 }
		]
	}
};
/** People by a column, of those whom the conditions leave. */
const people = (by: string, where: readonly object[] = [], more: object = {}) => ({
	rows: [by],
	columns: [],
	unit: 'person_id',
	statistic: 'count',
	of: 'units',
	value: null,
	q: null,
	where,
	hierarchies: [],
	margins: true,
	from: 'person',
	joins: [],
	fields,
	...more
});
const born = (from: number, to: number) => [{ column: 'born', op: 'between', value: [from, to] }];

/** The year up to which between one and nine people were born, who are known by their birth year. */
async function fewBornTo(scene: Scene): Promise<number> {
	const db = await (await DuckDBInstance.create(':memory:')).connect();
	const path = join(scene.home, 'snapshots', scene.snapshot('one'), 'person.parquet');
	const found = await db.runAndReadAll(
		`select max(birth_year) as year from (
			select birth_year, sum(count(*)) over (order by birth_year) as so_far
			from read_parquet('${path}') where birth_year is not null group by birth_year
		) where so_far between 1 and 9`
	);
	const year = found.getRowObjects()[0]?.['year'];
	db.closeSync();
	if (year === null || year === undefined) throw new Error('No year with few people up to it.');
	return Number(year);
}

const compared = async (scene: Scene, project: Project, id: string) => {
	const { db, actor } = await scene.as(leads[project]);
	const ran = await runDifferencing(db, scene.vault, actor, { id, at });
	const found = await db.read(async (tx) => {
		const latest = await store.latest(tx, id);
		return latest === null ? [] : store.differences(tx, latest.id);
	});
	return { ran, found };
};

async function released(scene: Scene, project: Project, ...tables: object[]): Promise<string> {
	const id = await scene.draft(project, ...tables);
	const { ran } = await compared(scene, project, id);
	await scene.approve(id, ran.fails > 0 ? 'Public already.' : '');
	await scene.release(id);
	return id;
}

const asChecker = async (scene: Scene, id: string) => {
	const { db } = await scene.as('carlos');
	return db.read(async (tx) => {
		const latest = await store.latest(tx, id);
		return latest === null ? [] : store.differences(tx, latest.id);
	});
};

describe('differencing across projects', () => {
	test('catches two tables that are safe alone, though pseudonyms and keys differ', async ({
		two
	}) => {
		const year = await fewBornTo(two);
		const first = await released(two, 'one', people('sex', born(1000, 3000)));
		const second = await two.draft('two', people('sex', born(year + 1, 3000)));
		const { ran, found } = await compared(two, 'two', second);
		expect(ran.fails).toBeGreaterThan(0);
		expect(found.map(({ cell }) => cell)).toContain('Total');
		// the researcher is told that, never what or how
		expect(found.every(({ source }) => source === null)).toBe(true);

		await two.approve(second, 'Agreed with the controller.');
		const seen = await asChecker(two, second);
		expect(seen.find(({ cell }) => cell === 'Total')?.source).toMatchObject({
			kind: 'nested',
			sizeClass: '1 to 9 people',
			requestId: first,
			file: 'table-0.csv',
			cells: 'Total'
		});
		const { db } = await two.as('joseph');
		const shown = await differencesOf(db, second);
		expect(shown?.findings[0]).toMatchObject({
			sentence: 'An earlier release makes this cell recoverable.',
			source: null
		});

		const pseudonyms = async (project: Project) => {
			const db = await (await DuckDBInstance.create(':memory:')).connect();
			const path = join(two.home, 'snapshots', two.snapshot(project), 'person.parquet');
			const rows = await db.runAndReadAll(
				`select person_id::varchar as id from read_parquet('${path}')`
			);
			db.closeSync();
			return new Set(rows.getRowObjects().map((row) => String(row['id'])));
		};
		const [one, other] = [await pseudonyms('one'), await pseudonyms('two')];
		expect(one.size).toBeGreaterThan(1000);
		expect(one.intersection(other).size).toBe(0);
	});

	test('leaves twenty unrelated pairs alone', async ({ two }) => {
		// all bands begin and end with five years: what two of them leave of a third is never a year or two,
		// which would be few people, and rightly found
		const decades = [1940, 1950, 1960, 1970, 1980];
		const pairs = decades.flatMap((decade) => [
			[people('sex', born(decade, decade + 19)), people('sex', born(decade + 5, decade + 24))],
			[people('decade', born(decade, 1999)), people('sex', born(decade - 5, decade + 34))],
			[people('sex', born(decade, decade + 9)), people('sex', born(decade + 10, decade + 19))],
			[people('sex', born(decade, decade + 24)), people('decade', born(decade + 5, 2009))]
		]);
		expect(pairs).toHaveLength(20);
		const flagged = [];
		for (const [earlier = {}, later = {}] of pairs) {
			await released(two, 'one', earlier);
			const id = await two.draft('two', later);
			const { found } = await compared(two, 'two', id);
			flagged.push(...found);
		}
		expect(flagged).toEqual([]);
	});

	test('compares again with what was released since, and releases nothing that was not', async ({
		two,
		scene
	}) => {
		const year = await fewBornTo(two);
		const late = await two.draft('two', people('sex', born(year + 1, 3000)));
		expect((await compared(two, 'two', late)).ran.fails).toBe(0);
		await two.approve(late);
		await released(two, 'one', people('sex', born(1000, 3000)));

		await expect(two.release(late)).rejects.toThrow(/compared with every earlier release/);
		const checker = await two.as('carlos');
		const list = await scene.owner<{ id: string; name: string; sha256: string }[]>`
			select id, name, sha256 from output_file where request_id = ${late}
		`;
		await expect(
			checker.db.read((tx) => insistCompared(tx, { id: late }, list))
		).rejects.toMatchObject({ status: 409 });
		const again = await runDifferencing(checker.db, two.vault, checker.actor, { id: late, at });
		expect(again).toMatchObject({ fresh: true });
		expect(again.fails).toBeGreaterThan(0);
		await checker.db.read((tx) => insistCompared(tx, { id: late }, list));
		await expect(two.release(late)).rejects.toThrow(/exception of every approval/);
		const once = await runDifferencing(checker.db, two.vault, checker.actor, { id: late, at });
		expect(once).toMatchObject({ fresh: false });
	});

	test('says of two tables of one request that they give people away, before it is sent', async ({
		two
	}) => {
		const year = await fewBornTo(two);
		const id = await two.draft(
			'one',
			people('sex', born(1000, 3000)),
			people('sex', born(year + 1, 3000))
		);
		const { actor } = await two.as('amara');
		const asked = { person: actor.id, request: id, within: true };
		const told = (await two.vault.difference(asked)).researcher;
		expect(told).toContainEqual(expect.objectContaining({ cell: 'Total', within: true }));
		expect(Object.keys(told[0] ?? {}).sort()).toEqual(['cell', 'file', 'level', 'within']);
	});

	test('tells nobody but members and checkers anything', async ({ two }) => {
		const id = await two.draft('one', people('sex'));
		const stranger = await two.as('joseph');
		for (const within of [true, false])
			await expect(
				two.vault.difference({ person: stranger.actor.id, request: id, within })
			).rejects.toThrow(/no such output request/);
		await compared(two, 'one', id);
		expect(await stranger.db.read((tx) => store.latest(tx, id))).toBeNull();
	});
});

const releases = (scene: Scene) => join(scene.home, 'keys', 'vault', 'differencing', 'releases');
const bytesOf = (folder: string) =>
	readdirSync(folder)
		.sort()
		.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);

describe('what is kept of a release', () => {
	test('is described in the database and lies with the vault alone', async ({ two, scene }) => {
		const id = await released(two, 'one', people('decade'));
		await two.vault.recordReleases();
		await two.vault.recordReleases();
		const [release] = await scene.owner<
			{ id: string }[]
		>`select id from release where request_id = ${id}`;
		const folder = join(releases(two), release?.id ?? '');
		for (const name of readdirSync(folder))
			expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
		const cells = await scene.owner<
			{ labels: string[]; value: string | null; suppressed: boolean }[]
		>`
			select labels, value, suppressed from released_cell order by position
		`;
		expect(cells.length).toBeGreaterThan(3);
		expect(cells.every(({ value, suppressed }) => suppressed === (value === null))).toBe(true);
		const researcher = await two.as('amara');
		expect(await researcher.db.read((tx) => tx`select from released_cell`)).toHaveLength(0);
		const checker = await two.as('carlos');
		expect(await checker.db.read((tx) => tx`select from released_cell`)).toHaveLength(cells.length);
	});

	test('is whole after a kill, and the same as without one', async ({ two, scene }) => {
		const id = await released(two, 'one', people('decade'), people('sex'));
		await two.stopVault();
		const process = startVaultProcess({ db: scene, home: two.home } as never);
		try {
			await until(() =>
				two.vault.health().then(
					() => true,
					() => undefined
				)
			);
			const cut = two.vault.recordReleases().catch(() => 'cut off');
			process.kill('SIGKILL');
			await ended(process);
			await cut;
		} finally {
			process.kill('SIGKILL');
		}
		await two.startVault();
		await two.vault.recordReleases();
		const [release] = await scene.owner<
			{ id: string }[]
		>`select id from release where request_id = ${id}`;
		const folder = join(releases(two), release?.id ?? '');
		const before = bytesOf(folder);

		// lost, with a half-written one beside it: made again from the data, byte for byte
		rmSync(folder, { recursive: true });
		mkdirSync(`${folder}.tmp`, { recursive: true });
		writeFileSync(join(`${folder}.tmp`, 'index.bin'), 'half');
		await two.vault.recordReleases();
		expect(bytesOf(folder)).toEqual(before);
		expect(existsSync(`${folder}.tmp`)).toBe(false);
		const [rows] = await scene.owner<
			{ tables: number }[]
		>`select count(*)::int as tables from released_table`;
		expect(rows?.tables).toBe(2);
	});
});
