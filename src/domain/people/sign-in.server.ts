import { act } from '#domain/audit/act.server.ts';
import { bind, type Sql } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { passwordIs } from './password.server.ts';
import { actorOf, openSession } from './sessions.server.ts';
import type { Level } from './actor.ts';
import * as store from './store.server.ts';

/** Tries allowed in `window` before we ask for patience. An account's limit outlives its address. */
const limits = { address: 40, account: 10, window: '15 minutes' } as const;

export type From = { readonly address: string; readonly userAgent: string };

export type SignIn =
	| { readonly ok: true; readonly token: string }
	| { readonly ok: false; readonly status: 422 | 429; readonly message: string };

const wrong = {
	ok: false,
	status: 422,
	message: 'The e-mail address or the password is not right.'
} as const;

/** By e-mail and password. The answer and the work never tell whether the account exists. */
export async function signIn(
	sql: Sql,
	given: { email: string; password: string },
	from: From,
	at: Temporal.Instant
): Promise<SignIn> {
	const account = sha256(`account ${given.email.trim().toLowerCase()}`);
	const [byAddress, byAccount] = await Promise.all([
		store.countAttempt(sql, sha256(`address ${from.address}`), at, limits.window),
		store.countAttempt(sql, account, at, limits.window)
	]);
	if (byAddress > limits.address || byAccount > limits.account)
		return {
			ok: false,
			status: 429,
			message: 'There were too many attempts to sign in. Wait 15 minutes and try again.'
		};
	const credential = await store.credentialOf(sql, given.email.trim());
	if (!(await passwordIs(credential?.passwordHash ?? null, given.password)) || !credential)
		return wrong;
	await store.forgiveAttempts(sql, account);
	return { ok: true, token: await begin(sql, credential.personId, 'password', from, at) };
}

/** One click, in the demonstration only; `settings` refuses demo mode near real data. */
export async function signInDemo(
	sql: Sql,
	person: string,
	from: From,
	at: Temporal.Instant
): Promise<SignIn> {
	const people = await store.demoPeople(sql);
	if (!people.some(({ id }) => id === person))
		return { ok: false, status: 422, message: 'Choose one of the people in the list.' };
	return { ok: true, token: await begin(sql, person, 'demo', from, at) };
}

async function begin(sql: Sql, person: string, level: Level, from: From, at: Temporal.Instant) {
	const token = await openSession(sql, person, { level, ...from }, at);
	const actor = await actorOf(sql, token, at);
	if (!actor) throw new Error('A session that was just opened is not there.');
	await act(bind(sql, person), actor, () =>
		Promise.resolve({
			result: undefined,
			event: {
				action: 'person.sign-in',
				subject: { kind: 'person', id: person },
				detail: { level },
				at
			}
		})
	);
	return token;
}
