import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { runDifferencing } from '#domain/outputs/differencing/run.server.ts';
import { lostReleases } from '#domain/outputs/release/lost.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { describe, expect, vi } from 'vitest';
import { at, test } from './differencing-scene.ts';
import { table, fewBornTo, compare, released, place, quantities } from './differencing-tables.ts';

vi.setConfig({ testTimeout: 120_000 });

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
