import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { move, type Order } from './move.server.ts';

/** Ends an application before its approval, by its lead. */
export const withdraw = (
	db: Bound,
	who: Actor,
	order: Order & { readonly reason: string }
): Promise<string> =>
	move(db, who, 'application.withdraw', order, () =>
		Promise.resolve({ detail: { reason: order.reason } })
	);
