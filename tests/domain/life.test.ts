import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { organisationId, personId, type PersonKey } from '#db/seed/people.ts';
import { publicKeyOf, signatureHolds } from '#platform/signing.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { removeMember } from '#domain/projects/members.server.ts';
import { archive, revive } from '#domain/workspaces/life/archive.server.ts';
import { changeLife } from '#domain/workspaces/life/change.server.ts';
import {
	askDestruction,
	confirmDestruction,
	destroy
} from '#domain/workspaces/life/destroy.server.ts';
import type { Change } from '#domain/workspaces/life/life.ts';
import * as life from '#domain/workspaces/life/store.server.ts';
import { withdraw } from '#domain/workspaces/life/withdraw.server.ts';
import * as refreshes from '#domain/workspaces/refresh/store.server.ts';
import { find } from '#domain/workspaces/store.server.ts';
import { londonDay } from '#platform/time.ts';
import {
	at,
	missing,
	refreshApproved,
	refreshAsked,
	test,
	type RefreshScene
} from './refresh-scene.ts';
import { until } from './workspaces-processes.ts';

const forLong = 'select count(*) from range(40000000000) t(x) where hash(x) % 7 = 3';
const short = 'select count(distinct person_id) as people from person';

const ran = (open: RefreshScene, key: PersonKey, sql: string, run = crypto.randomUUID()) =>
	open.host.run({ person: personId(key), workspace: open.workspace, run, sql });

/** A run that goes on for as long as it is let; waits until the host has begun it. */
async function running(open: RefreshScene, key: PersonKey) {
	const before = (await open.host.health()) as { going?: number };
	const answer = ran(open, key, forLong);
	await until(async () => {
		const { going } = (await open.host.health()) as { going?: number };
		return (going ?? 1) > (before.going ?? 0) ? true : undefined;
	});
	return answer;
}

const now = async ({ as, workspace }: RefreshScene) => {
	const { db } = await as('ingrid');
	return db.read((tx) => find(tx, workspace));
};

const changed = async (
	open: RefreshScene,
	key: PersonKey,
	change: Change,
	reason = 'A reason.'
) => {
	const { db, actor } = await open.as(key);
	await changeLife(db, actor, { workspace: open.workspace, change, reason, at });
};

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
		const run = running(open, 'joseph');
		const going = await Promise.race([run, Promise.resolve('begun')]);
		expect(going).toBe('begun');
		await withdraw(farah.db, farah.actor, decided);
		expect(await run).toMatchObject({
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
	});

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
	});
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
		const theirs = running(open, 'tomas');
		await Promise.race([theirs, Promise.resolve()]);
		const { db, actor } = await open.as('joseph');
		await removeMember(db, actor, { project, person: tomas, once: crypto.randomUUID(), at });
		expect(await theirs).toMatchObject({
			ok: false,
			error: { code: expect.stringMatching(/refused|not-found/) as string }
		});
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: true });
	});
});

describe.skipIf(missing !== null)('the life of a workspace', () => {
	test('goes read-only, is suspended with what runs there, and goes on; each with its reason', async ({
		open
	}) => {
		await expect(changed(open, 'joseph', 'workspace.suspend')).rejects.toMatchObject({
			status: 404
		});
		await expect(changed(open, 'carlos', 'workspace.suspend')).rejects.toMatchObject({
			status: 403
		});
		await changed(open, 'ingrid', 'workspace.make-read-only');
		expect(await now(open)).toMatchObject({ status: 'read_only', projectStatus: 'read_only' });
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: false });
		await changed(open, 'ingrid', 'workspace.resume');
		const run = running(open, 'joseph');
		await Promise.race([run, Promise.resolve()]);
		await changed(open, 'farah', 'workspace.suspend', 'A password was shared.');
		expect(await run).toMatchObject({ ok: false, error: { code: 'refused' } });
		expect(await now(open)).toMatchObject({ status: 'suspended', projectStatus: 'suspended' });
		const { db } = await open.as('joseph');
		expect(await db.read((tx) => life.reasonOf(tx, open.workspace))).toBe('A password was shared.');
		await expect(changed(open, 'farah', 'workspace.suspend')).rejects.toMatchObject({
			status: 409
		});
		await changed(open, 'ingrid', 'workspace.resume');
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: true });
	});

	test('is archived with every file’s hash and comes back with the same bytes, or not at all', async ({
		open
	}) => {
		const { db, actor } = await open.as('ingrid');
		const order = { workspace: open.workspace, reason: 'The study is written up.', at };
		await archive(db, actor, open.vault, order);
		expect(await now(open)).toMatchObject({ status: 'archived', projectStatus: 'closing' });
		const [kept] = await db.read((tx) => life.archives(tx, open.workspace));
		expect(JSON.stringify(kept?.inventory)).toMatch(/person\.parquet.*[0-9a-f]{64}/);
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: false });
		const endsOn = londonDay(at).add({ months: 3 });
		const past = londonDay(at).subtract({ days: 1 });
		await expect(revive(db, actor, open.vault, { ...order, endsOn: past })).rejects.toMatchObject({
			status: 409
		});
		const other = {
			cuts: async () => ({
				...((await open.vault.cuts({ person: actor.id, workspace: open.workspace })) as object),
				more: true
			})
		};
		await expect(revive(db, actor, other, { ...order, endsOn })).rejects.toThrow(/not those/);
		await revive(db, actor, open.vault, { ...order, endsOn });
		expect(await now(open)).toMatchObject({ status: 'open', projectStatus: 'active' });
		expect(String((await now(open)).endsOn)).toBe(String(endsOn));
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: true });
	});

	test('ends in destruction by two people, certified by the vault’s signature: data and key are gone', async ({
		open
	}) => {
		const { workspace, home, vault, jobs } = open;
		const ingrid = await open.as('ingrid');
		const farah = await open.as('farah');
		const order = { workspace, reason: 'The agreement says so.', at };
		const snapshot = (await now(open)).snapshotId ?? '';
		const folder = join(home, 'snapshots', snapshot);
		const files = readdirSync(folder).sort();
		await expect(askDestruction(ingrid.db, ingrid.actor, order)).rejects.toMatchObject({
			status: 409
		});
		await archive(ingrid.db, ingrid.actor, vault, order);
		await expect(confirmDestruction(farah.db, farah.actor, jobs, order)).rejects.toMatchObject({
			status: 409
		});
		await askDestruction(ingrid.db, ingrid.actor, order);
		await expect(confirmDestruction(ingrid.db, ingrid.actor, jobs, order)).rejects.toMatchObject({
			status: 403
		});
		await expect(vault.destroy({ person: personId('ingrid'), workspace })).rejects.toThrow(
			/no such/
		);
		await confirmDestruction(farah.db, farah.actor, jobs, order);
		expect(existsSync(folder), 'not before the job').toBe(true);
		const tools = { sql: open.db.worker, vault };
		await Promise.all([destroy(tools, order), destroy(tools, order)]);
		await destroy(tools, order);
		expect(existsSync(folder)).toBe(false);
		expect(await now(open)).toMatchObject({ status: 'destroyed', projectStatus: 'closed' });

		const joseph = await open.as('joseph');
		const done = await joseph.db.read((tx) => life.destruction(tx, workspace));
		const text = done?.certificate ?? '';
		expect(done?.sha256).toBe(sha256(text));
		const certificate = JSON.parse(text) as {
			destroyed: { cuts: { snapshot: string; files: { name: string; sha256: string }[] }[] };
			key: { fingerprint: string };
			decided: { role: string }[];
		};
		expect(certificate.destroyed.cuts.map((cut) => cut.snapshot)).toEqual([snapshot]);
		expect(certificate.destroyed.cuts[0]?.files.map(({ name }) => name)).toEqual(files);
		expect(certificate.decided.map(({ role }) => role)).toEqual([
			'data-manager',
			'privacy-officer'
		]);
		expect(certificate.key.fingerprint).toMatch(/^[0-9a-f]{16}$/);
		const [key] = await open.db.owner<{ pem: string }[]>`
			select public_key as pem from signing_key where id = ${done?.keyId ?? ''}
		`;
		const signature = Buffer.from(done?.signature ?? '', 'base64');
		const holds = (words: string) =>
			signatureHolds(Buffer.from(words), signature, publicKeyOf(key?.pem ?? ''));
		expect(holds(text)).toBe(true);
		expect(holds(text.replace(snapshot, `s${'0'.repeat(24)}`)), 'not of another text').toBe(false);
		const keys = readdirSync(join(home, 'keys', 'vault', 'projects'));
		const project = (await now(open)).projectId;
		expect(keys).not.toContain(`${project}.key`);
		await expect(
			open.db.owner`update workspace set status = 'open' where id = ${workspace}`
		).rejects.toThrow(/stays destroyed/);
	});
});
