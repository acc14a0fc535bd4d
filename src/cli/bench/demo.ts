import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../processes/launch.ts';

export type Demo = { readonly url: string; stop(): Promise<void> };

const freePort = (): Promise<number> =>
	new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => {
				resolve(typeof address === 'object' && address ? address.port : 0);
			});
		});
	});

/** The running demonstration that `ALDGATE_URL` names, or one of our own that ends with `stop`. */
export async function demo(env: NodeJS.ProcessEnv): Promise<Demo> {
	const named = env['ALDGATE_URL'];
	if (named) return { url: named.replace(/\/$/, ''), stop: () => Promise.resolve() };
	const home = mkdtempSync(join(tmpdir(), 'aldgate-bench-'));
	const port = await freePort();
	const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'start'], {
		cwd: root,
		env: {
			...env,
			ALDGATE_HOME: home,
			HOST: '127.0.0.1',
			PORT: String(port),
			DATABASE_URL: '',
			DATABASE_OWNER_URL: ''
		},
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const stop = async () => {
		await ended(child);
		rmSync(home, { recursive: true, force: true });
	};
	const begun = await new Promise<boolean>((resolve) => {
		child.stdout.on('data', (bytes: Buffer) => {
			if (bytes.toString().includes('Aldgate is running at')) resolve(true);
		});
		child.once('exit', () => {
			resolve(false);
		});
	});
	if (begun) return { url: `http://127.0.0.1:${String(port)}`, stop };
	await stop();
	throw new Error('the demonstration did not start; its reason is above');
}

function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once('exit', () => {
			resolve();
		});
		child.kill('SIGINT');
	});
}
