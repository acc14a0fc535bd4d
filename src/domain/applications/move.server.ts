import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Json } from '#platform/canonical.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { insistStage, moved, type Application, type MoveName, type Status } from './application.ts';
import { mayAsRole } from './policy.ts';
import * as store from './store.server.ts';

/** What every form that moves an application carries. */
export type Order = {
	readonly id: string;
	/** The version of the application that its page was shown with. */
	readonly version: number;
	readonly once: string;
	readonly at: Temporal.Instant;
};

export type Change = {
	/** Where a move with several ends leads. */
	readonly to?: Status;
	/** What the event tells beside the two states. */
	readonly detail?: Readonly<Record<string, Json>>;
};

/**
 * The shape of every move: lock the application as its page showed it, ask the policy, take the
 * move from the table, do the move's own work, set the status. Answers the application's id.
 * @throws Problem 403 | 404 | 409; nothing is written then.
 */
export const move = (
	db: Bound,
	who: Actor,
	name: MoveName,
	order: Order,
	work: (tx: Tx, application: Application) => Promise<Change> = () => Promise.resolve({})
): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const application = await store.lock(tx, order.id);
		insist(mayAsRole(who, name, application));
		insistStage(application.status, name); // first: "it has been sent" says more than "it changed"
		if (application.version !== order.version) throw store.stale();
		const { to, detail } = await work(tx, application);
		const end = moved(application.status, name, to);
		await store.setStatus(tx, order.id, end, order.at);
		return {
			result: order.id,
			event: {
				action: name,
				subject: { kind: 'application', id: order.id },
				organisation: application.organisationId,
				detail: { from: application.status, to: end, ...detail },
				at: order.at
			}
		};
	});
