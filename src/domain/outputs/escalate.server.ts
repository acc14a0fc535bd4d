import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as desk from './desk/store.server.ts';
import { withCheckers } from './output.ts';
import { mayAdvise, mayCheck } from './policy.ts';
import * as store from './store.server.ts';

type Asked = { readonly id: string; readonly once: string; readonly at: Temporal.Instant };

/**
 * Asks the information governance lead, who has the ball until they have answered: nobody votes
 * before. The status stays. @throws Problem 403 | 404, 409 when it is asked already.
 */
export const escalate = (
	db: Bound,
	who: Actor,
	{ id, question, once, at }: Asked & { readonly question: string }
): Promise<string> =>
	actOnce(db, who, once, async (tx) => {
		const request = await store.lock(tx, id);
		insist(mayCheck(who, await store.standing(tx, request.projectId, who.id)));
		if (!withCheckers(request.status))
			throw new Problem(409, 'This request does not wait for a check.');
		if (request.escalatedAt !== null)
			throw new Problem(409, 'The information governance lead has been asked already.');
		await desk.addEscalation(tx, { request: id, turn: request.turn, person: who.id, question, at });
		return {
			result: id,
			event: {
				action: 'output.escalate',
				subject: { kind: 'output', id },
				organisation: request.organisationId,
				detail: { turn: request.turn },
				at
			}
		};
	});

/** The lead's answer; both checkers read it and voting goes on. @throws Problem 403 | 404 | 409. */
export const advise = (
	db: Bound,
	who: Actor,
	{ id, answer, once, at }: Asked & { readonly answer: string }
): Promise<string> =>
	actOnce(db, who, once, async (tx) => {
		const request = await store.lock(tx, id);
		insist(mayAdvise(who, await store.standing(tx, request.projectId, who.id)));
		if (!(await desk.answer(tx, { request: id, person: who.id, answer, at })))
			throw new Problem(409, 'Nothing waits for an answer here.');
		return {
			result: id,
			event: {
				action: 'output.advise',
				subject: { kind: 'output', id },
				organisation: request.organisationId,
				detail: { turn: request.turn },
				at
			}
		};
	});
