import { holds, type Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { move, type Order } from './move.server.ts';
import * as review from './review/store.server.ts';

type Met = Order & {
	readonly evidence: string;
	/** As in answerObjection. */
	readonly tick?: (tx: Tx) => Promise<void>;
};

/** Whose eyes an approval with conditions needs: two people, one in each role. */
const needed = ['access-manager', 'privacy-officer'] as const;

/** Confirms the evidence that the committee's conditions are met; the second person's confirmation moves it on. */
export const meetConditions = (db: Bound, who: Actor, order: Met): Promise<string> =>
	move(db, who, 'application.meet-conditions', order, async (tx, application) => {
		const before = await review.confirmations(tx, order.id, application.round);
		if (before.some(({ personId }) => personId === who.id))
			throw new Problem(409, 'You have confirmed the evidence; a second person does so next.');
		const role = needed.find(
			(one) => holds(who, [one]) && !before.some((earlier) => earlier.role === one)
		);
		if (role === undefined)
			throw new Problem(
				409,
				'Somebody in your role has confirmed the evidence; the other role does so next.'
			);
		await review.insertConfirmation(tx, order.id, application.round, {
			role,
			personId: who.id,
			evidence: order.evidence,
			at: order.at
		});
		const both = before.length + 1 === needed.length;
		if (both) await order.tick?.(tx);
		return {
			to: both ? 'approved_pending' : 'conditional',
			detail: { role, evidence: order.evidence }
		};
	});
