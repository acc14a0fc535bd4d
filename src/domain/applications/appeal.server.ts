import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { addWorkingDays, londonDay } from '#platform/time.ts';
import { reviewDays } from './accept.server.ts';
import { move, type Order } from './move.server.ts';
import { periodsOn } from './periods/store.server.ts';
import { appealable } from './policy.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';

/**
 * Brings a refused application back into review, by its lead, once and in time. It is a new round:
 * every review is given again, by somebody else, and the committee votes again.
 */
export const appeal = (
	db: Bound,
	who: Actor,
	order: Order & { readonly reason: string }
): Promise<string> =>
	move(db, who, 'application.appeal', order, async (tx, application) => {
		const today = londonDay(order.at);
		insist(appealable(application, await periodsOn(tx, today), today));
		await review.openAgain(tx, order.id, addWorkingDays(today, reviewDays));
		await store.setAppealed(tx, order.id, order.at);
		return { detail: { reason: order.reason, round: application.round + 1 } };
	});
