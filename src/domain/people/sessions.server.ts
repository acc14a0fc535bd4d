import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import type { Sql } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import type { Actor, Level } from './actor.ts';
import * as store from './store.server.ts';

declare module 'lucia' {
	// `interface`, because lucia's own declaration is merged with this
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
	interface Register {
		Lucia: Lucia<SessionAttributes, { actor: Actor }>;
		DatabaseSessionAttributes: SessionAttributes;
		DatabaseUserAttributes: { actor: Actor };
	}
}

export type SessionAttributes = {
	readonly level: Level;
	readonly address: string;
	readonly userAgent: string;
	/** When the session was last seen, to spare a write with every request. */
	readonly seenAt: Temporal.Instant;
};

/** Signed out after 12 hours without a request, and after 24 hours in any case. */
const lifetime = { idle: '12 hours', absolute: '24 hours' } as const;

/**
 * Lucia over our tables. Only a SHA-256 of the token is stored, so a stolen table signs nobody in;
 * idle and absolute expiry are our own columns, since lucia's sliding expiry ends sessions too early
 * (settled.md 9).
 */
function adapter(sql: Sql, at: Temporal.Instant): Adapter {
	return {
		async getSessionAndUser(token): Promise<[DatabaseSession | null, DatabaseUser | null]> {
			const found = await store.findSession(sql, sha256(token), at);
			if (!found) return [null, null];
			const { actor, seenAt, absoluteUntil } = found;
			return [
				{
					id: token,
					userId: actor.id,
					expiresAt: new Date(absoluteUntil.epochMilliseconds),
					attributes: { level: actor.level, address: '', userAgent: '', seenAt }
				},
				{ id: actor.id, attributes: { actor } }
			];
		},
		async setSession({ id, userId, attributes }) {
			await store.openSession(sql, {
				hash: sha256(id),
				person: userId,
				...attributes,
				at,
				...lifetime
			});
		},
		deleteSession: (token) => store.closeSession(sql, sha256(token)),
		updateSessionExpiration: () => Promise.resolve(),
		getUserSessions: () => Promise.reject(new Error('Sessions are listed by sessionsMine.')),
		deleteUserSessions: () => Promise.reject(new Error('Sessions are ended by sessionsCloseMine.')),
		deleteExpiredSessions: () => Promise.reject(new Error('The worker ends expired sessions.'))
	};
}

export const cookieName = 'aldgate_session';

const lucia = (sql: Sql, at: Temporal.Instant) =>
	new Lucia(adapter(sql, at), {
		sessionExpiresIn: new TimeSpan(48, 'h'), // longer than the absolute expiry, which is ours to check
		sessionCookie: { name: cookieName },
		getSessionAttributes: (attributes) => attributes,
		getUserAttributes: ({ actor }) => ({ actor })
	});

/** Who a session token belongs to, or null; notes at most once a minute that the session is in use. */
export async function actorOf(
	sql: Sql,
	token: string,
	at: Temporal.Instant
): Promise<Actor | null> {
	if (!/^[a-z0-9]{20,100}$/.test(token)) return null;
	const { session, user } = await lucia(sql, at).validateSession(token);
	if (!session) return null;
	if (at.since(session.seenAt).total('minutes') >= 1)
		await store.touchSession(sql, sha256(token), at, lifetime.idle);
	return user.actor;
}

/** Opens a session and answers its token, which is kept nowhere but in the person's browser. */
export async function openSession(
	sql: Sql,
	person: string,
	from: { level: Level; address: string; userAgent: string },
	at: Temporal.Instant
): Promise<string> {
	const attributes = { ...from, userAgent: from.userAgent.slice(0, 300), seenAt: at };
	return (await lucia(sql, at).createSession(person, attributes)).id;
}

export const closeSession = (sql: Sql, token: string, at: Temporal.Instant): Promise<void> =>
	lucia(sql, at).invalidateSession(token);
