import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { moved } from './output.ts';
import { mayCheck } from './policy.ts';
import { stopOfRequest } from './regular/stop.server.ts';
import * as released from './release/store.server.ts';
import * as review from './review/store.server.ts';
import * as store from './store.server.ts';

/**
 * Takes a release back, with a reason that the public register shows (settled.md 12). Everybody of
 * its project is told, and a regular release that it began or came from stops.
 */
export const revoke = (
	db: Bound,
	who: Actor,
	{ id, reason, at }: { id: string; reason: string; at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		const request = await store.lock(tx, id);
		insist(may(who, 'output.revoke'));
		insist(mayCheck(who, await store.standing(tx, request.projectId, who.id)));
		const to = moved(request.status, 'output.revoke');
		await review.revoke(tx, id, at);
		await store.setStatus(tx, request, { status: to, at, publicReason: reason });
		await released.tell(tx, 'output.revoked', request, at);
		const stopped = await stopOfRequest(tx, id, at);
		return {
			result: undefined,
			event: [
				{
					action: 'output.revoke',
					subject: { kind: 'output', id },
					organisation: request.organisationId,
					detail: { from: request.status, to, reason },
					at
				},
				...stopped
			]
		};
	});
