import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { move, type Order } from './move.server.ts';
import * as store from './store.server.ts';

type Return = Order & { readonly sections: readonly string[]; readonly reason: string };

/**
 * Gives an application back with the sections to change and why. Reviews pause with it: they open
 * again, and votes are cast again, once it is accepted in its new words.
 */
export const giveBack = (db: Bound, who: Actor, order: Return): Promise<string> =>
	move(db, who, 'application.return', order, async (tx) => {
		await store.setReturned(tx, order.id, order.sections, order.reason);
		return { detail: { sections: order.sections, reason: order.reason } };
	});
