import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { actorOf } from '#domain/people/sessions.server.ts';
import { signIn } from '#domain/people/sign-in.server.ts';
import type { Sql } from '#platform/db.server.ts';
import { vaultHome, withVault } from '../security/vault-scene.ts';
import { test } from '../support/database.ts';

const at = Temporal.Now.instant();
const secret = 'four geese over Aldgate';
const from = { address: '192.0.2.1', userAgent: 'a browser' };

/** A command as an operator runs it: a process of its own, with a password on its standard input. */
async function aldgate(
	ownerUrl: string,
	words: readonly string[],
	input = '',
	home = '/nonexistent/aldgate'
) {
	const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
		env: {
			PATH: process.env['PATH'] ?? '',
			DATABASE_OWNER_URL: ownerUrl,
			ALDGATE_HOME: home
		}
	});
	child.stdin.on('error', () => undefined); // it may end without reading
	child.stdin.end(input);
	const ended = new Promise<number | null>((done) => child.once('exit', done));
	const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return { code: await ended, out, err };
}

const person = (name: string, address: string, role: string, ...rest: string[]) => [
	...['person', 'add', '--name', name, '--email', address, '--role', role],
	...rest
];
const ann = person('Ann Lee', 'Ann@Trust.example', 'data-manager');
const ben = person(
	...(['Ben Osei', 'ben@north.example', 'applicant,member', '--organisation'] as const),
	...['North University', '--kind', 'university', '--public-body', '--json']
);

const counted = async (sql: Sql) => {
	const [row] = await sql<{ people: bigint; events: bigint }[]>`
		select (select count(*) from person where kind = 'person') as people, (select count(*) from event) as events
	`;
	return { people: Number(row?.people), events: Number(row?.events) };
};

describe('aldgate person add', () => {
	test('makes somebody who signs in with that password and holds those roles', async ({ db }) => {
		const { code, out, err } = await aldgate(db.ownerUrl, ann, `${secret}\n`);
		expect({ code, err }).toEqual({ code: 0, err: '' });
		expect(out).toContain('Added Ann Lee, who signs in as ann@trust.example: data-manager.');
		const entered = { email: 'ann@trust.example', password: secret };
		const done = await signIn(db.portal, entered, from, at);
		if (!done.ok) throw new Error(done.message);
		expect(await actorOf(db.portal, done.token, at)).toMatchObject({
			name: 'Ann Lee',
			level: 'password',
			roles: [{ role: 'data-manager', scope: 'service' }]
		});
		const other = { ...entered, password: `${secret}!` };
		expect(await signIn(db.portal, other, from, at)).toMatchObject({ ok: false, status: 422 });
	});

	test('tells of it in the chain, without the password, and makes the service person', async ({
		db
	}) => {
		await aldgate(db.ownerUrl, ann, secret);
		const [told] = await db.owner<{ action: string; body: string; kind: string }[]>`
			select e.action, e.body, p.kind from event e join person p on p.id = e.actor_id
		`;
		expect(told).toMatchObject({ action: 'person.add', kind: 'system' });
		expect(told?.body).toContain('data-manager');
		expect(told?.body).not.toContain(secret);
	});

	test('makes the organisation when its kind is given, and finds it the next time', async ({
		db
	}) => {
		const first = await aldgate(db.ownerUrl, ben, secret);
		expect(first.code).toBe(0);
		expect(JSON.parse(first.out)).toMatchObject({
			made: true,
			organisation: { made: true },
			roles: ['applicant', 'member']
		});
		const cyn = ['Cyn Ray', 'cyn@north.example', 'signatory', '--organisation'] as const;
		const second = await aldgate(db.ownerUrl, person(...cyn, 'North University'), secret);
		expect(second.code, second.err).toBe(0);
		const rows = await db.owner`
			select name, kind, country, public_body from organisation
		`;
		expect(rows).toEqual([
			{ name: 'North University', kind: 'university', country: 'GB', publicBody: true }
		]);
		const nowhere = await aldgate(db.ownerUrl, person(...cyn, 'South University'), secret);
		expect(nowhere).toMatchObject({ code: 1, out: '' });
		expect(nowhere.err).toContain('give its --kind');
	});

	test('run again changes nothing and needs no password; a new role is added to the same person', async ({
		db
	}) => {
		await aldgate(db.ownerUrl, ann, secret);
		const before = await counted(db.owner);
		const again = await aldgate(db.ownerUrl, ann);
		expect(again.code).toBe(0);
		expect(again.out).toContain('was here already: no new role');
		expect(await counted(db.owner)).toEqual(before);
		const more = person('Ann Lee', 'ann@trust.example', 'auditor,committee-chair', '--json');
		expect(JSON.parse((await aldgate(db.ownerUrl, more)).out)).toMatchObject({
			made: false,
			roles: ['auditor', 'committee-chair']
		});
		expect(await counted(db.owner)).toEqual({ people: 1, events: before.events + 1 });
	});

	test.for([
		['short', 'eleven char', /has 11 characters; use at least 12/],
		['common', 'Password-1234', /guess first/],
		['the demonstration’s', 'A gate in the City wall', /guess first/],
		['their own address', 'ann@trust.example', /guess first/],
		['few characters', 'aaaaaaaaaabbbb', /guess first/]
	] as const)(
		'refuses a password that is %s and makes nobody',
		async ([, password, words], { db }) => {
			const { code, out, err } = await aldgate(db.ownerUrl, ann, password);
			expect({ code, out }).toEqual({ code: 2, out: '' });
			expect(err).toMatch(words);
			expect(err).not.toContain(password);
			expect(err.trimEnd().split('\n')).toHaveLength(1);
			expect(await counted(db.owner)).toEqual({ people: 0, events: 0 });
		}
	);

	test.for([
		[['person'], 'Say what to do'],
		[[...ann, '--password', secret], 'Unknown option'],
		[person('', 'a@b.example', 'auditor'), '--name'],
		[person('A', 'not an address', 'auditor'), '--email'],
		[person('A', 'a@b.example', 'system'), '“system” is no role'],
		[person('A', 'a@b.example', 'member'), '--organisation'],
		[person('A', 'a@b.example', 'auditor', '--organisation', 'North'), '--organisation'],
		[person('A', 'a@b.example', 'member', '--organisation', 'N', '--kind', 'x'), '--kind'],
		[person('A', 'a@b.example', 'federation-delegate'), '--controller']
	] as const)('%j is bad input, said in one line', async ([words, said], { db }) => {
		const { code, out, err } = await aldgate(db.ownerUrl, words, secret);
		expect({ code, out }).toEqual({ code: 2, out: '' });
		expect(err).toContain(said);
		expect(err.trimEnd().split('\n')).toHaveLength(1);
	});
});

describe('aldgate seed base', () => {
	const records = (sql: Sql) => sql`
		select (select count(*)::int from committee) as committees,
		       (select count(*)::int from committee_rule) as rules,
		       (select count(*)::int from clause_library) as clauses,
		       (select count(*)::int from disclosure_policy) as policies,
		       (select count(*)::int from person where kind = 'person') as people
	`;
	const once = { committees: 1, rules: 1, clauses: 1, policies: 1, people: 0 };

	test('keeps its records, twice run too, and says when the vault is not running', async ({
		db
	}) => {
		for (const turn of [1, 2]) {
			const { code, err } = await aldgate(db.ownerUrl, ['seed', 'base']);
			expect(code, `turn ${String(turn)}`).toBe(3);
			expect(err).toContain('The vault is not running');
			expect(await records(db.owner)).toEqual([once]);
		}
		const [rule] = await db.owner<{ days: unknown }[]>`
			select content -> 'objectionDays' as days from committee_rule
		`;
		expect(rule?.days).toEqual({ standard: 10, sensitive: 10 });
	});

	test('brings what a running vault offers, and a controller’s approver can be added then', async ({
		db
	}) => {
		const { home, remove } = await vaultHome(300);
		try {
			await withVault(home, db.vaultUrl, async () => {
				const { code, out, err } = await aldgate(db.ownerUrl, ['seed', 'base'], '', home);
				expect({ code, err }).toEqual({ code: 0, err: '' });
				expect(out).toContain('The catalogue and its controllers');
			});
		} finally {
			remove();
		}
		expect(await db.owner`select code from dataset order by code`).toEqual([
			{ code: 'linked-core' },
			{ code: 'measurements' }
		]);
		const [first] = await db.owner<{ code: string }[]>`select code from controller order by code`;
		const pat = person('Pat Roe', 'pat@gp.example', 'controller-approver', '--controller');
		expect((await aldgate(db.ownerUrl, [...pat, 'NOSUCH'], secret)).code).toBe(1);
		expect((await aldgate(db.ownerUrl, [...pat, first?.code ?? ''], secret)).code).toBe(0);
		expect(await db.owner`select role from controller_role`).toEqual([
			{ role: 'controller-approver' }
		]);
	});

	test('publishes prices in the names of two people whose roles allow it', async ({ db }) => {
		const [mia, dan] = ['mia@service.example', 'dan@service.example'];
		await aldgate(db.ownerUrl, person('Mia', mia, 'commercial-manager'), secret);
		await aldgate(db.ownerUrl, person('Dan', dan, 'commercial-director'), secret);
		const by = (author: string, approver: string) =>
			aldgate(db.ownerUrl, [
				'seed',
				'base',
				'--prices-by',
				author,
				'--prices-approved-by',
				approver
			]);
		expect((await by(dan, mia)).code, 'a director writes no card').toBe(1);
		expect((await by(mia, 'no@body.example')).err).toContain('There is nobody with the address');
		await by(mia, dan);
		expect(await db.owner`select status from rate_card`).toEqual([{ status: 'published' }]);
		const told = await db.owner<{ action: string; email: string }[]>`
			select e.action, p.email from event e join person p on p.id = e.actor_id
			where e.action like 'rate-card.%' order by e.seq
		`;
		expect(told).toEqual([
			{ action: 'rate-card.draft', email: mia },
			{ action: 'rate-card.approve', email: dan }
		]);
	});

	test.for([
		[['seed']],
		[['seed', 'x']],
		[['seed', 'base', '--prices-by', 'a@b.example']]
	] as const)('%j is bad input, said in one line', async ([words], { db }) => {
		const { code, err } = await aldgate(db.ownerUrl, words);
		expect(code).toBe(2);
		expect(err.trimEnd().split('\n')).toHaveLength(1);
	});
});
