import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import type { Event } from './event.ts';
import * as store from './store.server.ts';

export type Done<T> = { readonly result: T; readonly event: Event | readonly Event[] };

/**
 * The only way to write. Opens the transaction as the actor, runs the work (which locks, asks the
 * policy, takes the move from its table and writes), then appends the event that the work returns:
 * change and account commit together or not at all.
 *
 * @throws Problem when the work refuses; nothing is written then.
 */
export function act<T>(db: Bound, who: Actor, work: (tx: Tx) => Promise<Done<T>>): Promise<T> {
	if (db.person !== who.id) throw new Error('The database is bound to somebody else.');
	return db.write(async (tx) => {
		const { result, event } = await work(tx);
		for (const one of listed(event)) await store.append(tx, who, one);
		return result;
	});
}

/**
 * As `act`, for a form that carries a one-time token: sent twice, it acts once and answers the same.
 * `work` gives a string (an id, an address); that string is kept and given again.
 */
export function actOnce(
	db: Bound,
	who: Actor,
	token: string,
	work: (tx: Tx) => Promise<Done<string>>
): Promise<string> {
	if (db.person !== who.id) throw new Error('The database is bound to somebody else.');
	return db.write(async (tx) => {
		const before = await store.answered(tx, who.id, token);
		if (before !== null) return before;
		const { result, event } = await work(tx);
		const events = listed(event);
		for (const one of events) await store.append(tx, who, one);
		const [first] = events;
		if (first) await store.remember(tx, who.id, token, result, first);
		return result;
	});
}

/** Notes a sensitive read in its own log: reads are many and unordered, so the chain is not for them. */
export const noteRead = (db: Bound, read: store.Read): Promise<void> =>
	db.write((tx) => store.noteRead(tx, read));

const listed = (event: Event | readonly Event[]): readonly Event[] =>
	'action' in event ? [event] : event;
