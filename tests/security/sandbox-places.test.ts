import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '#workspaces/host/capabilities.ts';
import { run } from '#workspaces/host/run.ts';
import { openToAll } from '#db/privilege.ts';
import { fresh, missing, scene, small, writeSnapshot, type Scene } from './sandbox-scene.ts';

const root = process.getuid?.() === 0;
const project = resolve(import.meta.dirname, '../..');

describe.skipIf(missing !== null)(
	'the sandbox, wherever Aldgate lies and whoever starts it',
	() => {
		let it: Scene;
		beforeAll(async () => {
			it = await scene();
		});
		afterAll(() => {
			it.close();
		});

		test.runIf(root)("runs when runtime and data lie under root's own home", async () => {
			const home = join(it.folder, 'root-home');
			const runner = join(home, 'clone', 'workspaces', 'host', 'runner');
			const snapshot = join(home, 'clone', 'snapshots', 'one');
			mkdirSync(runner, { recursive: true });
			cpSync(join(project, 'workspaces/host/runner'), runner, { recursive: true });
			const node = join(home, 'clone', 'node');
			cpSync(process.execPath, node, { dereference: true });
			await writeSnapshot(snapshot);
			chmodSync(home, 0o700);
			chmodSync(snapshot, 0o700);
			const moved = { '/runtime/host/runner': runner, '/runtime/node': node } as Record<
				string,
				string
			>;
			const runtime = {
				...it.runtime,
				parts: it.runtime.parts.map(({ from, to }) => ({ from: moved[to] ?? from, to }))
			};
			const answer = await run(it.machine, runtime, {
				name: fresh(),
				workspace: 'in-a-home',
				snapshot,
				sql: 'select count(*) as n from person',
				limits: small
			}).done;
			expect(answer).toMatchObject({ ok: true, rows: [[5000]] });
		});

		// nobody else can start what lies under a folder closed to all but its owner
		test.runIf(root && openToAll(project))(
			'runs for an ordinary user, in namespaces of that user, on the watchdog',
			() => {
				const nobody = 65_534;
				const home = join(it.folder, 'ordinary');
				mkdirSync(home);
				chownSync(home, nobody, nobody);
				const ran = spawnSync(
					process.execPath,
					['--no-warnings', join(import.meta.dirname, 'sandbox-ordinary.ts'), it.snapshot],
					{ encoding: 'utf8', uid: nobody, gid: nobody, env: { TMPDIR: home }, cwd: project }
				);
				expect(ran.stderr).toBe('');
				expect(JSON.parse(ran.stdout)).toMatchObject({
					capabilities: { sandbox: true, root: false, rung: 'watchdog' },
					counted: { ok: true, rows: [[5000]] },
					hungry: { ok: false, code: 'memory' },
					status: expect.stringMatching(
						/CapEff:\s0{16}\n[^]*CapBnd:\s0{16}\n[^]*NoNewPrivs:\s1\nSeccomp:\s2/
					) as string,
					scratch: expect.stringMatching(/nosuid,nodev,noexec.*nr_inodes=1000/) as string
				});
			}
		);

		test('a snapshot is only its own tables: a link in it leads nowhere', async () => {
			const snapshot = join(it.folder, 'linked');
			await writeSnapshot(snapshot);
			symlinkSync('/etc/passwd', join(snapshot, 'passwd.parquet'));
			const answer = await run(it.machine, it.runtime, {
				name: fresh(),
				workspace: 'linked',
				snapshot,
				sql: "select count(*) from duckdb_views() where not internal and view_name = 'passwd'",
				limits: small
			}).done;
			expect(answer).toMatchObject({ ok: true, rows: [[0]] });
		});
	}
);

describe('a machine without bubblewrap', () => {
	test('says what is missing and the one command, and has no sandbox to run anything in', async () => {
		const found = await capabilities({
			look: (name) => (name === 'bwrap' ? null : `/usr/bin/${name}`)
		});
		expect(found.machine).toBeNull();
		expect(found.capabilities).toMatchObject({
			sandbox: false,
			says: [
				'bubblewrap is not installed, so analyses cannot be kept apart and nothing is run.',
				expect.stringContaining('Files sent for release are still scanned') as string
			],
			install: `${root ? '' : 'sudo '}apt-get install -y bubblewrap`
		});
	});
});
