import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import * as seed from '#db/seed/outputs.ts';
import { personId } from '#db/seed/people.ts';
import { download } from '#domain/outputs/download.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { crate } from '#domain/outputs/release/crate.server.ts';
import { crateProblems } from '#domain/outputs/release/crate-rules.ts';
import type { Manifest } from '#domain/outputs/release/manifest.ts';
import { signAll, signRelease } from '#domain/outputs/release/sign.server.ts';
import * as release from '#domain/outputs/release/store.server.ts';
import { revoke } from '#domain/outputs/revoke.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { publicKeyOf, signatureHolds } from '#platform/signing.server.ts';
import { missing, test, type OutputScene } from './outputs-scene.ts';

const origin = 'https://portal.example.org';

/** A released request of Amara's, signed by a worker's job. */
async function signed({ stage }: OutputScene, worker: Parameters<typeof signRelease>[0]['sql']) {
	const id = await seed.releasedOutput(stage, 'byYear');
	await signRelease({ sql: worker, vault: stage.tools.vault }, { request: id, at: stage.at });
	return id;
}

describe.skipIf(missing !== null)('a release', () => {
	test('is signed by the vault: the manifest names the very bytes, and anybody can verify it', async ({
		outputs,
		scene
	}) => {
		const id = await signed(outputs, scene.worker);
		const { db } = await outputs.as('amara');
		const [found, held, keys] = await db.read(
			async (tx) =>
				[
					await release.ofRequest(tx, id),
					await files.files(tx, id),
					await release.keys(tx)
				] as const
		);
		const [file] = held;
		const manifest = JSON.parse(found?.manifest ?? '') as Manifest;
		expect(manifest).toMatchObject({
			files: [{ name: file?.name, sha256: file?.sha256, bytes: Number(file?.bytes) }],
			approvals: [{ role: 'output-checker' }, { role: 'output-checker' }],
			standing: null,
			key: keys[0]?.id
		});
		expect(found?.manifest).not.toMatch(/Amara|Carlos|Wei/);
		const key = publicKeyOf(keys[0]?.publicKey ?? '');
		const signature = Buffer.from(found?.signature ?? '', 'base64');
		expect(signatureHolds(Buffer.from(found?.manifest ?? ''), signature, key)).toBe(true);
		expect(signatureHolds(Buffer.from(`${found?.manifest ?? ''} `), signature, key)).toBe(false);

		const folder = mkdtempSync(join(tmpdir(), 'aldgate-signed-'));
		try {
			const place = (name: string) => join(folder, name);
			writeFileSync(place('key.pem'), keys[0]?.publicKey ?? '');
			writeFileSync(place('manifest.json'), found?.manifest ?? '');
			writeFileSync(place('manifest.sig'), signature);
			const asked = ['pkeyutl', '-verify', '-pubin', '-inkey', place('key.pem'), '-rawin'];
			const said = execFileSync('openssl', [
				...asked,
				...['-in', place('manifest.json'), '-sigfile', place('manifest.sig')]
			]);
			expect(String(said)).toMatch(/Verified Successfully/);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	test('is signed once, its people are told once, and its manifest never changes', async ({
		outputs,
		scene
	}) => {
		const id = await signed(outputs, scene.worker);
		const { db } = await outputs.as('amara');
		const before = await db.read((tx) => release.ofRequest(tx, id));
		const tools = { sql: scene.worker, vault: outputs.stage.tools.vault };
		const later = outputs.stage.at.add({ hours: 1 });
		await Promise.all([1, 2].map(() => signRelease(tools, { request: id, at: later })));
		expect(await db.read((tx) => release.ofRequest(tx, id))).toEqual(before);
		const told = await scene.owner`
			select person_id from notice where subject_id = ${id} and kind = 'output.released'
		`;
		expect(told.map((one) => String(one['personId'])).sort()).toEqual(
			[personId('amara'), personId('tomas')].sort()
		);
		const events = await scene.owner`select from event where action = 'output.sign'`;
		expect(events).toHaveLength(1);
		await expect(scene.owner`update release_manifest set key_id = 'x'`).rejects.toThrow(
			/append-only/
		);
		await expect(
			bind(scene.portal, service.id).write((tx) => tx`delete from release_manifest`)
		).rejects.toMatchObject({ code: '42501' });
	});

	test('whose votes were not for these bytes is not signed, whatever the portal’s tables say', async ({
		outputs,
		scene
	}) => {
		const { stage } = outputs;
		const id = await seed.submittedOutput(stage, 'byYear');
		await scene.owner.begin(async (tx) => {
			await tx`set local session_replication_role = replica`;
			await tx`
				insert into release (request_id, project_id, title, files, released_at)
				select r.id, r.project_id, r.title, jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'sha256', f.sha256)), now()
				from output_request r join output_file f on f.request_id = r.id where r.id = ${id} group by r.id
			`;
			await tx`update output_request set status = 'released', released_at = now() where id = ${id}`;
		});
		const tools = { sql: scene.worker, vault: stage.tools.vault };
		await expect(signRelease(tools, { request: id, at: stage.at })).rejects.toThrow(
			/not been approved by two/
		);
		expect(await scene.owner`select from release_manifest`).toHaveLength(0);
	});

	test('is asked to be signed by the service alone', async ({ outputs, scene }) => {
		const id = await seed.releasedOutput(outputs.stage, 'byYear');
		for (const key of ['amara', 'carlos', 'grace'] as const)
			await expect(
				outputs.stage.tools.vault.sign({ person: personId(key), request: id })
			).rejects.toThrow(/no such release/);
		expect(
			await signAll({ sql: scene.worker, vault: outputs.stage.tools.vault }, outputs.stage.at)
		).toBe(1);
		expect(
			await signAll({ sql: scene.worker, vault: outputs.stage.tools.vault }, outputs.stage.at)
		).toBe(0);
	});
});

describe.skipIf(missing !== null)('the crate of a release', () => {
	test('holds the released bytes, manifest, signature and key in a bag whose hashes hold', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const { db, actor } = await as('amara');
		const id = await seed.releasedOutput(stage, 'byYear');
		const ask = { id, origin, at: stage.at };
		await expect(crate(stage.tools.objects, db, actor, ask)).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/being signed/) as string
		});
		await signRelease(
			{ sql: scene.worker, vault: stage.tools.vault },
			{ request: id, at: stage.at }
		);
		const { name, bytes } = await crate(stage.tools.objects, db, actor, ask);
		const again = await crate(stage.tools.objects, db, actor, ask);
		expect(sha256(bytes), 'the same bytes each time').toBe(sha256(again.bytes));
		const folder = name.replace(/\.zip$/, '');
		const entries = Object.entries(unzipSync(bytes));
		const bag = new Map(entries.map(([path, file]) => [path.slice(folder.length + 1), file]));
		for (const [algorithm, list] of [
			['sha256', 'manifest-sha256.txt'],
			['sha512', 'manifest-sha512.txt'],
			['sha512', 'tagmanifest-sha512.txt']
		] as const) {
			const lines = strFromU8(bag.get(list) ?? new Uint8Array())
				.trim()
				.split('\n');
			for (const line of lines) {
				const [hash = '', path = ''] = line.split('  ');
				const file = bag.get(path) ?? new Uint8Array();
				expect(createHash(algorithm).update(file).digest('hex'), path).toBe(hash);
			}
			if (list.startsWith('manifest'))
				expect(lines.map((line) => line.split('  ')[1]).sort()).toEqual(
					[...bag.keys()].filter((path) => path.startsWith('data/')).sort()
				);
		}
		const [file] = await db.read((tx) => files.files(tx, id));
		expect(sha256(bag.get(`data/outputs/${file?.name ?? ''}`) ?? '')).toBe(file?.sha256);
		const metadata = JSON.parse(
			strFromU8(bag.get('data/ro-crate-metadata.json') ?? new Uint8Array())
		) as {
			'@graph': { '@id': string; hasPart?: { '@id': string }[] }[];
		};
		expect(crateProblems(metadata)).toEqual([]);
		const root = metadata['@graph'].find((one) => one['@id'] === './');
		for (const { '@id': part } of root?.hasPart ?? [])
			expect(
				[...bag.keys()].some((path) => path.startsWith(`data/${part}`)),
				part
			).toBe(true);
		expect(strFromU8(bag.get('data/workflow/release.cwl') ?? new Uint8Array())).not.toContain(
			'select'
		);
	});

	test('is for the members and the checkers of its project', async ({ outputs, scene }) => {
		const { stage, as } = outputs;
		const id = await signed(outputs, scene.worker);
		const ask = { id, origin, at: stage.at };
		for (const key of ['priya', 'helen', 'grace'] as const) {
			const { db, actor } = await as(key);
			await expect(crate(stage.tools.objects, db, actor, ask), key).rejects.toMatchObject({
				status: 404
			});
		}
		const { db, actor } = await as('carlos');
		await expect(crate(stage.tools.objects, db, actor, ask)).resolves.toMatchObject({});
	});
});

describe.skipIf(missing !== null)('a revoked release', () => {
	test('is given out no more, as file or crate; who fetched it is told; its page says why', async ({
		outputs,
		scene
	}) => {
		const { stage, as } = outputs;
		const id = await signed(outputs, scene.worker);
		const [amara, tomas, carlos] = [await as('amara'), await as('tomas'), await as('carlos')];
		const [file] = await tomas.db.read((tx) => files.files(tx, id));
		const wanted = { id, file: file?.id ?? '', at: stage.at };
		await download(stage.tools.objects, tomas.db, tomas.actor, wanted);
		// they have left since, and still hold what they fetched
		await scene.owner`update project_member set removed_at = ${stage.at} where person_id = ${personId('tomas')}`;
		await revoke(carlos.db, carlos.actor, { id, reason: 'A year was wrong.', at: stage.at });
		for (const give of [
			() => download(stage.tools.objects, amara.db, amara.actor, wanted),
			() => crate(stage.tools.objects, amara.db, amara.actor, { id, origin, at: stage.at })
		])
			await expect(give()).rejects.toMatchObject({
				status: 403,
				message: expect.stringMatching(/revoked/) as string
			});
		await expect(
			crate(stage.tools.objects, carlos.db, carlos.actor, { id, origin, at: stage.at })
		).rejects.toMatchObject({ status: 409 });
		const told = await scene.owner`select person_id from notice where kind = 'output.revoked'`;
		expect(told.map((one) => String(one['personId'])).sort()).toEqual(
			[personId('amara'), personId('tomas')].sort()
		);
		const nobody = bind(scene.portal, null);
		const found = await amara.db.read((tx) => release.ofRequest(tx, id));
		const shown = await nobody.read((tx) => release.published(tx, found?.releaseId ?? ''));
		expect(shown).toMatchObject({ revokedBecause: 'A year was wrong.', sha256: found?.sha256 });
		expect(shown.revokedAt).not.toBeNull();
	});
});

describe.skipIf(missing !== null)('the signing key', () => {
	test('is the vault’s alone, and nobody takes its public half away', async ({
		outputs,
		scene
	}) => {
		const id = await signed(outputs, scene.worker);
		const keys = `${outputs.home}/keys`;
		expect(statSync(join(keys, 'signing-1')).mode & 0o777).toBe(0o600);
		const nobody = bind(scene.portal, null);
		const before = await nobody.read((tx) => release.keys(tx));
		expect(before).toHaveLength(1);
		await expect(
			scene.portal`insert into signing_key values ('0123456789abcdef', 'x', now())`
		).rejects.toMatchObject({ code: '42501' });
		await expect(scene.owner`delete from signing_key`).rejects.toThrow(/append-only/);
		const found = await nobody.read((tx) => tx`select key_id from published_release`);
		expect(found[0]?.['keyId'], id).toBe(before[0]?.id);
	});
});
