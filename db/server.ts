import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { initialise, locate } from './first-start.ts';
import { prefix, privilege } from './privilege.ts';
import { processRoles, type ProcessRole } from './process-roles.ts';

export type PostgresServer = {
	readonly port: number;
	readonly ownerUrl: string;
	/** The address a process connects to, as its own role. */
	urlFor(role: ProcessRole, database?: string): string;
	stop(): Promise<void>;
};

type Options = {
	/** Tests may lose everything at a power cut; nobody else may. */
	readonly durable?: boolean;
	readonly database?: string;
	/** A free one unless told. */
	readonly port?: number;
};

/**
 * Starts the Postgres that comes with the packages on a folder of its own, making it at first.
 * Root, root in its own home, an ordinary user: `privilege` finds the way Postgres accepts.
 */
export async function startPostgres(
	folder: string,
	{ durable = true, database = 'aldgate', port: wanted }: Options = {}
): Promise<PostgresServer> {
	const binaries = await locate();
	const data = `${folder}/data`;
	await mkdir(folder, { recursive: true });
	const drop = privilege(folder);
	if (!existsSync(`${data}/PG_VERSION`)) await initialise(folder, data, binaries.initdb, drop);
	await endPrevious(data);

	const port = wanted ?? (await freePort());
	const flags = durable
		? []
		: ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
	const [command, ...args] = prefix(drop, [
		binaries.postgres,
		'-D',
		data,
		'-p',
		String(port),
		'-c',
		'listen_addresses=127.0.0.1',
		'-c',
		'unix_socket_directories=',
		'-c',
		'max_connections=120',
		'-c',
		'log_min_messages=fatal',
		...flags
	]);
	const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
	const said: string[] = [];
	server.stderr.on('data', (bytes: Buffer) => {
		if (said.length < 200) said.push(bytes.toString());
	});

	const passwords = JSON.parse(await readFile(`${folder}/passwords.json`, 'utf8')) as Record<
		string,
		string
	>;
	const address = (user: string, key: string, name: string) =>
		`postgres://${user}:${passwords[key] ?? ''}@127.0.0.1:${String(port)}/${name}`;
	const admin = address('aldgate', 'owner', 'postgres');
	await ready(admin, server, said);
	await ensure(admin, database, passwords);

	return {
		port,
		ownerUrl: address('aldgate', 'owner', database),
		urlFor: (role, name = database) => address(`aldgate_${role}`, role, name),
		stop: () => halt(server)
	};
}

/** A server that outlived its starter (kill −9) is asked to stop before the next one starts. */
async function endPrevious(data: string): Promise<void> {
	const file = `${data}/postmaster.pid`;
	for (let tries = 0; existsSync(file) && tries < 150; tries++) {
		const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
		if (!isPostgres(pid)) {
			rmSync(file, { force: true });
			return;
		}
		if (tries % 50 === 0) process.kill(pid, tries === 0 ? 'SIGINT' : 'SIGQUIT');
		await pause(100);
	}
}

function isPostgres(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 1) return false;
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	try {
		return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('postgres');
	} catch {
		return true; // no /proc on this system: the signal above says that it lives
	}
}

const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => {
				resolve(typeof address === 'object' && address ? address.port : 0);
			});
		});
	});

async function ready(url: string, server: ChildProcess, said: readonly string[]): Promise<void> {
	for (let tries = 0; tries < 300; tries++) {
		if (server.exitCode !== null)
			throw new Error(
				`Postgres did not start: ${said.join('').trim().split('\n').at(-1) ?? 'no reason given'}`
			);
		const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
		try {
			await sql`select 1`;
			return;
		} catch {
			await pause(50);
		} finally {
			await sql.end({ timeout: 1 });
		}
	}
	throw new Error('Postgres did not answer within 15 seconds.');
}

/** The database and the processes' roles; made once, checked at every start. */
async function ensure(admin: string, database: string, passwords: Record<string, string>) {
	const sql = postgres(admin, { max: 1, onnotice: () => undefined });
	try {
		const [found] = await sql`select from pg_database where datname = ${database}`;
		if (!found) await sql`create database ${sql(database)}`;
		const present = new Set(
			(await sql<{ rolname: string }[]>`select rolname from pg_roles`).map((row) => row.rolname)
		);
		for (const role of processRoles) {
			if (present.has(`aldgate_${role}`)) continue;
			// `create role` takes no parameters; the password is base64url, so quoting is safe
			await sql.unsafe(
				`create role aldgate_${role} login nosuperuser nocreatedb nocreaterole nobypassrls password '${passwords[role] ?? ''}'`
			);
		}
	} finally {
		await sql.end();
	}
}

async function halt(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	const ended = new Promise<void>((resolve) =>
		server.once('exit', () => {
			resolve();
		})
	);
	server.kill('SIGINT');
	const slow = setTimeout(() => server.kill('SIGQUIT'), 8000);
	await ended;
	clearTimeout(slow);
}
