import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { approveRefresh } from '#domain/workspaces/refresh/approve.server.ts';
import { ask, drop, retry } from '#domain/workspaces/refresh/ask.server.ts';
import { makeRefresh } from '#domain/workspaces/refresh/make.server.ts';
import { differenceOf } from '#domain/workspaces/refresh/refresh.ts';
import * as refreshes from '#domain/workspaces/refresh/store.server.ts';
import { find } from '#domain/workspaces/store.server.ts';
import {
	at,
	missing,
	refreshApproved,
	refreshAsked,
	test,
	type RefreshScene
} from './refresh-scene.ts';

const bytes = (folder: string) =>
	readdirSync(folder)
		.sort()
		.map((name) => [
			name,
			createHash('sha256')
				.update(readFileSync(join(folder, name)))
				.digest('hex')
		]);

const asked = (workspace: string) => ({
	workspace,
	reason: 'The yearly refresh.',
	once: crypto.randomUUID(),
	at
});

/** Forty people left; nobody new. */
const fewer = `select * from src where person_id not in (select person_id from src order by hash(person_id) limit 40)`;

const inUse = async ({ as, workspace }: RefreshScene) => {
	const { db } = await as('joseph');
	return (await db.read((tx) => find(tx, workspace))).snapshotId ?? '';
};

describe.skipIf(missing !== null)('new data for an open workspace', () => {
	test('are made by the same engine, compared with those in use, and taken over by two people; the earlier cut stays as it was', async ({
		open
	}) => {
		const { as, home, db, workspace } = open;
		const first = await inUse(open);
		const kept = bytes(join(home, 'snapshots', first));
		await open.edition('2', { person: fewer });
		const id = await refreshAsked(open);
		expect(await inUse(open), 'the cut in use stays in use').toBe(first);

		const joseph = await as('joseph');
		const made = await joseph.db.read((tx) => refreshes.find(tx, id));
		expect(made.status).toBe('gate');
		const difference = differenceOf(made.difference);
		expect(difference?.persons).toMatchObject({ added: { shown: 'fewer than 10' } });
		const removed = difference?.persons?.removed.count ?? 0;
		expect(removed).toBeGreaterThan(0);
		expect(removed % 5).toBe(0);
		expect(difference?.tables.map(({ name }) => name)).toContain('condition_occurrence');
		expect(await joseph.db.read((tx) => refreshes.report(tx, id)), 'exact counts').toBeNull();

		expect(await refreshApproved(open, id, 'ingrid')).toEqual({ open: false });
		expect(await inUse(open)).toBe(first);
		await expect(refreshApproved(open, id, 'ingrid')).rejects.toMatchObject({ status: 403 });
		await expect(refreshApproved(open, id, 'joseph')).rejects.toMatchObject({ status: 404 });
		const asks = () =>
			db.owner<{ gate: string }[]>`
				select data ->> 'gate' as gate from pgboss.job where name = 'gate.sign' order by created_on
			`;
		const before = await asks();
		expect(await refreshApproved(open, id, 'farah')).toEqual({ open: true });
		const passed = await db.owner<{ gate: string }[]>`
			select id as gate from gate where workspace_id = ${workspace} and snapshot_id = ${made.snapshotId}
		`;
		expect((await asks()).slice(before.length), 'the vault is asked to sign it').toEqual([
			...passed
		]);
		expect(passed).toHaveLength(1);

		const second = await inUse(open);
		expect(second).toBe(made.snapshotId);
		expect(second).not.toBe(first);
		expect(bytes(join(home, 'snapshots', first)), 'locked').toEqual(kept);
		const cuts = await joseph.db.read((tx) => refreshes.cuts(tx, workspace));
		expect(cuts.map(({ snapshotId, number }) => [number, snapshotId])).toEqual([
			[2, second],
			[1, first]
		]);
		const count = async () => {
			const answer = await open.host.run({
				person: joseph.actor.id,
				workspace,
				run: crypto.randomUUID(),
				sql: 'select count(distinct person_id) as people from person'
			});
			if (!answer.ok) throw new Error(answer.error.message);
			return Number(answer.rows[0]?.[0]);
		};
		const said = difference?.persons?.after.count ?? 0;
		expect(Math.abs((await count()) - said), 'runs see the new cut').toBeLessThanOrEqual(2.5);
		const events = await db.owner<{ action: string }[]>`
			select action from event where action like 'refresh.%' or (action = 'gate.approve' and body like '%refresh%') order by seq
		`;
		expect([...new Set(events.map(({ action }) => action))]).toEqual([
			'refresh.ask',
			'refresh.step',
			'gate.approve'
		]);
	}, 120_000);

	test('cannot be opened past the two people by anybody who writes to the database', async ({
		open
	}) => {
		await open.edition('2', { person: fewer });
		const id = await refreshAsked(open);
		const { db } = await open.as('ingrid');
		await expect(
			db.write((tx) => refreshes.setStatus(tx, id, { status: 'opened', at }))
		).rejects.toThrow(/two people/);
		await refreshApproved(open, id, 'ingrid');
		await expect(
			db.write((tx) => refreshes.setStatus(tx, id, { status: 'opened', at }))
		).rejects.toThrow(/two people/);
	}, 120_000);

	test('are asked for by a data manager, one refresh at a time, and can be dropped', async ({
		open
	}) => {
		const { as, workspace, jobs } = open;
		const [joseph, farah, ingrid] = [await as('joseph'), await as('farah'), await as('ingrid')];
		for (const [other, status] of [
			[farah, 403],
			[joseph, 404],
			[await as('amara'), 404]
		] as const)
			await expect(ask(other.db, other.actor, jobs, asked(workspace))).rejects.toMatchObject({
				status
			});
		const order = asked(workspace);
		const id = await ask(ingrid.db, ingrid.actor, jobs, order);
		expect(await ask(ingrid.db, ingrid.actor, jobs, order), 'sent twice').toBe(id);
		await expect(ask(ingrid.db, ingrid.actor, jobs, asked(workspace))).rejects.toMatchObject({
			status: 409
		});
		await expect(drop(farah.db, farah.actor, { refresh: id, at })).rejects.toMatchObject({
			status: 403
		});
		await drop(ingrid.db, ingrid.actor, { refresh: id, at });
		await expect(drop(ingrid.db, ingrid.actor, { refresh: id, at })).rejects.toMatchObject({
			status: 409
		});
		await expect(
			approveRefresh(
				ingrid.db,
				ingrid.actor,
				{
					refresh: id,
					snapshot: '',
					note: '',
					acknowledged: [],
					at
				},
				jobs
			)
		).rejects.toMatchObject({ status: 409 });
		expect(await ask(ingrid.db, ingrid.actor, jobs, asked(workspace))).not.toBe(id);
	}, 120_000);

	test('that are the same as those in use are refused, with the reason at the step and a retry', async ({
		open
	}) => {
		const { as, jobs } = open;
		await expect(refreshAsked(open)).rejects.toThrow(/no newer data/);
		const { db, actor } = await as('ingrid');
		const current = await db.read((tx) => refreshes.current(tx, open.workspace));
		const id = current?.id ?? '';
		const steps = await db.read((tx) => refreshes.steps(tx, id));
		expect(steps[0]).toMatchObject({
			status: 'failed',
			detail: expect.stringMatching(/no newer data/) as string
		});
		await open.edition('2', { person: fewer });
		await retry(db, actor, jobs, { refresh: id, at });
		await makeRefresh({ sql: open.db.worker, vault: open.vault }, { refresh: id, now: () => at });
		expect((await db.read((tx) => refreshes.find(tx, id))).status).toBe('gate');
	}, 120_000);
});
