import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Order } from './move.server.ts';
import { mayRecord } from './policy.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';
import type { Opinion, OpinionKind } from './streams.ts';

type Record = Order & {
	readonly kind: OpinionKind;
	readonly verdict: Opinion;
	readonly note: string;
};

/** Records a reviewer's opinion and closes their stream. It binds nobody: the committee decides. */
export const recordReview = (db: Bound, who: Actor, order: Record): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const application = await store.lock(tx, order.id, order.version);
		const stream = (await review.streams(tx, order.id)).find(({ kind }) => kind === order.kind);
		if (application.status === 'in_review' && stream?.status === 'done')
			throw new Problem(409, 'This review has been recorded. Load the page again to see it.');
		insist(mayRecord(who, order.kind, application, stream));
		await review.finish(tx, order.id, order.kind, who.id, order.at, order);
		return {
			result: order.id,
			event: {
				action: 'review.record',
				subject: { kind: 'application', id: order.id },
				organisation: application.organisationId,
				detail: {
					stream: order.kind,
					verdict: order.verdict,
					note: order.note,
					round: application.round
				},
				at: order.at
			}
		};
	});
