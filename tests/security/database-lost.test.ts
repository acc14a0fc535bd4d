import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seedPeople, seedService } from '#db/seed/roles.ts';
import { migrate } from '#db/migrate.ts';
import { startPostgres, type PostgresServer } from '#db/server.ts';
import { cookieName } from '#domain/people/sessions.server.ts';
import { connect } from '#platform/db.server.ts';
import { buildPortal } from '../../src/cli/processes/build.ts';

const root = resolve(import.meta.dirname, '../..');
const at = Temporal.Now.instant();

let folder = '';
let server: PostgresServer;
let portal: ChildProcess;
let origin = '';
let said = '';

const free = (): Promise<number> =>
	new Promise((found) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => {
				found(typeof address === 'object' && address ? address.port : 0);
			});
		});
	});

/** A portal as it really runs: the built pages in a process of its own, over a Postgres of its own. */
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'aldgate-lost-'));
	server = await startPostgres(folder, { durable: false });
	await migrate(server.ownerUrl, at);
	const owner = connect(server.ownerUrl, 1);
	await owner.begin(async (tx) => {
		await seedService(tx, at);
		await seedPeople(tx, at);
	});
	await owner.end();
	const build = buildPortal(root, () => undefined);
	const port = await free();
	origin = `http://127.0.0.1:${String(port)}`;
	portal = spawn(process.execPath, [join(root, 'src/cli/processes/portal.ts')], {
		cwd: root,
		env: {
			PATH: process.env['PATH'],
			HOST: '127.0.0.1',
			PORT: String(port),
			ALDGATE_HOME: folder,
			ALDGATE_BUILD: basename(build),
			DATABASE_URL: server.urlFor('portal'),
			NODE_NO_WARNINGS: '1'
		},
		stdio: ['ignore', 'ignore', 'pipe', 'ipc']
	});
	portal.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
	await vi.waitFor(async () => {
		if (portal.exitCode !== null) throw new Error(said);
		expect((await fetch(`${origin}/readyz`)).status).toBe(200);
	}, 60_000);
}, 300_000);

afterAll(async () => {
	portal.kill('SIGKILL');
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

const register = async (more: RequestInit = {}) => {
	const answer = await fetch(`${origin}/register`, more);
	return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
/** As somebody with a session: then the portal asks the database before it looks at the page. */
const signedIn = { headers: { cookie: `${cookieName}=${'a'.repeat(40)}` } };

/** As a power cut would: no connection is told anything. */
function killDatabase(): void {
	const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
	process.kill(pid, 'SIGQUIT');
}

/** Postgres starts by itself again when one of its processes was killed. */
const ready = () =>
	vi.waitFor(async () => {
		expect((await fetch(`${origin}/readyz`)).status).toBe(200);
	}, 30_000);

describe('a process in the middle of a transaction when its database is killed', () => {
	const started = (how: string) => {
		const child = spawn(
			process.execPath,
			[join(import.meta.dirname, 'database-lost-child.ts'), how],
			{
				cwd: root,
				env: { PATH: process.env['PATH'], DATABASE_URL: server.urlFor('portal') },
				stdio: ['ignore', 'ignore', 'pipe', 'ipc']
			}
		);
		const heard: string[] = [];
		let words = '';
		child.on('message', (one) => heard.push(one as string));
		child.stderr?.on('data', (bytes: Buffer) => (words += bytes.toString()));
		return { child, heard, words: () => words };
	};
	/** Kills the database's process behind the transaction: its end is told to nobody. */
	const lost = async (heard: readonly string[]) => {
		const pid = await vi.waitFor(() => {
			const [first = ''] = heard;
			expect(first).toMatch(/^served by \d+$/);
			return Number(first.slice('served by '.length));
		}, 20_000);
		process.kill(pid, 'SIGKILL');
	};

	test('lives, and goes on when it is back', async () => {
		const { child, heard, words } = started('guarded');
		await lost(heard);
		await vi.waitFor(() => {
			expect(heard, words()).toContain('away');
		}, 20_000);
		await ready();
		child.send('again');
		await vi.waitFor(() => {
			expect(heard, words()).toContain('back: 1');
		}, 20_000);
		expect(words()).toContain('its connections are made anew');
	}, 60_000);

	// when this fails the driver has mended it, and the guard can go
	test('would die of the driver’s fault without the guard', async () => {
		const { child, heard, words } = started('bare');
		await lost(heard);
		await vi.waitFor(() => {
			expect(child.exitCode).not.toBeNull();
		}, 20_000);
		expect(words()).toMatch(/Cannot read properties of null \(reading 'write'\)[^]*nextWrite/);
		await ready();
	}, 60_000);
});

describe('a portal whose database is killed under it', () => {
	test.each([1, 2, 3])(
		'answers 503 and then 200, in the same process (time %i)',
		async () => {
			expect((await register()).status).toBe(200);
			// many under way at the moment it happens
			const going = Array.from({ length: 60 }, (_, one) => register(one % 2 ? signedIn : {}));
			killDatabase();
			for (const { status } of await Promise.all(going)) expect([200, 503]).toContain(status);

			await vi.waitFor(async () => {
				expect((await register()).status).toBe(503);
			}, 20_000);
			for (const more of [{}, signedIn]) {
				const down = await register(more);
				expect(down.status).toBe(503);
				expect(down.text).toContain('cannot reach its database');
				expect(down.text).not.toMatch(/ECONN|postgres|at .*\.js/);
				expect(down.headers.get('x-content-type-options')).toBe('nosniff');
			}
			expect((await fetch(`${origin}/healthz`)).status, 'it lives').toBe(200);
			expect((await fetch(`${origin}/readyz`)).status, 'and is not ready').toBe(503);

			server = await startPostgres(folder, { durable: false, port: server.port });
			await vi.waitFor(async () => {
				expect((await register()).status).toBe(200);
			}, 30_000);
			// every connection of the pool, not only the first
			const all = await Promise.all(Array.from({ length: 40 }, () => register()));
			expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
			expect([portal.exitCode, portal.signalCode], said).toEqual([null, null]);
		},
		120_000
	);
});
