import type { Db, Sql, Tx } from '#platform/db.server.ts';
import type { Actor, Held, Level } from './actor.ts';

type SessionRow = {
	personId: string;
	name: string;
	email: string;
	level: Level;
	seenAt: Temporal.Instant;
	idleUntil: Temporal.Instant;
	absoluteUntil: Temporal.Instant;
	roles: Held[];
};

export type FoundSession = {
	readonly actor: Actor;
	readonly seenAt: Temporal.Instant;
	readonly absoluteUntil: Temporal.Instant;
};

/** The session that is alive at `at`, with its person and all they hold, in one round trip. */
export async function findSession(
	sql: Sql,
	hash: string,
	at: Temporal.Instant
): Promise<FoundSession | null> {
	const [row] = await sql<SessionRow[]>`
		select person_id, name, email, level, seen_at, idle_until, absolute_until, roles
		from app.session_find(${hash}, ${at})
	`;
	if (!row) return null;
	const { personId: id, name, email, level, roles, seenAt, absoluteUntil } = row;
	return { actor: { id, name, email, level, roles }, seenAt, absoluteUntil };
}

export async function openSession(
	sql: Sql,
	session: {
		hash: string;
		person: string;
		level: Level;
		address: string;
		userAgent: string;
		at: Temporal.Instant;
		idle: string;
		absolute: string;
	}
): Promise<void> {
	const { hash, person, level, address, userAgent, at, idle, absolute } = session;
	await sql`
		select app.session_open(
			${hash}, ${person}, ${level}, ${address}, ${userAgent}, ${at}, ${idle}::interval, ${absolute}::interval
		)
	`;
}

export async function touchSession(sql: Sql, hash: string, at: Temporal.Instant, idle: string) {
	await sql`select app.session_touch(${hash}, ${at}, ${idle}::interval)`;
}

export async function closeSession(sql: Sql, hash: string): Promise<void> {
	await sql`select app.session_close(${hash})`;
}

/** Ends every session of the person the transaction is bound to; answers how many there were. */
export async function closeMySessions(tx: Tx): Promise<number> {
	const [row] = await tx<{ closed: bigint }[]>`select app.sessions_close_mine() as closed`;
	return Number(row?.closed ?? 0n);
}

export type MySession = {
	readonly id: string;
	readonly level: Level;
	readonly address: string;
	readonly userAgent: string;
	readonly createdAt: Temporal.Instant;
	readonly seenAt: Temporal.Instant;
};

export const mySessions = (tx: Tx): Promise<MySession[]> =>
	tx<MySession[]>`
		select id, level, address, user_agent, created_at, seen_at from app.sessions_mine()
	`;

export async function credentialOf(
	sql: Sql,
	email: string
): Promise<{ personId: string; passwordHash: string } | null> {
	const [row] = await sql<{ personId: string; passwordHash: string }[]>`
		select person_id, password_hash from app.credential_of(${email})
	`;
	return row ?? null;
}

/** Counts an attempt under a key and answers how many there were in the window, this one included. */
export async function countAttempt(
	sql: Sql,
	key: string,
	at: Temporal.Instant,
	within: string
): Promise<number> {
	const [row] = await sql<{ tries: bigint }[]>`
		select app.sign_in_attempts(${key}, ${at}, ${within}::interval) as tries
	`;
	return Number(row?.tries ?? 0n);
}

export async function forgiveAttempts(sql: Sql, key: string): Promise<void> {
	await sql`select app.sign_in_forgive(${key})`;
}

export type DemoPerson = {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly demoNote: string;
	readonly organisation: string | null;
	readonly roles: Held[];
};

/** The demonstration's people, in the order of the job; none in an installation with real data. */
export const demoPeople = (sql: Db): Promise<DemoPerson[]> =>
	sql<DemoPerson[]>`
		select id, name, email, demo_note, organisation, roles from app.demo_people()
	`;

/** Ends what has expired; answers how many sessions there were. For the worker alone. */
export async function expireSessions(sql: Sql, at: Temporal.Instant): Promise<number> {
	const [row] = await sql<{ ended: bigint }[]>`select app.sessions_expire(${at}) as ended`;
	return Number(row?.ended ?? 0n);
}
