import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Scene } from './workspaces-scene.ts';

function start(file: string, home: string, url: string): ChildProcess {
	const { PATH } = process.env;
	return spawn(process.execPath, [file], {
		env: { ...(PATH === undefined ? {} : { PATH }), ALDGATE_HOME: home, DATABASE_URL: url },
		stdio: ['ignore', 'ignore', 'inherit', 'ipc']
	});
}

/** The worker as it runs in production: its own process, its own database role. */
export const startWorker = ({ db, home }: Scene): ChildProcess =>
	start('src/worker.ts', home, db.workerUrl);

/** The vault as it runs in production. */
export const startVaultProcess = ({ db, home }: Scene): ChildProcess =>
	start('workspaces/vault/main.ts', home, db.vaultUrl);

export const ended = (child: ChildProcess) =>
	new Promise<void>((done) => {
		if (child.exitCode !== null || child.signalCode !== null) done();
		else
			child.once('exit', () => {
				done();
			});
	});

/** Waits for something to be true of the database; the test's own time limit ends a wait in vain. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		await pause(50);
	}
}
