import { act, actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Json } from '#platform/canonical.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { insistChangeable, type Request } from './output.ts';
import { mayAsMember } from './policy.ts';
import * as store from './store.server.ts';

/** What every form that changes a request carries. */
export type Order = {
	readonly id: string;
	/** The version that its page was shown with. */
	readonly version: number;
	/** A token of the form, so that a double click does it once. */
	readonly once?: string;
	readonly at: Temporal.Instant;
};

/**
 * The shape of every change to a draft or returned request: lock it as its page showed it, ask the
 * policy, do the work. Answers the request's id. @throws Problem 403 | 404 | 409; nothing is written then.
 */
export const change = (
	db: Bound,
	who: Actor,
	action: 'output.draft' | 'output.control',
	order: Order,
	work: (tx: Tx, request: Request) => Promise<Readonly<Record<string, Json>>>
): Promise<string> => {
	const all = async (tx: Tx) => {
		const request = await store.lock(tx, order.id);
		insist(mayAsMember(who, action, await store.standing(tx, request.projectId, who.id)));
		insistChangeable(request.status);
		if (request.version !== order.version) throw store.stale();
		const detail = await work(tx, request);
		return {
			result: order.id,
			event: {
				action,
				subject: { kind: 'output', id: order.id },
				organisation: request.organisationId,
				detail,
				at: order.at
			} satisfies Event
		};
	};
	return order.once === undefined ? act(db, who, all) : actOnce(db, who, order.once, all);
};
