import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import type { Sql } from '#platform/db.server.ts';
import { seedPolicy } from '#db/seed/policy.ts';
import { hostAt } from '#platform/host.server.ts';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { mayRun, type Standing } from '#workspaces/host/access.ts';
import { startHost, type Started } from '#workspaces/host/main.ts';
import { performRun } from '#workspaces/host/perform.ts';
import { queue } from '#workspaces/host/queue.ts';
import { limits, rowBudget } from '#workspaces/host/limits.ts';
import { capabilities } from '#workspaces/host/capabilities.ts';
import { test } from '../support/database.ts';
import { at, setScene, today } from './host-scene.ts';
import { missing, writeSnapshot } from './sandbox-scene.ts';

type Body = Record<string, unknown>;

/** One request over the host's socket. */
const ask = (
	socket: string,
	method: string,
	path: string,
	body?: object
): Promise<{ status: number; body: Body }> =>
	new Promise((resolve, reject) => {
		const sent = request({ socketPath: socket, method, path }, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => (text += chunk));
			response.on('end', () => {
				resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Body });
			});
		});
		sent.on('error', reject);
		sent.end(body === undefined ? undefined : JSON.stringify(body));
	});

describe.skipIf(missing !== null)('the host', () => {
	let home: string;
	let host: Started | undefined;
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'aldgate-host-test-'));
		await writeSnapshot(join(home, 'snapshots', 'one'));
	});
	afterEach(async () => {
		await host?.stop();
		host = undefined;
		rmSync(home, { recursive: true, force: true });
	});
	const start = async (url: string) => {
		host = await startHost({ ALDGATE_HOME: home, DATABASE_URL: url });
		return host.socket;
	};

	test('answers a member over its socket, and says what the machine offers', async ({ db }) => {
		const scene = await setScene(db.owner);
		const socket = await start(db.hostUrl);
		expect((statSync(socket).mode & 0o777).toString(8)).toBe('660');
		expect((await ask(socket, 'GET', '/health')).body).toMatchObject({ ok: true, sandbox: true });
		const { body } = await ask(socket, 'POST', '/run', {
			person: scene.member,
			workspace: scene.workspace,
			sql: 'select gender_concept_id, count(*) as n from person group by 1 order by 1',
			run: crypto.randomUUID()
		});
		expect(body).toMatchObject({
			ok: true,
			rows: [
				[0, 2500],
				[1, 2500]
			],
			rowCount: 2,
			truncated: false,
			people: null
		});
		const client = hostAt(home);
		expect(await client.health()).toMatchObject({ sandbox: true, install: null });
		expect(
			await client.run({
				person: scene.member,
				workspace: scene.workspace,
				sql: 'select nonsense',
				run: crypto.randomUUID()
			})
		).toMatchObject({ ok: false, error: { code: 'sql' } });
		expect(await client.stop(crypto.randomUUID())).toBe(false);
		expect(await client.serialise({ person: scene.member, sql: 'select 1' })).toMatchObject({
			ok: true
		});
		expect(
			(
				await ask(socket, 'POST', '/serialise', {
					person: scene.member,
					sql: 'select count(*) from person'
				})
			).body
		).toMatchObject({
			ok: true,
			tree: { error: false }
		});
	});

	test('scans files for the portal, which never parses one', async ({ db }) => {
		const { member: person, stranger, project } = await setScene(db.owner);
		await db.owner.begin(seedPolicy);
		const socket = await start(db.hostUrl);
		const client = hostAt(home);
		const asked = { person, project, name: 't.csv' };
		const bytes = new TextEncoder().encode('sex,count\nF,123\nM,130\n');
		const plain = await client.scan({ ...asked, bytes });
		expect([plain.kind, plain.verdict]).toEqual(['table', 'review']);
		expect(new Uint8Array(plain.clean ?? [])).toEqual(bytes);
		const claimed = { redacted: null, rounding: { method: 'base', base: 5 } };
		expect((await client.scan({ ...asked, bytes, claimed })).verdict).toBe('fail');
		const large = await client.scan({ ...asked, bytes: new Uint8Array(9_999_999) });
		expect([large.verdict, large.clean]).toEqual(['fail', null]);
		const malformed = await ask(socket, 'POST', '/scan', { ...asked, bytes: '%' });
		expect(malformed.status).toBe(400);
		// the policy is the host's own to read: none that is sent is taken
		const text = Buffer.from(bytes).toString('base64');
		const sent = { ...asked, bytes: text, policy: usualPolicy };
		expect((await ask(socket, 'POST', '/scan', sent)).status).toBe(400);
		await expect(client.scan({ ...asked, person: stranger, bytes })).rejects.toMatchObject({
			status: 404
		});
	});

	test('gives nobody the places of others: who asks for too many trees waits alone', async ({
		db
	}) => {
		const { member, stranger } = await setScene(db.owner);
		await start(db.hostUrl);
		const client = hostAt(home);
		const tree = (person: string) => client.serialise({ person, sql: 'select 1' });
		const greedy = Array.from({ length: 12 }, () => tree(member));
		expect(await tree(stranger)).toMatchObject({ ok: true });
		const codes = (await Promise.all(greedy)).map((one) => (one.ok ? 'ok' : one.error.code));
		expect(new Set(codes)).toEqual(new Set(['ok', 'busy']));
	});

	test('refuses a stranger, a removed member, unaccepted terms, a paused project and a shut gate, whatever the portal says', async ({
		db
	}) => {
		const { member, stranger, workspace } = await setScene(db.owner);
		const socket = await start(db.hostUrl);
		const code = async (person: string) => {
			const { body } = await ask(socket, 'POST', '/run', {
				person,
				workspace,
				sql: 'select 1',
				run: crypto.randomUUID()
			});
			return body['ok'] === true ? 'ran' : (body['error'] as { code: string }).code;
		};
		expect(await code(stranger)).toBe('not-found');
		expect(await code(crypto.randomUUID())).toBe('not-found');
		expect(await code(member)).toBe('ran');
		const set = async (
			change: (owner: Sql) => Promise<unknown>,
			undo: (owner: Sql) => Promise<unknown>
		) => {
			await change(db.owner);
			const seen = await code(member);
			await undo(db.owner);
			return seen;
		};
		expect(
			await set(
				(o) => o`update project_member set terms_accepted_at = null`,
				(o) => o`update project_member set terms_accepted_at = now()`
			)
		).toBe('refused');
		expect(
			await set(
				(o) => o`update project set status = 'suspended'`,
				(o) => o`update project set status = 'active'`
			)
		).toBe('refused');
		expect(
			await set(
				(o) => o`update workspace set status = 'gate'`,
				(o) => o`update workspace set status = 'open'`
			)
		).toBe('refused');
		expect(
			await set(
				(o) => o`update workspace set snapshot_id = 'two'`,
				(o) => o`update workspace set snapshot_id = 'one'`
			)
		).toBe('refused');
		expect(
			await set(
				(o) => o`update project_member set removed_at = now()`,
				(o) => o`update project_member set removed_at = null`
			)
		).toBe('not-found');
		expect(await code(member)).toBe('ran');
	});

	test('withholds rows of people beyond the budget of the day, and never aggregates', async ({
		db
	}) => {
		const { member, workspace, project } = await setScene(db.owner);
		const socket = await start(db.hostUrl);
		const run = async (sql: string) =>
			(
				await ask(socket, 'POST', '/run', {
					person: member,
					workspace,
					sql,
					run: crypto.randomUUID()
				})
			).body;
		expect(await run('select * from person limit 150')).toMatchObject({
			ok: true,
			people: { shownToday: 150, budget: rowBudget }
		});
		expect(await run('select cast(person_id::varchar as int) from person')).toMatchObject({
			ok: false,
			error: { code: 'sql' }
		});
		const [logged] =
			await db.owner`select count(*)::int as n, min(subject_id) as subject from read_log`;
		expect(logged).toMatchObject({ n: 2, subject: workspace });
		await db.owner`update row_view set rows = ${rowBudget - 100} where project_id = ${project}`;
		expect(await run('select * from person limit 101')).toMatchObject({
			ok: false,
			error: {
				code: 'budget',
				message: expect.stringContaining("1,900 of today's 2,000") as string
			}
		});
		expect(await run('select * from person limit 100')).toMatchObject({ ok: true });
		expect(await run('select year_of_birth from person limit 1')).toMatchObject({
			error: { code: 'budget' }
		});
		expect(await run('select count(*) from person')).toMatchObject({ ok: true, rows: [[5000]] });
	});

	test('a stopped run says so, and a membership that ends while a run goes takes its answer along', async ({
		db
	}) => {
		const { member, workspace } = await setScene(db.owner);
		const socket = await start(db.hostUrl);
		const slow =
			'select count(*) from condition_occurrence a, condition_occurrence b where a.condition_concept_id <> b.condition_concept_id';
		const id = crypto.randomUUID();
		const going = ask(socket, 'POST', '/run', {
			person: member,
			workspace,
			sql: `${slow} and hash(a.person_id) <> hash(b.person_id)`,
			run: id
		});
		await expect
			.poll(async () => (await ask(socket, 'POST', '/stop', { run: id })).body)
			.toMatchObject({ stopped: true });
		expect((await going).body).toMatchObject({ ok: false, error: { code: 'stopped' } });

		const second = ask(socket, 'POST', '/run', {
			person: member,
			workspace,
			sql: slow,
			run: crypto.randomUUID()
		});
		await expect.poll(async () => (await ask(socket, 'GET', '/health')).body['going']).toBe(1);
		await db.owner`update project_member set removed_at = now()`;
		expect((await second).body).toMatchObject({ ok: false, error: { code: 'not-found' } });
	});

	test('malformed requests are told what to send, and a second host does not take its socket', async ({
		db
	}) => {
		const socket = await start(db.hostUrl);
		expect(await ask(socket, 'POST', '/run', { sql: 1 })).toMatchObject({
			status: 400,
			body: { ok: false, error: { code: 'bad-input' } }
		});
		expect((await ask(socket, 'POST', '/run', { sql: 'x'.repeat(300_000) })).status).toBe(400);
		expect((await ask(socket, 'GET', '/elsewhere')).status).toBe(404);
		await expect(startHost({ ALDGATE_HOME: home, DATABASE_URL: db.hostUrl })).rejects.toThrow(
			'Another host already listens'
		);
	});
});

const standing: Standing = {
	projectId: 'p',
	projectStatus: 'active',
	startsOn: today,
	endsOn: today,
	workspaceStatus: 'open',
	snapshotId: 'one',
	member: true,
	termsAccepted: true,
	openers: 2,
	capped: null,
	driver: 'host',
	withdrawn: [],
	size: 'M',
	rowsShown: 200,
	hindered: null
};

test('without bubblewrap a run is answered with what is missing, and nothing is run', async () => {
	const found = await capabilities({
		look: (name) => (name === 'bwrap' ? null : `/usr/bin/${name}`)
	});
	const reply = await performRun(
		{
			found,
			access: {
				standing: () => Promise.resolve(standing),
				spend: () => Promise.reject(new Error('nothing was shown'))
			},
			queue: queue({ running: 1, waiting: 1, each: 1 }),
			snapshots: '/nowhere',
			going: new Map(),
			watched: new Set(),
			now: () => at,
			limits
		},
		{ person: 'a', workspace: 'w', sql: 'select 1', run: 'r' }
	);
	expect(reply).toMatchObject({
		ok: false,
		error: {
			code: 'no-sandbox',
			message: expect.stringMatching(
				/bubblewrap is not installed.*apt-get install -y bubblewrap/
			) as string
		}
	});
});

test('every reason to refuse a run is a sentence', () => {
	const changes: Partial<Standing>[] = [
		{ member: false },
		{ termsAccepted: false },
		{ projectStatus: 'read_only' },
		{ startsOn: today.add({ days: 1 }) },
		{ endsOn: today.subtract({ days: 1 }) },
		{ workspaceStatus: 'closed' },
		{ snapshotId: null },
		{ openers: 1 }
	];
	expect(mayRun(standing, today).allowed).toBe(true);
	for (const change of changes)
		expect(mayRun({ ...standing, ...change }, today)).toMatchObject({
			allowed: false,
			because: expect.stringMatching(/^[A-Z].*\.$/) as string
		});
});
