import { act } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import { service, type Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import * as requests from '../store.server.ts';
import * as due from './due.store.server.ts';
import { mayStop } from './policy.ts';
import { moved, type Regular } from './regular.ts';
import * as store from './store.server.ts';

type Asked = { readonly id: string; readonly reason: string; readonly at: Temporal.Instant };

/** Stops a regular release for good. @throws Problem 403 | 404 | 409. */
export const stop = (db: Bound, who: Actor, { id, reason, at }: Asked): Promise<void> =>
	act(db, who, async (tx) => {
		const regular = await store.lock(tx, id);
		const standing = await requests.standing(tx, regular.projectId, who.id);
		insist(mayStop(who, standing, 'in_force'));
		return { result: undefined, event: await stopped(tx, regular, reason, at) };
	});

async function stopped(
	tx: Tx,
	regular: Regular,
	reason: string,
	at: Temporal.Instant
): Promise<Event> {
	const to = moved(regular.status, 'regular.stop');
	await store.setStatus(tx, regular.id, { status: to, at, reason });
	return {
		action: 'regular.stop',
		subject: { kind: 'regular', id: regular.id },
		organisation: regular.organisationId,
		detail: { from: regular.status, to, reason },
		at
	};
}

/** Stops what a revoked release began or came from: called inside the revocation's own act. */
export async function stopOfRequest(
	tx: Tx,
	request: string,
	at: Temporal.Instant
): Promise<Event[]> {
	const events: Event[] = [];
	for (const id of await store.ofRequest(tx, request)) {
		const regular = await store.lock(tx, id);
		events.push(await stopped(tx, regular, 'A release of this table was revoked.', at));
	}
	return events;
}

const reasons = {
	project: 'The project was suspended or is closing.',
	checkers: 'Of those who approved it, fewer than two may still stand behind it.'
} as const satisfies Record<Exclude<due.Over['why'], 'ended'>, string>;

/** Ends what is past its end date and stops what a suspended or closing project leaves behind. */
export const endOver = (db: Bound, at: Temporal.Instant): Promise<void> =>
	act(db, service, async (tx) => {
		const events: Event[] = [];
		const today = londonDay(at);
		for (const { id, why } of await due.over(tx, today)) {
			const regular = await store.lock(tx, id);
			if (regular.status !== 'in_force') continue;
			if (why !== 'ended') {
				events.push(await stopped(tx, regular, reasons[why], at));
				continue;
			}
			const to = moved(regular.status, 'regular.end');
			await store.setStatus(tx, id, { status: to, at });
			events.push({
				action: 'regular.end',
				subject: { kind: 'regular', id },
				organisation: regular.organisationId,
				detail: { from: regular.status, to },
				at
			});
		}
		return { result: undefined, event: events };
	});
