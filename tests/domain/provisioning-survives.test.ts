import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { service } from '#domain/people/actor.ts';
import { provisioningSteps } from '#domain/projects/provisioning.ts';
import { provision } from '#domain/workspaces/provision.server.ts';
import { connect } from '#platform/db.server.ts';
import { retry } from '#domain/workspaces/retry.server.ts';
import * as store from '#domain/workspaces/store.server.ts';
import { provisioningPage } from '#domain/workspaces/read.server.ts';
import { ended, startVaultProcess, startWorker, until } from './workspaces-processes.ts';
import { at, test, type Scene } from './workspaces-scene.ts';

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

/** Folders that a host could mount: those that are not hidden. */
const mountable = (home: string) => {
	const snapshots = join(home, 'snapshots');
	return existsSync(snapshots)
		? readdirSync(snapshots).filter((name) => !name.startsWith('.'))
		: [];
};

const answering = ({ vault }: Scene) =>
	until(() =>
		vault.health().then(
			() => true,
			() => undefined
		)
	);

/** Each step in the long tests; in the short ones every fifth, and the last. */
const steps = provisioningSteps.filter(
	(_, at, all) => process.env['ALDGATE_LONG'] === '1' || at % 5 === 0 || at === all.length - 1
);

/** Every test has the folder of snapshots for itself. */
const emptied = ({ home }: Scene) => {
	rmSync(join(home, 'snapshots'), { recursive: true, force: true });
};

async function made({ vault, project }: Scene): Promise<string> {
	for await (const said of vault.provision({ person: service.id, project }))
		if (said.type === 'done') return said.snapshot;
	throw new Error('The vault hung up.');
}

const workspaceOf = async ({ as, project }: Scene) => {
	const { db } = await as('ingrid');
	return db.read((tx) => store.ofProject(tx, project));
};

/** What the data manager sees: where it stands, the step that failed and why, whether they may retry. */
async function seen(scene: Scene) {
	const { db, actor } = await scene.as('ingrid');
	const page = await provisioningPage(db, actor, await workspaceOf(scene), at);
	const step = page.steps.find(({ state }) => state === 'failed');
	return { status: page.status, step, mayRetry: page.mayRetry };
}

async function triedAgain(scene: Scene): Promise<void> {
	const { db, actor } = await scene.as('ingrid');
	const workspace = await workspaceOf(scene);
	await retry(db, actor, scene.jobs, { workspace, at });
	await provision({ sql: scene.db.worker, vault: scene.vault }, { workspace, now: () => at });
}

const tried = async (scene: Scene) => {
	const workspace = await workspaceOf(scene);
	return provision({ sql: scene.db.worker, vault: scene.vault }, { workspace, now: () => at });
};

describe('provisioning', () => {
	test('survives a vault that is killed −9 at each of its steps: nothing half-made to mount, the same bytes at the end', async ({
		scene
	}) => {
		const { home, vault, project } = scene;
		emptied(scene);
		const snapshot = await made(scene);
		const folder = join(home, 'snapshots', snapshot);
		const whole = hashes(folder);
		await scene.stopVault();
		let process = startVaultProcess(scene);
		const killed: string[] = [];
		try {
			await answering(scene);
			for (const { name } of steps) {
				rmSync(folder, { recursive: true, force: true });
				const told: string[] = [];
				await expect(
					(async () => {
						for await (const said of vault.provision({ person: service.id, project })) {
							if (said.type !== 'step') continue;
							told.push(`${said.step} ${said.status}`);
							if (said.step === name && said.status === 'running') {
								process.kill('SIGKILL');
								killed.push(name);
							}
						}
					})(),
					`killed at ${name}`
				).rejects.toThrow();
				await ended(process);
				expect(told).toContain(`${name} running`);
				// the kill may come a moment late, but a folder that is there must be whole
				for (const there of mountable(home))
					expect(hashes(join(home, 'snapshots', there))).toEqual(whole);
				process = startVaultProcess(scene);
				await answering(scene);
				expect(await made(scene), name).toBe(snapshot);
				expect(hashes(folder), name).toEqual(whole);
				expect(readdirSync(join(home, 'snapshots')), name).toEqual([snapshot]);
			}
			expect(killed).toEqual(steps.map(({ name }) => name));
		} finally {
			process.kill('SIGTERM');
			await ended(process);
		}
	}, 300_000);

	test('stopped by a full disk leaves nothing to mount; staff see the step, the reason and a retry, which goes on', async ({
		scene,
		skip
	}) => {
		const { home } = scene;
		const snapshots = join(home, 'snapshots');
		emptied(scene);
		mkdirSync(snapshots);
		const mounted = small(snapshots);
		if (mounted !== null) return skip(mounted);
		try {
			await expect(tried(scene)).rejects.toThrow(/disk .* is full/);
			expect(mountable(home)).toEqual([]);
			expect(await seen(scene)).toMatchObject({
				status: 'provisioning',
				step: { note: expect.stringMatching(/disk .* is full.*Free space/) as string },
				mayRetry: true
			});
		} finally {
			execFileSync('umount', ['-l', snapshots]);
		}
		await triedAgain(scene);
		expect(await seen(scene)).toMatchObject({ status: 'gate', step: undefined });
		expect(mountable(home)).toHaveLength(1);
	}, 120_000);

	test('stopped by a list that is missing keeps the gate shut, says which, and is made again when it is back', async ({
		scene
	}) => {
		const list = join(scene.home, 'warehouse', 'lists', 'type1.parquet');
		renameSync(list, `${list}.away`);
		try {
			await tried(scene);
			const page = await seen(scene);
			expect(page).toMatchObject({ status: 'gate', mayRetry: true });
			expect(page.step?.note).toMatch(/type1|type 1/i);
			const { db } = await scene.as('ingrid');
			const workspace = await workspaceOf(scene);
			const { snapshotId } = await db.read((tx) => store.find(tx, workspace));
			const files = readdirSync(join(scene.home, 'snapshots', snapshotId ?? ''));
			expect(files, 'a report and nothing else').toEqual(['report.json']);
		} finally {
			renameSync(`${list}.away`, list);
		}
		await triedAgain(scene);
		expect(await seen(scene)).toMatchObject({ status: 'gate', step: undefined, mayRetry: false });
	}, 120_000);

	test('whose processes lose the database in the middle ends by itself once it is back', async ({
		scene
	}) => {
		const { db, home } = scene;
		emptied(scene);
		await scene.stopVault();
		const children = [startVaultProcess(scene)];
		await answering(scene);
		children.push(startWorker(scene));
		const name = new URL(db.ownerUrl).pathname.slice(1);
		const admin = connect(db.ownerUrl.replace(/[^/]+$/, 'postgres'), 1);
		const away = async (gone: boolean) => {
			await admin.unsafe(`alter database "${name}" allow_connections ${String(!gone)}`);
			if (gone)
				await admin`
					select pg_terminate_backend(pid)
					from pg_stat_activity
					where datname = ${name} and usename in ('aldgate_worker', 'aldgate_vault')
				`;
		};
		try {
			await until(async () => {
				const [step] = await db.owner`select from provisioning_step where status = 'running'`;
				return step && true;
			});
			await away(true);
			expect(mountable(home), 'nothing that is not whole').toEqual(
				mountable(home).filter((name) => existsSync(join(home, 'snapshots', name, 'manifest.json')))
			);
			await away(false);
			const snapshot = await until(async () => {
				const [row] = await db.owner<{ snapshotId: string | null }[]>`
					select snapshot_id from workspace where status = 'gate'
				`;
				return row?.snapshotId ?? undefined;
			});
			expect(mountable(home)).toEqual([snapshot]);
			const steps = await db.owner<{ status: string }[]>`select status from provisioning_step`;
			expect(steps.every(({ status }) => status === 'done')).toBe(true);
		} finally {
			for (const child of children) child.kill('SIGTERM');
			await Promise.all(children.map(ended));
			await admin.end();
		}
	}, 180_000);
});

/** Makes a folder a disk of 200 kB; why that cannot be done here, else null. */
function small(folder: string): string | null {
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', folder], { stdio: 'pipe' });
		return null;
	} catch {
		return 'Only root may mount a small disk, and this machine does not let us.';
	}
}
