import { moved as applicationMoved } from '#domain/applications/application.ts';
import { daysBefore } from '#domain/applications/periods/periods.ts';
import { periodsOn } from '#domain/applications/periods/store.server.ts';
import { mayAsRole } from '#domain/applications/policy.ts';
import * as applications from '#domain/applications/store.server.ts';
import { act } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { moved } from './agreement.ts';
import * as unsigned from './unsigned/store.server.ts';
import * as store from './store.server.ts';

const name = 'application.lapse';

/**
 * Ends approvals whose agreement was not signed by both parties in the days of the policy, and with
 * them the agreement that was on its way, so that nobody signs it later. Run by the clock as the
 * service; `db` is bound to it. Answers the applications' ids. Run twice, it ends each once.
 */
export async function lapseUnsigned(
	db: Bound,
	who: Actor,
	at: Temporal.Instant
): Promise<string[]> {
	const { contractDays, due } = await db.read(async (tx) => {
		const periods = await periodsOn(tx, londonDay(at));
		const since = daysBefore(at, periods.contractDays);
		return { ...periods, due: await unsigned.approvedBefore(tx, since) };
	});
	const lapsed: string[] = [];
	for (const { id } of due) if (await lapse(db, who, id, contractDays, at)) lapsed.push(id);
	return lapsed;
}

const lapse = (
	db: Bound,
	who: Actor,
	id: string,
	contractDays: number,
	at: Temporal.Instant
): Promise<boolean> =>
	act(db, who, async (tx) => {
		const application = await applications.lock(tx, id);
		insist(mayAsRole(who, name, application));
		const open = await unsigned.lockOpen(tx, id);
		// read again under the locks: somebody may have signed in the meantime
		const due = await unsigned.approvedBefore(tx, daysBefore(at, contractDays));
		if (!due.some((one) => one.id === id)) return { result: false, event: [] };
		const events: Event[] = [];
		for (const { id: agreement, status } of open) {
			const to = moved(status, 'agreement.expire');
			await store.setStatus(tx, agreement, to, at);
			events.push({
				action: 'agreement.expire',
				subject: { kind: 'agreement', id: agreement },
				organisation: application.organisationId,
				detail: { from: status, to },
				at
			});
		}
		const to = applicationMoved(application.status, name);
		await applications.setStatus(tx, id, to, at);
		events.push({
			action: name,
			subject: { kind: 'application', id },
			organisation: application.organisationId,
			detail: { from: application.status, to, contractDays },
			at
		});
		return { result: true, event: events };
	});
