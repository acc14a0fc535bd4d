import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as desk from './desk/store.server.ts';
import { withCheckers } from './output.ts';
import { mayCheck } from './policy.ts';
import { held } from './review/promise.ts';
import * as store from './store.server.ts';

type Asked = { readonly id: string; readonly at: Temporal.Instant };

/**
 * Takes a request up, so that others look at another one first. It keeps nobody from voting, and
 * runs out after the policy's hours. @throws Problem 403 | 404, 409 while somebody else has it.
 */
export const claim = (db: Bound, who: Actor, { id, at }: Asked): Promise<void> =>
	act(db, who, async (tx) => {
		const request = await store.lock(tx, id);
		insist(mayCheck(who, await store.standing(tx, request.projectId, who.id)));
		if (!withCheckers(request.status))
			throw new Problem(409, 'This request does not wait for a check.');
		const before = await desk.claim(tx, id);
		const others = before !== null && before.personId !== who.id ? before : null;
		if (others !== null && held(others, at) !== null)
			throw new Problem(409, `${others.name ?? 'Somebody else'} has claimed this request.`);
		const { claimHours } = await desk.policy(tx);
		const until = at.add({ hours: claimHours });
		await desk.setClaim(tx, { request: id, person: who.id, at, until });
		return {
			result: undefined,
			event: {
				action: 'output.claim',
				subject: { kind: 'output', id },
				organisation: request.organisationId,
				// the database tells whoever's claim ran out
				detail: {
					until: until.toString(),
					...(others === null ? {} : { after: others.personId })
				},
				at
			}
		};
	});

/** Gives a claim back. @throws Problem 403 | 404, 409 when it is not theirs. */
export const unclaim = (db: Bound, who: Actor, { id, at }: Asked): Promise<void> =>
	act(db, who, async (tx) => {
		const request = await store.lock(tx, id);
		insist(mayCheck(who, await store.standing(tx, request.projectId, who.id)));
		if (!(await desk.unclaim(tx, id, who.id, at)))
			throw new Problem(409, 'You have no claim on this request.');
		return {
			result: undefined,
			event: {
				action: 'output.unclaim',
				subject: { kind: 'output', id },
				organisation: request.organisationId,
				at
			}
		};
	});
