import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import type { Order } from './move.server.ts';
import { insistStage } from './application.ts';
import { mayObject } from './policy.ts';
import * as objections from './objections/store.server.ts';
import * as notices from './notices/store.server.ts';
import { stale } from './store.server.ts';

type Objecting = Order & { readonly controller: string; readonly reason: string };

/**
 * A controller objects to the use of its rows. The approval waits until the chair has answered; an
 * objection takes rows out or brings the study back to the committee, it never decides by itself.
 */
export const object = (db: Bound, who: Actor, order: Objecting): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const notice = await notices.hold(tx, order.id);
		insistStage(notice.status, 'application.controllers-clear');
		if (notice.version !== order.version) throw stale();
		insist(mayObject(who, order.controller, notice));
		await objections.insertObjection(
			tx,
			{ application: order.id, controller: order.controller, person: who.id, reason: order.reason },
			order.at
		);
		return {
			result: order.id,
			event: {
				action: 'controller.object',
				subject: { kind: 'application', id: order.id },
				organisation: notice.organisationId,
				detail: { controller: order.controller },
				at: order.at
			}
		};
	});
