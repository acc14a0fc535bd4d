import { londonDay } from '#platform/time.ts';
import type { Event } from '#domain/audit/event.ts';
import { may } from '#domain/people/permissions.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { hindrance } from '../policy.ts';
import * as runs from '../runs/store.server.ts';
import * as workspaces from '../store.server.ts';

/** A workspace in which the actor may work now. @throws Problem 404; 403 with what stands in the way. */
export async function workplace(
	tx: Tx,
	who: Actor,
	workspace: string,
	at: Temporal.Instant,
	action: Event['action'] = 'workspace.run'
): Promise<workspaces.Workspace> {
	const found = await workspaces.find(tx, workspace);
	const seat = await runs.seat(tx, found.projectId, who.id);
	const stands = hindrance(who, { ...found, seat, today: londonDay(at) });
	if (stands) throw new Problem(403, stands.because);
	insist(may(who, action));
	return found;
}
