import type { Actor } from '#domain/people/actor.ts';
import type { Json } from '#platform/canonical.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import { datasetsOf } from './answers.ts';
import { move, type Order } from './move.server.ts';
import * as objections from './objections/store.server.ts';
import * as review from './review/store.server.ts';

type Answer = Order & {
	readonly objection: string;
	readonly answer: string;
	/** `rows`: that controller's rows leave the study. `study`: without them it no longer stands. */
	readonly ends: 'dismissed' | 'rows' | 'study';
	/** Sends the clock's job in the same transaction, so that nobody waits for its next round. */
	readonly tick?: (tx: Tx) => Promise<void>;
};

/** The chair answers a controller's objection, with the reason. The last answer lets the clock go on. */
export const answerObjection = (db: Bound, who: Actor, order: Answer): Promise<string> => {
	const upheld = order.ends !== 'dismissed';
	const name = upheld ? 'application.uphold-objection' : 'application.dismiss-objection';
	return move(db, who, name, order, async (tx, application) => {
		const { objection, answer, at, ends } = order;
		const controller = await objections.answerObjection(tx, objection, order.id, {
			upheld,
			answer,
			by: who.id,
			at
		});
		if (ends === 'study') await review.reopen(tx, order.id, ['committee', 'controllers']);
		else await order.tick?.(tx);
		const left: Json = upheld
			? await objections.coverage(
					tx,
					order.id,
					datasetsOf(application.answers),
					application.purpose,
					londonDay(at)
				)
			: [];
		return {
			to: ends === 'study' ? 'in_review' : 'approved_pending',
			detail: { controller, reason: answer, ...(upheld ? { coverage: left } : {}) }
		};
	});
};
