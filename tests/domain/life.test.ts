import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { personId } from '#db/seed/people.ts';
import { archive, revive } from '#domain/workspaces/life/archive.server.ts';
import {
	askDestruction,
	confirmDestruction,
	destroy
} from '#domain/workspaces/life/destroy.server.ts';
import * as life from '#domain/workspaces/life/store.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { publicKeyOf, signatureHolds } from '#platform/signing.server.ts';
import { londonDay } from '#platform/time.ts';
import { changed, now, ran, running, short } from './life-scene.ts';
import { at, missing, test } from './refresh-scene.ts';

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
		const run = await running(open, 'joseph');
		await changed(open, 'farah', 'workspace.suspend', 'A password was shared.');
		expect(await run.stopped()).toMatchObject({ ok: false, error: { code: 'refused' } });
		expect(await now(open)).toMatchObject({ status: 'suspended', projectStatus: 'suspended' });
		const { db } = await open.as('joseph');
		expect(await db.read((tx) => life.reasonOf(tx, open.workspace))).toBe('A password was shared.');
		await expect(changed(open, 'farah', 'workspace.suspend')).rejects.toMatchObject({
			status: 409
		});
		await changed(open, 'ingrid', 'workspace.resume');
		expect(await ran(open, 'joseph', short)).toMatchObject({ ok: true });
	}, 120_000);

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
	}, 120_000);

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
	}, 120_000);
});
