import type { Actor } from '#domain/people/actor.ts';
import { policiesFor, type Pinned } from '#domain/disclosure/policies/pinned.server.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { Ask } from './files/work-out.server.ts';
import { insistChangeable } from './output.ts';
import { mayAsMember } from './policy.ts';
import * as store from './store.server.ts';

/**
 * What vault and host are asked with, for a new request of a workspace. Read before the work is
 * done, because nothing is fetched from another process inside a transaction.
 * @throws Problem 403 | 404 | 409.
 */
export const forWorkspace = (
	db: Bound,
	who: Actor,
	workspace: string,
	at: Temporal.Instant
): Promise<Ask & { pinned: Pinned }> =>
	db.read(async (tx) => {
		const place = await store.workspace(tx, workspace);
		insist(mayAsMember(who, 'output.draft', await store.standing(tx, place.projectId, who.id)));
		if (place.status !== 'open') throw new Problem(409, 'This workspace is not open.');
		const pinned = await policiesFor(tx, { project: place.projectId, day: londonDay(at) });
		return {
			who,
			project: place.projectId,
			workspace,
			request: null,
			pinned
		};
	});

/** The same for a request that exists and may be changed. */
export const forRequest = (
	db: Bound,
	who: Actor,
	id: string,
	action: 'output.draft' | 'output.control'
): Promise<Ask> =>
	db.read(async (tx) => {
		const request = await store.find(tx, id);
		const standing = await store.standing(tx, request.projectId, who.id);
		insist(mayAsMember(who, action, standing));
		insistChangeable(request.status);
		return {
			who,
			project: request.projectId,
			workspace: request.workspaceId,
			request: id
		};
	});
