import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { service } from '#domain/people/actor.ts';
import { expect } from 'vitest';
import { ended, startVaultProcess, startWorker, until } from './workspaces-processes.ts';
import { test, type Scene } from './workspaces-scene.ts';

type Found = { status: string; snapshotId: string | null };

const folders = (home: string) => {
	const snapshots = join(home, 'snapshots');
	return existsSync(snapshots) ? readdirSync(snapshots) : [];
};

const hashes = (folder: string) =>
	Object.fromEntries(
		readdirSync(folder)
			.sort()
			.map((name) => [
				name,
				createHash('sha256')
					.update(readFileSync(join(folder, name)))
					.digest('hex')
			])
	);

const answering = ({ vault }: Scene) =>
	until(() =>
		vault.health().then(
			() => true,
			() => undefined
		)
	);

test('a vault that is killed in the middle of an extract leaves nothing to mount, and ends in the same snapshot', async ({
	scene
}) => {
	const { home, vault, project } = scene;
	const { owner } = scene.db;
	const workspace = async () =>
		(await owner<Found[]>`select status, snapshot_id from workspace`)[0];
	await scene.stopVault();
	const killed = startVaultProcess(scene);
	await answering(scene);
	const worker = startWorker(scene);
	const children = [killed, worker];
	try {
		await until(async () => {
			const [step] = await owner`select from provisioning_step where status = 'running'`;
			return step && true;
		});
		killed.kill('SIGKILL');
		await ended(killed);
		expect(await workspace(), 'it was in the middle').toEqual({
			status: 'provisioning',
			snapshotId: null
		});
		expect(
			folders(home).filter((name) => !name.startsWith('.')),
			'nothing to mount'
		).toEqual([]);

		children.push(startVaultProcess(scene));
		await answering(scene);
		const snapshot = await until(async () => (await workspace())?.snapshotId ?? undefined);
		expect(folders(home)).toEqual([snapshot]);
		const steps = await owner<{ status: string }[]>`select status from provisioning_step`;
		expect(steps.every(({ status }) => status === 'done')).toBe(true);

		// the same inputs without a kill: the same name and the same bytes
		const resumed = join(home, 'resumed');
		renameSync(join(home, 'snapshots', snapshot), resumed);
		let again = '';
		for await (const said of vault.provision({ person: service.id, project }))
			if (said.type === 'done') again = said.snapshot;
		expect(again).toBe(snapshot);
		expect(hashes(join(home, 'snapshots', again))).toEqual(hashes(resumed));
	} finally {
		for (const child of children) child.kill('SIGTERM');
		await Promise.all(children.map(ended));
	}
}, 120_000);
