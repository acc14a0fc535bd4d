import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { mayPropose, mayPublish } from './policy.ts';
import * as store from './store.server.ts';
import { moved, type MoveName, type Version } from './version.ts';

type Order = { readonly version: string; readonly at: Temporal.Instant };

const event = (
	action: MoveName,
	{ id, code, version, status }: Version,
	{
		at,
		...detail
	}: { readonly at: Temporal.Instant; readonly to: string; readonly reason?: string }
) => ({
	action,
	subject: { kind: 'dataset' as const, id },
	detail: { code, version, from: status, ...detail },
	at
});

/** Hands a version over for publishing. @throws Problem 403, 404, 409 while a column is not confirmed. */
export const proposeVersion = (db: Bound, who: Actor, { version: id, at }: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const version = await store.lock(tx, id);
		insist(may(who, 'dataset.propose'));
		const to = moved(version.status, 'dataset.propose');
		const verdict = mayPropose(who, version, await store.columns(tx, id));
		if (!verdict.allowed) throw new Problem(409, verdict.because);
		await store.propose(tx, id, { person: who.id, at });
		return { result: undefined, event: event('dataset.propose', version, { to, at }) };
	});

/**
 * Publishes a version: everybody reads it from now on, new extracts are held to it, and the one
 * before retires. @throws Problem 403 for whoever had a hand in it, 404, 409.
 */
export const publishVersion = (db: Bound, who: Actor, { version: id, at }: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const version = await store.lock(tx, id);
		insist(may(who, 'dataset.publish'));
		const to = moved(version.status, 'dataset.publish');
		insist(mayPublish(who, version, await store.columns(tx, id)));
		await store.publish(tx, id, at);
		return { result: undefined, event: event('dataset.publish', version, { to, at }) };
	});

/** Gives a version back to be looked at again. @throws Problem 403, 404, 409. */
export const returnVersion = (
	db: Bound,
	who: Actor,
	{ version: id, reason, at }: Order & { readonly reason: string }
): Promise<void> =>
	act(db, who, async (tx) => {
		const version = await store.lock(tx, id);
		insist(may(who, 'dataset.return'));
		const to = moved(version.status, 'dataset.return');
		await store.setStatus(tx, id, { status: to, at });
		return { result: undefined, event: event('dataset.return', version, { to, reason, at }) };
	});

/** Puts a version aside that will not be published. @throws Problem 403, 404, 409. */
export const discardVersion = (db: Bound, who: Actor, { version: id, at }: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const version = await store.lock(tx, id);
		insist(may(who, 'dataset.discard'));
		const to = moved(version.status, 'dataset.discard');
		await store.setStatus(tx, id, { status: to, at });
		return { result: undefined, event: event('dataset.discard', version, { to, at }) };
	});

/** Has the vault read a delivery again after it was mended. @throws Problem 403, 404, 409. */
export const rereadVersion = (
	db: Bound,
	who: Actor,
	jobs: Jobs,
	{ version: id, at }: Order
): Promise<void> =>
	act(db, who, async (tx) => {
		const version = await store.lock(tx, id);
		insist(may(who, 'dataset.reread'));
		const to = moved(version.status, 'dataset.reread');
		await store.setStatus(tx, id, { status: to, at });
		await jobs.send(tx, 'dataset.read', { version: id }, id);
		return { result: undefined, event: event('dataset.reread', version, { to, at }) };
	});
