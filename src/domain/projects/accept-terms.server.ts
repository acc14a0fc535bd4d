import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { mayAcceptTerms } from './policy.ts';
import * as store from './store.server.ts';
import { endUserTerms } from './terms.ts';

/**
 * A member accepts the end-user terms of a project, once; the workspace opens to them only then.
 * Sent twice, it is one acceptance.
 * @throws Problem 403 for who is no member; 404; 409 when other terms than today's were shown.
 */
export const acceptTerms = (
	db: Bound,
	who: Actor,
	{ project: id, version, at }: { project: string; version: number; at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		const project = await store.lock(tx, id);
		const members = await store.members(tx, id);
		if (members.some(({ personId, termsAcceptedAt }) => personId === who.id && termsAcceptedAt))
			return { result: undefined, event: [] };
		insist(mayAcceptTerms(who, project, members));
		if (version !== endUserTerms.version)
			throw new Problem(409, 'The terms have changed. Load the page again and read them.');
		await store.acceptTerms(tx, id, who.id, at);
		return {
			result: undefined,
			event: {
				action: 'project.accept-terms',
				subject: { kind: 'project', id },
				organisation: project.organisationId,
				detail: { version },
				at
			}
		};
	});
