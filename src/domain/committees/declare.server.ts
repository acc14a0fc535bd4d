import { insistStage } from '#domain/applications/application.ts';
import type { Order } from '#domain/applications/move.server.ts';
import * as applications from '#domain/applications/store.server.ts';
import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { mayDeclare, type Interest } from './policy.ts';
import * as store from './store.server.ts';

type Declaring = Order & { readonly interest: Interest; readonly detail: string };

/** Says what interest a member has in an application, before its papers open to them. */
export const declare = (db: Bound, who: Actor, order: Declaring): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const application = await applications.lock(tx, order.id, order.version);
		const { id } = await store.committee(tx);
		insistStage(application.status, 'application.close-vote');
		insist(mayDeclare(who, id, application));
		await store.declare(tx, order.id, who.id, order, order.at);
		return {
			result: order.id,
			event: {
				action: 'committee.declare',
				subject: { kind: 'application', id: order.id },
				organisation: application.organisationId,
				detail: { interest: order.interest },
				at: order.at
			}
		};
	});
