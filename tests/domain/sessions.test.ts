import { describe, expect } from 'vitest';
import { hashPassword, passwordIs } from '#domain/people/password.server.ts';
import { actorOf, closeSession, openSession } from '#domain/people/sessions.server.ts';
import { signIn, signInDemo } from '#domain/people/sign-in.server.ts';
import { signOutEverywhere } from '#domain/people/sign-out.server.ts';
import { expireSessions } from '#domain/people/store.server.ts';
import { bind, type Sql } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { demoPassword, emailOf, personId } from '#db/seed/people.ts';
import { at, test } from './people-scene.ts';

const from = { address: '192.0.2.1', userAgent: 'a browser' };
const amara = personId('amara');
const after = (hours: number, seconds = 0) => at.add({ hours }).add({ seconds });

const opened = (sql: Sql) => openSession(sql, amara, { level: 'password', ...from }, at);
const tokenOf = async (sql: Sql, when = at, address = from.address) => {
	const given = { email: emailOf('amara'), password: demoPassword };
	return signIn(sql, given, { ...from, address }, when);
};

describe('a session', () => {
	test('is kept as a hash of its token alone', async ({ db }) => {
		const token = await opened(db.portal);
		expect(token.length).toBeGreaterThanOrEqual(20);
		const rows = await db.owner<{ id: string; whole: string }[]>`
			select id, to_jsonb(s)::text as whole from session s
		`;
		expect(rows.map(({ id }) => id)).toEqual([sha256(token)]);
		expect(rows[0]?.whole).not.toContain(token);
		expect(await actorOf(db.portal, sha256(token), at), 'a stolen hash opens nothing').toBeNull();
	});

	test('says who it is and what they hold, as it is now', async ({ db }) => {
		const token = await opened(db.portal);
		const roles = async () =>
			(await actorOf(db.portal, token, at))?.roles.map(({ role }) => role).sort();
		expect(await roles()).toEqual(['applicant', 'member']);
		await db.owner`
			update organisation_member set removed_at = ${at} where person_id = ${amara} and role = 'applicant'
		`;
		expect(await roles()).toEqual(['member']);
	});

	test('ends twelve hours after its last request', async ({ db }) => {
		const token = await opened(db.portal);
		expect(await actorOf(db.portal, token, after(12))).toBeNull();
		expect(await actorOf(db.portal, token, after(12, -1))).toMatchObject({ id: amara });
		expect(await actorOf(db.portal, token, after(23)), 'that request was one').not.toBeNull();
	});

	test('ends twenty-four hours after it began, however busy it is', async ({ db }) => {
		const token = await opened(db.portal);
		for (const hours of [6, 12, 18, 23])
			expect(await actorOf(db.portal, token, after(hours))).not.toBeNull();
		expect(await actorOf(db.portal, token, after(24, -1))).not.toBeNull();
		expect(await actorOf(db.portal, token, after(24))).toBeNull();
	});

	test('notes that it is in use at most once a minute', async ({ db }) => {
		const token = await opened(db.portal);
		const seen = async () => {
			const [row] = await db.owner<{ seenAt: Temporal.Instant }[]>`select seen_at from session`;
			return String(row?.seenAt);
		};
		await actorOf(db.portal, token, after(0, 59));
		expect(await seen()).toBe(String(at));
		await actorOf(db.portal, token, after(0, 60));
		expect(await seen()).toBe(String(after(0, 60)));
	});

	test('ends at sign-out, and only that one', async ({ db }) => {
		const [one, other] = [await opened(db.portal), await opened(db.portal)];
		await closeSession(db.portal, one, at);
		expect(await actorOf(db.portal, one, at)).toBeNull();
		expect(await actorOf(db.portal, other, at)).not.toBeNull();
	});

	test('ends with all of this person’s, and nobody else’s, at sign-out everywhere', async ({
		db
	}) => {
		const mine = [await opened(db.portal), await opened(db.portal)];
		const [token = ''] = mine;
		const hers = await openSession(db.portal, personId('priya'), { level: 'demo', ...from }, at);
		const actor = await actorOf(db.portal, token, at);
		if (!actor) throw new Error('The session was not opened.');
		expect(await signOutEverywhere(bind(db.portal, amara), actor, at)).toBe(2);
		for (const one of mine) expect(await actorOf(db.portal, one, at)).toBeNull();
		expect(await actorOf(db.portal, hers, at)).not.toBeNull();
		const told = await db.owner`select from event where action = 'person.sign-out-everywhere'`;
		expect(told).toHaveLength(1);
	});

	test.for(['', 'x', `${'a'.repeat(40)}'; --`, 'A'.repeat(40), 'é'.repeat(40), 'a'.repeat(5000)])(
		'is nobody’s with the token %j',
		async (token, { db }) => {
			await opened(db.portal);
			expect(await actorOf(db.portal, token, at)).toBeNull();
		}
	);

	test('is swept away by the worker once it has ended', async ({ db }) => {
		await opened(db.portal);
		expect(await expireSessions(db.worker, after(11))).toBe(0);
		expect(await expireSessions(db.worker, after(12))).toBe(1);
		expect(await db.owner`select from session`).toHaveLength(0);
		await expect(expireSessions(db.portal, at)).rejects.toMatchObject({ code: '42501' });
	});
});

describe('a password', () => {
	test('is kept as argon2id, salted, with OWASP’s parameters', async () => {
		const [one, two] = [await hashPassword('a secret'), await hashPassword('a secret')];
		expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(one).not.toBe(two);
		expect(await passwordIs(one, 'a secret')).toBe(true);
		expect(await passwordIs(one, 'A secret')).toBe(false);
	});
});

describe('signing in', () => {
	test('opens a session and tells of it, without the secret', async ({ db }) => {
		const done = await tokenOf(db.portal);
		if (!done.ok) throw new Error(done.message);
		expect(await actorOf(db.portal, done.token, at)).toMatchObject({
			id: amara,
			level: 'password'
		});
		const [told] = await db.owner<{ body: string }[]>`select body from event`;
		expect(told?.body).toContain('person.sign-in');
		expect(told?.body).not.toContain(done.token);
		expect(told?.body).not.toContain(demoPassword);
	});

	test('takes an e-mail address in any case', async ({ db }) => {
		const given = { email: ` ${emailOf('amara').toUpperCase()} `, password: demoPassword };
		expect(await signIn(db.portal, given, from, at)).toMatchObject({ ok: true });
	});

	test('answers a wrong password and an unknown address alike', async ({ db }) => {
		const attempt = (email: string) =>
			signIn(db.portal, { email, password: 'not this one' }, from, at);
		const wrong = await attempt(emailOf('amara'));
		expect(wrong).toMatchObject({ ok: false, status: 422 });
		expect(await attempt('nobody@example.org')).toEqual(wrong);
		expect(await attempt('service@aldgate.invalid')).toEqual(wrong);
		expect(await db.owner`select from session`).toHaveLength(0);
		const tries = await db.owner<{ key: string }[]>`select key from sign_in_attempt`;
		expect(tries).toHaveLength(6);
		expect(tries.filter(({ key }) => !/^[0-9a-f]{64}$/.test(key))).toEqual([]);
	});

	test('is refused after ten wrong tries on an account, from wherever they come', async ({
		db
	}) => {
		for (let turn = 0; turn < 10; turn++)
			await signIn(
				db.portal,
				{ email: emailOf('amara'), password: 'no' },
				{ ...from, address: `192.0.2.${String(turn)}` },
				at
			);
		expect(await tokenOf(db.portal, at, '198.51.100.1')).toMatchObject({ ok: false, status: 429 });
		const other = { email: emailOf('priya'), password: demoPassword };
		expect(await signIn(db.portal, other, from, at)).toMatchObject({ ok: true });
		expect(await tokenOf(db.portal, at.add({ minutes: 16 }), '198.51.100.1')).toMatchObject({
			ok: true
		});
	});

	test('is refused after forty tries from one address, whatever the accounts', async ({ db }) => {
		// counted as the page counts them; the passwords themselves would take a second of work
		await db.owner`
			insert into sign_in_attempt (key, at)
			select ${sha256(`address ${from.address}`)}, ${at} from generate_series(1, 39)
		`;
		expect(await tokenOf(db.portal)).toMatchObject({ ok: true });
		expect(await tokenOf(db.portal)).toMatchObject({ ok: false, status: 429 });
		expect(await tokenOf(db.portal, at, '198.51.100.1')).toMatchObject({ ok: true });
	});

	test('forgets an account’s wrong tries once the right password came', async ({ db }) => {
		const wrong = () => signIn(db.portal, { email: emailOf('amara'), password: 'no' }, from, at);
		for (let round = 0; round < 2; round++) {
			for (let turn = 0; turn < 8; turn++) await wrong();
			expect(await tokenOf(db.portal)).toMatchObject({ ok: true });
		}
	});

	test('with one click is for people of the demonstration alone', async ({ db }) => {
		expect(await signInDemo(db.portal, amara, from, at)).toMatchObject({ ok: true });
		await db.owner`update person set demo_order = null where id = ${amara}`;
		for (const person of [amara, crypto.randomUUID(), '00000000-0000-7000-8000-000000000001'])
			expect(await signInDemo(db.portal, person, from, at)).toMatchObject({
				ok: false,
				status: 422
			});
	});
});
