import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import type { Sql } from '#platform/db.server.ts';
import { hostAt } from '#platform/host.server.ts';
import { bind, connect } from '#platform/db.server.ts';
import { writeIntervals } from '#workspaces/host/meter/usage.store.server.ts';
import { test as base, type TestDatabase } from '../support/database.ts';
import { lacking, sessionScene } from './session-scene.ts';

const sandboxed = existsSync('/usr/bin/bwrap');
if (!sandboxed)
	process.stderr.write('skipped: bubblewrap is not installed, so nothing can be run\n');

type Scene = Awaited<ReturnType<typeof sessionScene>>;
const test = base.extend<{ scene: Scene }>({
	scene: async ({ db }, use) => {
		const scene = await sessionScene(db);
		await use(scene);
		await scene.close();
	}
});

type Month = { cpuMs: bigint; memoryMibMs: bigint; byteHours: string };
const month = async (owner: Sql, workspace: string): Promise<Month | undefined> =>
	(
		await owner<Month[]>`
			select cpu_ms, memory_mib_ms, byte_hours::text
			from usage_month where workspace_id = ${workspace}
		`
	)[0];

/** Asks until it is so; the test's own time limit ends it. */
async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== false) return found;
		await pause(100);
	}
}

const interval = (workspace: string, number: number, cpuMs: number) => {
	const at = Temporal.Now.instant();
	return { workspace, number, from: at, to: at, cpuMs, memoryMibMs: 10 };
};
const sent = async (db: TestDatabase, host: string, ...some: ReturnType<typeof interval>[]) => {
	const sql = connect(db.hostUrl, 1);
	await writeIntervals(sql, host, some);
	await sql.end();
};

const loop = { sql: '', python: 'while True: pass' };
const heavy =
	'select count(*) from range(60000000000) t(i) where i * 7 % 13 = 5 and i * 11 % 17 = 3';

describe.skipIf(!sandboxed)('what a workspace uses', { timeout: 120_000 }, () => {
	test('is measured of every query and every session, and shown to its members alone', async ({
		db,
		scene
	}) => {
		const { whose, home, workspace } = scene;
		const sql = "select sum(hash(i || 'x')) from range(20000000) t(i)";
		const asked = { ...whose, sql, run: crypto.randomUUID() };
		expect(await hostAt(home).run(asked)).toMatchObject({ ok: true });
		await until(async () => Number((await month(db.owner, workspace))?.cpuMs ?? 0) > 100);
		const before = await month(db.owner, workspace);
		await scene.ran('sql', sql);
		const after = await until(async () => {
			const now = await month(db.owner, workspace);
			return now && now.cpuMs > (before?.cpuMs ?? 0n) + 100n && now;
		});
		expect(Number(after.memoryMibMs)).toBeGreaterThan(0);
		expect(Number(after.byteHours), 'the snapshot’s files').toBeGreaterThan(0);
		const seen = (person: string) =>
			bind(db.portal, person).read(
				async (tx) => (await tx`select from usage_month where workspace_id = ${workspace}`).length
			);
		expect(await seen(scene.member)).toBe(1);
		expect(await seen(scene.stranger)).toBe(0);
	});

	test('counts once, however often an interval is sent', async ({ db, scene }) => {
		const { workspace } = scene;
		const host = crypto.randomUUID();
		for (let again = 0; again < 3; again += 1) await sent(db, host, interval(workspace, 0, 500));
		await sent(db, host, interval(workspace, 0, 500), interval(workspace, 1, 70));
		await sent(db, crypto.randomUUID(), interval(workspace, 0, 9));
		expect((await month(db.owner, workspace))?.cpuMs).toBe(579n);
	});

	test('is written by the host alone, and changed by nobody', async ({ db, scene }) => {
		await sent(db, crypto.randomUUID(), interval(scene.workspace, 0, 500));
		const row = { ...interval(scene.workspace, 1, 1) };
		for (const sql of [db.portal, db.worker])
			await expect(
				sql`insert into usage_interval values (${crypto.randomUUID()}, 1, ${scene.workspace}, ${row.from}, ${row.to}, 1, 1)`
			).rejects.toMatchObject({ code: '42501' });
		const host = connect(db.hostUrl, 1);
		for (const table of ['usage_interval', 'usage_month', 'usage_cap'])
			await expect(
				host`update ${host(table)} set workspace_id = workspace_id`
			).rejects.toMatchObject({ code: '42501' });
		await host.end();
		await expect(db.owner`delete from usage_interval`).rejects.toThrow('append-only');
	});
});

describe.skipIf(!sandboxed)('the cap of a month', { timeout: 120_000 }, () => {
	const cap = (db: TestDatabase, workspace: string) =>
		db.owner.begin(async (tx) => {
			await tx`set local session_replication_role = replica`;
			await tx`insert into usage_cap values (${workspace}, 1, 1000, 'A test', ${crypto.randomUUID()}, now())`;
		});

	test('alerts at four fifths, and stops runs at its whole; what is open stays open', async ({
		db,
		scene
	}) => {
		const { workspace, whose, home } = scene;
		await cap(db, workspace);
		await scene.ran('sql', 'select 1 as one');
		await sent(db, crypto.randomUUID(), interval(workspace, 0, 2_900_000));
		const alerts = async () =>
			(
				await db.owner<{ level: string }[]>`
					select level from usage_alert where workspace_id = ${workspace} order by at, level desc
				`
			).map(({ level }) => level);
		expect(await alerts()).toEqual(['near']);
		expect((await scene.ran('sql', 'select 1 as one')).ok).toBe(true);
		await sent(db, crypto.randomUUID(), interval(workspace, 0, 700_000));
		expect(await alerts()).toEqual(['near', 'cap']);
		const titles = await db.owner<{ personId: string; title: string }[]>`
			select person_id, title from notice where subject_id = ${workspace} order by title
		`;
		expect(titles.map(({ personId }) => personId)).toEqual([scene.member, scene.member]);

		const over = { ok: false, error: { code: 'cap' } };
		expect(await scene.cell('sql', 'select 1 as one')).toMatchObject(over);
		const refused = await hostAt(home).run({ ...whose, sql: 'select 1', run: crypto.randomUUID() });
		expect(refused).toMatchObject({
			error: { message: expect.stringContaining('What is open stays readable') as string }
		});
		expect(await scene.client().look(whose)).toMatchObject({ state: 'ready', ended: null });
	});

	test('stops a cell and a query that are going when it is reached', async ({ db, scene }) => {
		const { workspace, whose, home } = scene;
		await cap(db, workspace);
		await scene.client().open(whose);
		await sent(db, crypto.randomUUID(), interval(workspace, 0, 3_599_000));
		const going = [
			hostAt(home).run({ ...whose, sql: heavy, run: crypto.randomUUID() }),
			lacking.length === 0 ? scene.cell('python', loop.python) : scene.cell('sql', heavy)
		];
		for (const answer of await Promise.all(going))
			expect(answer).toMatchObject({ ok: false, error: { code: 'cap' } });
		expect(await scene.client().look(whose)).toMatchObject({ ended: null });
	});
});
