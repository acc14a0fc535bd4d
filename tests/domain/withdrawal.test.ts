import { describe, expect } from 'vitest';
import { organisationId, personId } from '#db/seed/people.ts';
import { removeMember } from '#domain/projects/members.server.ts';
import * as life from '#domain/workspaces/life/store.server.ts';
import { withdraw } from '#domain/workspaces/life/withdraw.server.ts';
import * as refreshes from '#domain/workspaces/refresh/store.server.ts';
import { now, ran, running, short } from './life-scene.ts';
import {
	at,
	missing,
	refreshApproved,
	refreshAsked,
	test,
	type RefreshScene
} from './refresh-scene.ts';

describe.skipIf(missing !== null)('data that are withdrawn', () => {
	const order = (open: RefreshScene, snapshot: string) => ({
		workspace: open.workspace,
		snapshot,
		ground: 'controller' as const,
		controller: null as string | null,
		condition: '',
		reason: 'The practice has ended its part in this study.',
		once: crypto.randomUUID(),
		at
	});

	test('stop the workspace and what runs there at once, are kept with who, why and whose condition, and never come back', async ({
		open
	}) => {
		const { snapshotId } = await now(open);
		const snapshot = snapshotId ?? '';
		const farah = await open.as('farah');
		const joseph = await open.as('joseph');
		const [controller] = await farah.db.read((tx) => life.controllers(tx));
		const decided = { ...order(open, snapshot), controller: controller?.code ?? '' };
		for (const [other, status] of [
			[joseph, 404],
			[await open.as('carlos'), 403]
		] as const)
			await expect(withdraw(other.db, other.actor, decided)).rejects.toMatchObject({ status });
		const run = await running(open, 'joseph');
		await withdraw(farah.db, farah.actor, decided);
		expect(await run.stopped()).toMatchObject({
			ok: false,
			error: { code: 'refused', message: expect.stringMatching(/not open/) as string }
		});
		expect(await now(open)).toMatchObject({ status: 'withdrawn', projectStatus: 'active' });
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: false });
		expect(await farah.db.read((tx) => life.withdrawals(tx, open.workspace))).toMatchObject([
			{
				snapshotId: snapshot,
				ground: 'controller',
				controllerCode: controller?.code,
				reason: decided.reason,
				by: farah.actor.name
			}
		]);
		expect(
			await joseph.db.read((tx) => life.withdrawals(tx, open.workspace)),
			'members read it'
		).toHaveLength(1);
		await expect(
			withdraw(farah.db, farah.actor, { ...decided, once: crypto.randomUUID() })
		).rejects.toMatchObject({ status: 409 });
		await expect(
			open.db.owner`update workspace set status = 'open' where id = ${open.workspace}`
		).rejects.toThrow(/withdrawn/);
		const events = await open.db.owner<{ body: string }[]>`
			select body from event where action = 'workspace.withdraw'
		`;
		expect(events).toHaveLength(1);
		expect(events[0]?.body).toContain(decided.reason);

		// new data without that controller take their place
		const id = await refreshAsked(open, at);
		await refreshApproved(open, id, 'ingrid');
		await refreshApproved(open, id, 'farah');
		const after = await now(open);
		expect(after).toMatchObject({ status: 'open' });
		expect(after.snapshotId).not.toBe(snapshot);
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: true });
	}, 120_000);

	test('of an earlier cut leave the workspace as it is', async ({ open }) => {
		const first = (await now(open)).snapshotId ?? '';
		await open.edition('2', { person: 'select * from src where person_id % 20 <> 0' });
		const id = await refreshAsked(open);
		await refreshApproved(open, id, 'ingrid');
		await refreshApproved(open, id, 'farah');
		const { db, actor } = await open.as('ingrid');
		await withdraw(db, actor, {
			...order(open, first),
			ground: 'condition',
			condition: 'Condition 3 of the approval'
		});
		expect((await now(open)).status).toBe('open');
		const cuts = await db.read((tx) => refreshes.cuts(tx, open.workspace));
		expect(cuts).toHaveLength(2);
	}, 120_000);
});

describe.skipIf(missing !== null)('a member who is removed', () => {
	test('loses what runs at once; others go on', async ({ open }) => {
		const { owner } = open.db;
		const tomas = personId('tomas');
		const project = (await now(open)).projectId;
		await owner`
			insert into project_member (project_id, person_id, role, added_at, terms_accepted_at)
			values (${project}, ${tomas}, 'researcher', ${at}, ${at})
		`;
		await owner`
			insert into organisation_member (organisation_id, person_id, role, added_at)
			values (${organisationId('riverside')}, ${personId('joseph')}, 'user-manager', ${at})
		`;
		const theirs = await running(open, 'tomas');
		const { db, actor } = await open.as('joseph');
		await removeMember(db, actor, { project, person: tomas, once: crypto.randomUUID(), at });
		expect(await theirs.stopped()).toMatchObject({
			ok: false,
			error: { code: expect.stringMatching(/refused|not-found/) as string }
		});
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: true });
	}, 120_000);
});
