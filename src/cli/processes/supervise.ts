import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ProcessRole } from '#db/process-roles.ts';
import type { Identity } from './identity.ts';

/** The programs, from the repository's root. */
const programs: Record<ProcessRole, string> = {
	portal: 'src/cli/processes/portal.ts',
	worker: 'src/worker.ts',
	vault: 'workspaces/vault/main.ts',
	host: 'workspaces/host/main.ts'
};

export type Running = {
	/** Resolves when every process has ended after `stop`. */
	stop(): Promise<void>;
	/** Resolves with the name of a process that ended five times in a row, which is when we give up. */
	readonly failed: Promise<ProcessRole>;
};

type Start = {
	readonly roles: readonly ProcessRole[];
	readonly root: string;
	readonly identity: Identity;
	/** Settings of one process: each sees its own database address and nobody else's. */
	readonly environment: (role: ProcessRole, home: string) => Record<string, string>;
};

/**
 * Runs the processes and starts one again that ends by itself. Each holds an IPC channel to us and
 * ends when it closes, so that even a kill −9 of this process leaves nothing running.
 */
export function supervise({ roles, root, identity, environment }: Start): Running {
	const children = new Map<ProcessRole, ChildProcess>();
	let stopping = false;
	let giveUp: (role: ProcessRole) => void = () => undefined;
	const failed = new Promise<ProcessRole>((resolve) => (giveUp = resolve));

	const launch = (role: ProcessRole, falls: number) => {
		const place = identity.enter(role);
		const node = join(place.root, 'node_modules/node/bin/node');
		const words = [...place.before, node, join(place.root, programs[role])];
		const [command, ...args] = words as [string, ...string[]];
		const began = performance.now();
		const child = spawn(command, args, {
			cwd: root,
			env: { ...environment(role, place.home), ALDGATE_PROCESS: role, NODE_NO_WARNINGS: '1' },
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			detached: true // Ctrl-C comes to us, and we stop them in order
		});
		children.set(role, child);
		child.once('exit', () => {
			children.delete(role);
			if (stopping) return;
			const again = performance.now() - began > 30_000 ? 1 : falls + 1;
			if (again >= 5) {
				giveUp(role);
				return;
			}
			setTimeout(() => {
				if (!stopping) launch(role, again);
			}, 200 * again);
		});
	};
	for (const role of roles) launch(role, 0);

	return {
		failed,
		async stop() {
			stopping = true;
			await Promise.all(
				[...children.values()].map(
					(child) =>
						new Promise<void>((resolve) => {
							if (child.exitCode !== null || child.signalCode !== null) {
								resolve();
								return;
							}
							const slow = setTimeout(() => child.kill('SIGKILL'), 8000);
							child.once('exit', () => {
								clearTimeout(slow);
								resolve();
							});
							child.kill('SIGTERM');
						})
				)
			);
		}
	};
}
