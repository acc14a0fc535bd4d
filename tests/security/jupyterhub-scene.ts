import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hostAt } from '#platform/host.server.ts';
import { absent, installing } from '#workspaces/host/library.ts';
import { startHost } from '#workspaces/host/main.ts';
import type { TestDatabase } from '../support/database.ts';
import { setScene } from './host-scene.ts';
import { writeSnapshot } from './sandbox-scene.ts';

export const wanted = ['jupyterhub', 'jupyter-notebook', 'node-configurable-http-proxy'];

/** Why no hub can be started here; empty when one can. */
export const hubless: readonly string[] = [
	...absent(wanted),
	...(existsSync('/usr/bin/bwrap') ? [] : ['bubblewrap'])
];
if (hubless.length > 0)
	process.stderr.write(
		`skipped: JupyterHub is not installed, so it is not tried as a driver; install it with: ${installing(hubless)}\n`
	);

const free = (port: number): Promise<boolean> =>
	new Promise((told) => {
		const probe = createServer();
		probe.once('error', () => {
			told(false);
		});
		probe.listen(port, '127.0.0.1', () => {
			probe.close(() => {
				told(true);
			});
		});
	});

async function threePorts(): Promise<number> {
	for (let port = 20_000 + Math.floor(Math.random() * 10_000); ; port += 3)
		if ((await free(port)) && (await free(port + 1)) && (await free(port + 2))) return port;
}

/** Asks until it is so; the test's own time limit ends it. */
export async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== null && found !== false) return found;
		await pause(100);
	}
}

/** Debian's JupyterHub with our configuration, a host that drives it, and an open workspace that it serves. */
export async function hubScene(db: TestDatabase) {
	const home = mkdtempSync(join(tmpdir(), 'aldgate-hub-test-'));
	await writeSnapshot(join(home, 'snapshots', 'one'));
	const people = await setScene(db.owner);
	await db.owner`update workspace set driver = 'jupyterhub', size = 'S'`;
	const token = crypto.randomUUID();
	const tokenFile = join(home, 'hub-token');
	writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
	const port = await threePorts();
	const url = `http://127.0.0.1:${String(port)}`;
	const log: string[] = [];
	const hub = spawn(
		'/usr/bin/jupyterhub',
		['--config', join('workspaces', 'jupyterhub', 'jupyterhub_config.py')],
		{
			env: {
				PATH: process.env['PATH'],
				NODE_PATH: '/usr/share/nodejs',
				ALDGATE_HOME: home,
				ALDGATE_JUPYTERHUB_PORT: String(port),
				ALDGATE_JUPYTERHUB_TOKEN_FILE: tokenFile
			},
			stdio: ['ignore', 'pipe', 'pipe']
		}
	);
	for (const stream of [hub.stdout, hub.stderr])
		stream.on('data', (some: Buffer) => log.push(some.toString()));
	const gone = new Promise<void>((told) =>
		hub.once('exit', () => {
			told();
		})
	);
	const api = (path: string, init: RequestInit = {}, bearer: string = token) =>
		fetch(`${url}/hub/api${path}`, {
			...init,
			headers: { authorization: `token ${bearer}`, 'content-type': 'application/json' }
		});
	await Promise.race([
		until(() =>
			api('/users').then(
				({ ok }) => ok,
				() => false
			)
		),
		gone.then(() => {
			throw new Error(`JupyterHub ended: ${log.join('')}`);
		})
	]);
	const start = () =>
		startHost({
			...{ ALDGATE_HOME: home, DATABASE_URL: db.hostUrl },
			...{ ALDGATE_JUPYTERHUB_URL: url, ALDGATE_JUPYTERHUB_TOKEN_FILE: tokenFile }
		});
	const state = { host: await start() };
	const whose = { person: people.member, workspace: people.workspace };
	const place = () => hostAt(home).place;
	return {
		...{ ...people, whose, home, url, api, place, token },
		log: () => log.join(''),
		user: `p-${people.member}`,
		server: `w-${people.workspace}`,
		/** Opens the person's server and gives the address that lets them in. */
		entered: async (): Promise<URL> => {
			const ticket = await until(async () => {
				const opened = await place().open(whose);
				if (!opened.ok) throw new Error(opened.error.message);
				return opened.ticket;
			});
			const claimed = await place().claim({ ...whose, ticket });
			if (!claimed.ok) throw new Error(claimed.error.message);
			return new URL(claimed.url);
		},
		restartHost: async () => {
			await state.host.stop();
			state.host = await start();
		},
		close: async () => {
			await state.host.stop();
			hub.kill('SIGTERM');
			await gone;
			rmSync(home, { recursive: true, force: true });
		}
	};
}
export type HubScene = Awaited<ReturnType<typeof hubScene>>;

type Message = {
	readonly parent_header: { readonly msg_id?: string };
	readonly msg_type: string;
	readonly content: {
		readonly text?: string;
		readonly ename?: string;
		readonly execution_state?: string;
	};
};

/** Runs Python in a new kernel of the server behind an address, as a browser does; answers what it printed. */
export async function python(entered: URL, code: string): Promise<string> {
	const base = `${entered.origin}${entered.pathname}`.replace(/\/$/, '');
	const headers = { authorization: `token ${entered.searchParams.get('token') ?? ''}` };
	const made = await fetch(`${base}/api/kernels`, { method: 'POST', headers });
	if (!made.ok) throw new Error(`no kernel: ${String(made.status)} ${await made.text()}`);
	const { id } = (await made.json()) as { id: string };
	const socket = new WebSocket(
		`${base.replace('http', 'ws')}/api/kernels/${id}/channels${entered.search}`
	);
	await new Promise((open, failed) => {
		socket.onopen = open;
		socket.onerror = failed;
	});
	const asked = crypto.randomUUID();
	let said = '';
	const done = new Promise<void>((told) => {
		socket.onmessage = ({ data }: { data: unknown }) => {
			const message = JSON.parse(String(data)) as Message;
			if (message.parent_header.msg_id !== asked) return;
			if (message.msg_type === 'stream') said += message.content.text ?? '';
			if (message.msg_type === 'error') said += message.content.ename ?? '';
			if (message.content.execution_state === 'idle') told();
		};
	});
	socket.send(
		JSON.stringify({
			header: {
				msg_id: asked,
				msg_type: 'execute_request',
				username: '',
				session: asked,
				version: '5.3'
			},
			...{ parent_header: {}, metadata: {}, channel: 'shell' },
			content: {
				code,
				silent: false,
				store_history: false,
				user_expressions: {},
				allow_stdin: false
			}
		})
	);
	await done;
	socket.close();
	return said;
}
