import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { capabilities } from '#workspaces/host/capabilities.ts';
import { enter, leave } from '#workspaces/host/groups.ts';
import { snapshotIn, stagedTables, userOf } from '#workspaces/host/run.ts';
import { command, type Cell } from '#workspaces/host/sandbox.ts';
import { engineOf } from '#workspaces/host/session/languages.ts';
import { sizeLimits } from '#workspaces/host/session/sizes.ts';
import { wayIn, wayOut } from './relay.ts';
import { groupOf } from './names.ts';

const id = v.pipe(v.string(), v.uuid());
const Asked = v.object({
	workspace: id,
	person: id,
	snapshot: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/)),
	size: v.picklist(['S', 'M', 'L']),
	snapshots: v.pipe(v.string(), v.nonEmpty())
});

/** What JupyterHub's own server needs to be told; it goes in by standard input. */
const told = /^(JUPYTERHUB_|MEM_|CPU_)/;

/**
 * What the hub's spawner starts: one notebook server in a sandbox of the host's making, with a snapshot
 * at /data, no network, and two sockets (inside.py). Ends with it, and ends it when it is ended.
 */
export async function serve(
	argv: readonly string[],
	env: Readonly<Record<string, string | undefined>>
): Promise<number> {
	const option = { type: 'string' } as const;
	const { values } = parseArgs({
		args: [...argv],
		options: {
			...{ workspace: option, person: option, snapshot: option },
			...{ size: option, snapshots: option }
		}
	});
	const asked = v.parse(Asked, values);
	const service = new URL(env['JUPYTERHUB_SERVICE_URL'] ?? '');
	const api = new URL(env['JUPYTERHUB_API_URL'] ?? '');
	const found = await capabilities();
	const { machine, runtime } = found;
	const python = runtime && engineOf('python', runtime, sizeLimits[asked.size].threads);
	if (!machine || !runtime || !python)
		throw new Error(found.capabilities.says[0] ?? 'Python is not installed.');

	const folder = mkdtempSync(join(tmpdir(), 'aldgate-jupyter-'));
	chmodSync(folder, 0o711);
	const uid = userOf(asked.workspace);
	const owner = { uid, root: machine.root };
	const hubPort = Number(api.port || 80);
	const port = Number(service.port);
	await wayOut(join(folder, 'hub'), { host: api.hostname, port: hubPort }, owner);
	await wayIn(join(folder, 'server'), { host: service.hostname, port }, owner);

	const { limits } = sizeLimits[asked.size];
	const [program = ''] = python.command;
	const cell: Cell = {
		...{ uid, gid: uid, limits },
		staged: [
			...stagedTables(snapshotIn(join(asked.snapshots, asked.snapshot))),
			{
				from: import.meta.dirname,
				to: '/runtime/jupyterhub',
				files: ['inside.py', 'notebook_config.py']
			},
			{ from: folder, to: '/sockets', files: ['hub', 'server'] }
		],
		open: [
			...python.open,
			{ from: realpathSync(program), to: '/usr/bin/python3' },
			...[
				'/usr/share/jupyter',
				'/usr/share/jupyterhub',
				'/usr/share/nodejs',
				'/usr/share/python3-notebook',
				'/usr/share/fonts-font-awesome',
				'/usr/share/mathjax'
			].map((path) => ({ from: path, to: path }))
		],
		environment: { ...python.environment, USER: 'analyst', ALDGATE_DATA: '/data' },
		command: ['/usr/bin/python3', '-B', '/runtime/jupyterhub/inside.py']
	};
	const members = enter(
		machine.groups,
		groupOf(asked.person, asked.workspace),
		limits.memory,
		limits.processes
	);
	const filter = openSync(machine.filter, 'r');
	const [first = '', ...rest] = command(machine, cell, members);
	const child = spawn(first, rest, {
		cwd: '/',
		env: {},
		stdio: ['pipe', 'inherit', 'inherit', filter, 'ignore']
	});
	closeSync(filter);
	const end = () => {
		child.kill('SIGKILL');
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
	const local = (url: string | undefined) =>
		(url ?? '').replace(api.origin, `http://127.0.0.1:${String(hubPort)}`);
	const environment = {
		...Object.fromEntries(Object.entries(env).filter(([name]) => told.test(name))),
		JUPYTERHUB_API_URL: local(env['JUPYTERHUB_API_URL']),
		JUPYTERHUB_ACTIVITY_URL: local(env['JUPYTERHUB_ACTIVITY_URL']),
		JUPYTERHUB_SERVICE_URL: `http://127.0.0.1:${String(port)}${service.pathname}`
	};
	child.stdin?.on('error', () => undefined);
	child.stdin?.end(`${JSON.stringify({ hubPort, port, environment })}\n`);
	const status = await new Promise<number>((ended) => {
		child.on('error', () => {
			ended(3);
		});
		child.on('close', (code) => {
			ended(code ?? 1);
		});
	});
	leave(machine.groups, members);
	rmSync(folder, { recursive: true, force: true });
	found.close();
	return status;
}

if (import.meta.main) {
	try {
		process.exit(await serve(process.argv.slice(2), process.env));
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(3);
	}
}
