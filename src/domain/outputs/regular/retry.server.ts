import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Services } from '#platform/services.server.ts';
import * as requests from '../store.server.ts';
import * as due from './due.store.server.ts';
import { mayRetry } from './policy.ts';
import * as store from './store.server.ts';

/**
 * Has a run that gave no table tried again, for the same period: a member of the project does, once
 * what was in its way is mended. `jobs` has it run at once; without it the clock does.
 * @throws Problem 403 | 404 | 409.
 */
export const retry = (
	db: Bound,
	who: Actor,
	{ id, at }: { readonly id: string; readonly at: Temporal.Instant },
	jobs?: Pick<Services['jobs'], 'send'>
): Promise<void> =>
	act(db, who, async (tx) => {
		const regular = await store.lock(tx, id);
		const standing = await requests.standing(tx, regular.projectId, who.id);
		insist(mayRetry(who, standing, regular.status, 'failed'));
		if (!(await due.retry(tx, id)))
			throw new Problem(409, 'The last run of this regular release did not fail, or runs again.');
		await jobs?.send(tx, 'regular.run', { regular: id }, id);
		return {
			result: undefined,
			event: {
				action: 'regular.retry',
				subject: { kind: 'regular', id },
				organisation: regular.organisationId,
				at
			}
		};
	});
