import type { Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { audience, body, type Event, type Link, type SubjectKind } from './event.ts';

/** Takes a transaction, not the pool: an event stands or falls with what it records. */
export async function append(tx: Tx, who: Actor, told: Event): Promise<void> {
	// Postgres keeps microseconds and Temporal nanoseconds: both must read the same in years to come
	const event = { ...told, at: told.at.round('millisecond') };
	const [head] = await tx<Link[]>`select seq, hash from app.lock_event_head()`;
	if (!head) throw new Error('The event chain has no head.');
	const seq = head.seq + 1n;
	const text = body(event, who.id, seq, head.hash);
	await tx`
		insert into event (seq, at, actor_id, action, subject_kind, subject_id, organisation_id, audience, body, previous_hash, hash)
		values (
			${seq}, ${event.at}, ${who.id}, ${event.action}, ${event.subject.kind}, ${event.subject.id},
			${event.organisation ?? null}, ${audience(event.action)}, ${text}, ${head.hash}, ${sha256(text)}
		)
	`;
}

/** The answer kept for a form that was sent before; waits for a twin that is still being handled. */
export async function answered(tx: Tx, person: string, token: string): Promise<string | null> {
	await tx`select pg_advisory_xact_lock(hashtextextended(${`${person} ${token}`}, 0))`;
	const [row] = await tx<{ result: string }[]>`
		select result from once where person_id = ${person} and token = ${token}
	`;
	return row?.result ?? null;
}

export async function remember(
	tx: Tx,
	person: string,
	token: string,
	result: string,
	event: Event
): Promise<void> {
	await tx`
		insert into once (person_id, token, action, result, at)
		values (${person}, ${token}, ${event.action}, ${result}, ${event.at})
	`;
}

export type Read = {
	readonly person: string;
	readonly subject: { readonly kind: SubjectKind; readonly id: string };
	readonly what: string;
	readonly at: Temporal.Instant;
};

export async function noteRead(tx: Tx, { person, subject, what, at }: Read): Promise<void> {
	await tx`
		insert into read_log (at, person_id, subject_kind, subject_id, what)
		values (${at}, ${person}, ${subject.kind}, ${subject.id}, ${what})
	`;
}

/** One entry of a timeline. `who` is null when the reader may not know the person: show "the service". */
export type Entry = {
	readonly seq: bigint;
	readonly at: Temporal.Instant;
	readonly action: string;
	readonly who: string | null;
	readonly detail: Record<string, unknown>;
};

/** What happened to a thing, newest first, as far as the reader may see it. */
export const timeline = (tx: Tx, kind: SubjectKind, id: string, limit = 50): Promise<Entry[]> =>
	tx<Entry[]>`
		select e.seq, e.at, e.action, p.name as who, e.body::jsonb -> 'detail' as detail
		from event e
		left join person p on p.id = e.actor_id
		where e.subject_kind = ${kind} and e.subject_id = ${id}
		order by e.seq desc
		limit ${limit}
	`;

/** What one person did lately, newest first. */
export const lately = (
	tx: Tx,
	person: string,
	limit = 5
): Promise<(Entry & { subjectKind: SubjectKind; subjectId: string })[]> =>
	tx<(Entry & { subjectKind: SubjectKind; subjectId: string })[]>`
		select e.seq, e.at, e.action, p.name as who, e.body::jsonb -> 'detail' as detail, e.subject_kind, e.subject_id
		from event e
		left join person p on p.id = e.actor_id
		where e.actor_id = ${person} and e.action not like 'person.%'
		order by e.seq desc
		limit ${limit}
	`;

export type Stored = Link & {
	readonly at: Temporal.Instant;
	readonly actorId: string;
	readonly action: string;
	readonly subjectKind: string;
	readonly subjectId: string;
	readonly organisationId: string | null;
	readonly body: string;
	readonly previousHash: string;
};

/** Events in order, from after `seq`: what the chain's verification walks. */
export const from = (tx: Tx, seq: bigint, limit = 1000): Promise<Stored[]> =>
	tx<Stored[]>`
		select seq, hash, at, actor_id, action, subject_kind, subject_id, organisation_id, body, previous_hash
		from event
		where seq > ${seq}
		order by seq
		limit ${limit}
	`;

export async function head(tx: Tx): Promise<Link> {
	const [found] = await tx<Link[]>`select seq, hash from event_head`;
	return found ?? { seq: 0n, hash: '0'.repeat(64) };
}
