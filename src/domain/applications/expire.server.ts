import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { moved } from './application.ts';
import { daysBefore } from './periods/periods.ts';
import { idleSince, periodsOn } from './periods/store.server.ts';
import { mayAsRole } from './policy.ts';
import * as store from './store.server.ts';

const name = 'application.expire';

/**
 * Ends drafts and returned applications that nobody has touched for the days of the policy. Run by
 * the clock as the service; `db` is bound to it. Answers the ids. Run twice, it ends each once.
 */
export async function expireIdle(db: Bound, who: Actor, at: Temporal.Instant): Promise<string[]> {
	const { idleDays, idle } = await db.read(async (tx) => {
		const periods = await periodsOn(tx, londonDay(at));
		return { ...periods, idle: await idleSince(tx, daysBefore(at, periods.idleDays)) };
	});
	const ended: string[] = [];
	for (const { id } of idle) if (await expire(db, who, id, idleDays, at)) ended.push(id);
	return ended;
}

const expire = (
	db: Bound,
	who: Actor,
	id: string,
	idleDays: number,
	at: Temporal.Instant
): Promise<boolean> =>
	act(db, who, async (tx) => {
		const application = await store.lock(tx, id);
		insist(mayAsRole(who, name, application));
		// read again under the lock: its lead may have come back to it
		const idle = await idleSince(tx, daysBefore(at, idleDays));
		if (!idle.some((one) => one.id === id)) return { result: false, event: [] };
		const to = moved(application.status, name);
		await store.setStatus(tx, id, to, at);
		return {
			result: true,
			event: {
				action: name,
				subject: { kind: 'application', id },
				organisation: application.organisationId,
				detail: { from: application.status, to, idleDays },
				at
			}
		};
	});
