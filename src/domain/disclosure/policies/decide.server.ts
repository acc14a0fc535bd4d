import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { mayApprove, mayDiscard, mayRetire, moved, type MoveName } from './record.ts';
import * as store from './store.server.ts';

type Order = { readonly version: number; readonly at: Temporal.Instant };

/**
 * Approves a draft: from its first day it holds for every new request, and it never changes again.
 * @throws Problem 403 for its author, 409 when it is no draft or its first day is past or taken.
 */
export const approvePolicy = (db: Bound, who: Actor, { version, at }: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const found = await store.lock(tx, version);
		insist(mayApprove(who, found));
		const status = moved(found.status, 'policy.approve');
		const from = found.effectiveFrom;
		// what held on a past day is pinned by requests of that day
		if (Temporal.PlainDate.compare(from, londonDay(at)) < 0)
			throw new Problem(
				409,
				'Its first day is past: discard it and write it again for a later day.'
			);
		if (await store.begins(tx, found.owner, from))
			throw new Problem(409, 'Another approved version begins on that day; choose another day.');
		await store.decide(tx, version, { status, person: who.id, at });
		return done(
			'policy.approve',
			version,
			{ from: found.status, to: status, sha256: found.sha256 },
			at
		);
	});

/** Puts a draft aside. @throws Problem 403, 409 when it is no draft. */
export const discardPolicy = (db: Bound, who: Actor, { version, at }: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const found = await store.lock(tx, version);
		insist(mayDiscard(who, found));
		const status = moved(found.status, 'policy.discard');
		await store.decide(tx, version, { status, person: who.id, at });
		return done('policy.discard', version, { from: found.status, to: status }, at);
	});

/**
 * Ends a controller's policy from tomorrow. The service's own is replaced, never ended: without it
 * nothing could be judged. @throws Problem 403, 409.
 */
export const retirePolicy = (
	db: Bound,
	who: Actor,
	{ version, reason, at }: Order & { readonly reason: string }
): Promise<void> =>
	act(db, who, async (tx) => {
		const found = await store.lock(tx, version);
		insist(mayRetire(who, found));
		const status = moved(found.status, 'policy.retire');
		if (found.owner === null)
			throw new Problem(409, 'The service’s own policy is replaced by a new version, never ended.');
		const on = londonDay(at).add({ days: 1 });
		await store.retire(tx, version, { status, person: who.id, on });
		return done('policy.retire', version, { from: found.status, to: status, reason }, at);
	});

const done = (
	action: MoveName,
	version: number,
	detail: Readonly<Record<string, string>>,
	at: Temporal.Instant
) => ({
	result: undefined,
	event: { action, subject: { kind: 'policy' as const, id: String(version) }, detail, at }
});
