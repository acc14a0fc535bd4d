import { insistStage } from '#domain/applications/application.ts';
import type { Order } from '#domain/applications/move.server.ts';
import * as applications from '#domain/applications/store.server.ts';
import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { mayVote } from './policy.ts';
import type { Choice } from './rule.ts';
import * as store from './store.server.ts';

type Voting = Order & { readonly choice: Choice; readonly reason: string };

/**
 * Casts a member's vote, or changes it while the vote is open. The event says that they voted and
 * not how: nobody is led by what others chose.
 */
export const vote = (db: Bound, who: Actor, order: Voting): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const application = await applications.lock(tx, order.id, order.version);
		const { id } = await store.committee(tx);
		const declared = await store.declared(tx, order.id, who.id);
		insistStage(application.status, 'application.close-vote');
		insist(mayVote(who, id, application, declared?.interest ?? null));
		await store.vote(tx, order.id, application.round, who.id, order, order.at);
		return {
			result: order.id,
			event: {
				action: 'committee.vote',
				subject: { kind: 'application', id: order.id },
				organisation: application.organisationId,
				detail: { round: application.round },
				at: order.at
			}
		};
	});
