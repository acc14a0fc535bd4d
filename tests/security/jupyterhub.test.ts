import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { hostAt } from '#platform/host.server.ts';
import { tokenIn } from '#workspaces/jupyterhub/token.ts';
import { test as base } from '../support/database.ts';
import { hubless, hubScene, python, until, type HubScene } from './jupyterhub-scene.ts';

const test = base.extend<{ hub: HubScene }>({
	hub: async ({ db }, use) => {
		const hub = await hubScene(db);
		await use(hub);
		await hub.close();
	}
});

const probes = `
import os, socket
print(sorted(os.listdir('/data')))
def tried(name, work):
    try:
        work()
        print(name, 'POSSIBLE')
    except OSError as error:
        print(name, 'held')
tried('write', lambda: open('/data/new', 'w'))
tried('loopback of the machine', lambda: socket.create_connection(('127.0.0.1', PORT), 2))
tried('internet', lambda: socket.create_connection(('1.1.1.1', 443), 2))
tried('shadow', lambda: open('/etc/shadow'))
print(os.getuid() > 0)
`;

describe.skipIf(hubless.length > 0)('JupyterHub as a driver', { timeout: 150_000 }, () => {
	test('starts a server over the snapshot, read-only and without a network, and lets its person in once', async ({
		hub
	}) => {
		const { whose, place } = hub;
		expect(await place().look(whose)).toMatchObject({ driver: 'jupyterhub', state: 'none' });
		const entered = await hub.entered();
		expect(entered.pathname).toBe(`/user/${hub.user}/${hub.server}/`);
		const kernels = new URL(`${entered.pathname}api/kernels`, entered);
		expect((await fetch(kernels)).status, 'without the token').toBe(403);
		kernels.search = entered.search;
		expect((await fetch(kernels)).status).toBe(200);

		const said = await python(entered, probes.replace('PORT', new URL(hub.url).port));
		expect(said.split('\n')).toEqual([
			expect.stringContaining('person.parquet') as string,
			'write held',
			'loopback of the machine held',
			'internet held',
			'shadow held',
			'True',
			''
		]);

		const opened = await place().open(whose);
		const ticket = opened.ok ? (opened.ticket ?? '') : '';
		const stranger = { ...whose, person: hub.stranger };
		expect(await place().claim({ ...stranger, ticket })).toMatchObject({ ok: false });
		expect(await place().claim({ ...whose, ticket })).toMatchObject({ ok: true });
		expect(await place().claim({ ...whose, ticket })).toMatchObject({ error: { code: 'used' } });
	});

	test('gives tokens for one server alone, and leaves them in no log and no command line', async ({
		db,
		hub
	}) => {
		const entered = await hub.entered();
		const token = entered.searchParams.get('token') ?? '';
		await fetch(entered);
		const all = execFileSync('ps', ['-eww', '-o', 'args']).toString();
		for (const secret of [token, hub.token]) {
			expect(secret.length).toBeGreaterThan(15);
			expect(hub.log()).not.toContain(secret);
			expect(all).not.toContain(secret);
		}
		const [queued] = await db.owner<{ found: boolean }[]>`
			select exists (select from pgboss.job j where j.data::text like ${`%${token}%`}) as found
		`.catch(() => [{ found: false }]);
		expect(queued?.found).toBe(false);

		const asked = (path: string, method: string, body?: object) =>
			hub.api(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) }, token);
		const mine = `/users/${hub.user}`;
		const other = { workspace: hub.workspace, snapshot: 'two', size: 'L' };
		expect((await asked(`${mine}/servers/${hub.server}`, 'POST', other)).status).toBe(403);
		expect((await asked(`${mine}/servers/${hub.server}`, 'DELETE')).status).toBe(403);
		expect((await asked(`${mine}/tokens`, 'POST', { note: 'mine' })).status).toBe(403);
		expect((await asked('/users', 'GET')).status).toBe(403);
	});

	test('is closed to who is no member', async ({ hub }) => {
		const stranger = { ...hub.whose, person: hub.stranger };
		expect(await hub.place().open(stranger)).toMatchObject({ ok: false });
		expect(await hub.place().look(stranger)).toMatchObject({ ok: false });
		const users = (await (await hub.api('/users')).json()) as object[];
		expect(users).toEqual([]);
	});

	test('ends the server and the token of who is removed, also after the host was started again', async ({
		db,
		hub
	}) => {
		const entered = await hub.entered();
		const token = entered.searchParams.get('token') ?? '';
		expect((await hub.api('/user', {}, token)).status).toBe(200);
		await hub.restartHost();
		expect(await hub.place().look(hub.whose)).toMatchObject({ state: 'ready' });
		await db.owner`update project_member set removed_at = now() where person_id = ${hub.member}`;
		await until(async () => (await hub.api('/user', {}, token)).status === 403);
		await until(async () => {
			const user = (await (await hub.api(`/users/${hub.user}`)).json()) as { servers: object };
			return Object.keys(user.servers).length === 0;
		});
		expect(execFileSync('ps', ['-eww', '-o', 'args']).toString()).not.toContain(hub.member);
		expect(await hub.place().open(hub.whose)).toMatchObject({ ok: false });
	});

	test('is measured like a session, and opens nothing over the cap', async ({ db, hub }) => {
		const entered = await hub.entered();
		await python(entered, 'sum(i * i for i in range(20_000_000))');
		await until(async () => {
			const [used] = await db.owner<
				{ cpuMs: bigint }[]
			>`select cpu_ms from usage_month where cpu_ms > 500`;
			return used;
		});
		await hub.place().stop(hub.whose);
		await db.owner`update usage_month set cpu_ms = 1000000000000`;
		expect(await hub.place().open(hub.whose)).toMatchObject({ ok: false, error: { code: 'cap' } });
	});

	test('a token’s file that others can read is refused', ({ hub }) => {
		const file = join(hub.home, 'hub-token');
		expect(tokenIn(file)).toBe(hub.token);
		chmodSync(file, 0o640);
		expect(() => tokenIn(file)).toThrow('chmod 600');
		expect(hostAt(hub.home)).toBeDefined();
	});
});
