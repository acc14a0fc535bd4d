import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities, type Found } from '#workspaces/host/capabilities.ts';
import { launch } from '#workspaces/host/launch.ts';
import { userOf } from '#workspaces/host/run.ts';
import { openSession } from '#workspaces/host/session/session.ts';
import { escapeScene, type EscapeScene } from './escape-scene.ts';
import { fresh, missing, small } from './sandbox-scene.ts';

/** Numbers of a user's processes that still run; one that has ended waits for the machine's init. */
const living = (uid: number): string[] =>
	readdirSync('/proc').filter((pid) => {
		if (!/^\d+$/.test(pid)) return false;
		try {
			const status = readFileSync(`/proc/${pid}/status`, 'utf8');
			return (
				new RegExp(`^Uid:\\s${String(uid)}\\s`, 'm').test(status) && !/^State:\s[ZX]/m.test(status)
			);
		} catch {
			return false;
		}
	});

/** Milliseconds into a start at which it is stopped: a sandbox is up after some 50. */
const moments = Array.from({ length: 24 }, (_, at) => at * 6);
const patient = { timeout: 30_000 };
const endless = 'select count(*) from range(10000000) a, range(1000000) b where a.range <> b.range';

describe.skipIf(missing !== null || process.getuid?.() !== 0)(
	'nothing runs on after a stop',
	() => {
		let it: EscapeScene;
		let found: Found;
		beforeAll(async () => {
			it = await escapeScene();
			found = await capabilities();
		});
		afterAll(() => {
			found.close();
			it.close();
		});

		test('of a session, at whatever moment of a start it is stopped', async () => {
			const { machine, runtime } = found;
			if (machine === null || runtime === null) throw new Error('There is no sandbox.');
			for (const moment of moments) {
				const workspace = crypto.randomUUID();
				const session = openSession(machine, runtime, {
					...{ person: 'p', workspace, projectId: 'p', snapshotId: 's' },
					...{ snapshot: `${it.folder}/mine`, size: 'S', now: () => Temporal.Now.instant() }
				});
				const cell = session.run({
					...{ run: 'r', language: 'sql', code: endless, into: null, plots: 'png', rows: 0 }
				});
				await expect.poll(() => session.state(), patient).not.toBe('starting');
				await pause(moment);
				session.stop('It is stopped.');
				const told = await cell;
				expect('message' in told || !told.alive).toBe(true);
				await expect.poll(() => living(userOf(workspace)), patient).toEqual([]);
			}
		}, 240_000);

		test('of a single run, at whatever moment of a start it is stopped', async () => {
			const { machine, runtime } = found;
			if (machine === null || runtime === null) throw new Error('There is no sandbox.');
			for (const [at, moment] of moments.entries()) {
				const uid = 900_000_000 + process.pid * 100 + at;
				const { done, stop } = launch(
					machine,
					fresh(),
					{
						...{ uid, gid: uid, staged: runtime.parts, open: runtime.libraries, limits: small },
						environment: { LD_LIBRARY_PATH: runtime.libraryPath },
						command: ['/runtime/node', '-e', 'for (;;);']
					},
					''
				);
				await pause(moment);
				stop();
				await done;
				await expect.poll(() => living(uid), patient).toEqual([]);
			}
		}, 240_000);
	}
);
