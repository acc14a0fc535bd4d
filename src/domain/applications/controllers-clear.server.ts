import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { canMove, moved } from './application.ts';
import { mayAsRole } from './policy.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';

const name = 'application.controllers-clear';

/**
 * Approves every application whose controllers' period is over and that no open objection holds
 * back. Run by the clock as the service; `db` is bound to it. Answers the ids it approved. Run
 * twice, or twice at once, it approves each once.
 */
export async function clearDueApprovals(
	db: Bound,
	who: Actor,
	at: Temporal.Instant
): Promise<string[]> {
	const due = await db.read((tx) => review.clearable(tx, londonDay(at)));
	const approved: string[] = [];
	for (const { id } of due) if (await clear(db, who, id, at)) approved.push(id);
	return approved;
}

const clear = (db: Bound, who: Actor, id: string, at: Temporal.Instant): Promise<boolean> =>
	act(db, who, async (tx) => {
		const application = await store.lock(tx, id);
		insist(mayAsRole(who, name, application));
		// read again under the lock: an objection or a twin of this job may have come between
		const stillDue = (await review.clearable(tx, londonDay(at))).some((one) => one.id === id);
		if (!canMove(application.status, name) || !stillDue) return { result: false, event: [] };
		await review.finish(tx, id, 'controllers', who.id, at);
		await store.setStatus(tx, id, moved(application.status, name), at);
		return {
			result: true,
			event: {
				action: name,
				subject: { kind: 'application', id },
				organisation: application.organisationId,
				detail: { from: application.status, to: 'approved' },
				at
			}
		};
	});
