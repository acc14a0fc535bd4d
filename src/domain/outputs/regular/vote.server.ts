import { actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as requests from '../store.server.ts';
import { mayVote } from './policy.ts';
import { moved, type MoveName } from './regular.ts';
import * as store from './store.server.ts';

export type Ballot = {
	readonly id: string;
	readonly choice: 'approve' | 'decline';
	readonly reason: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * One checker's vote on a definition, blind until it is decided. Two approvals of different people
 * who may check the project make a standing approval; one refusal declines it. Answers the id.
 * @throws Problem 403 for who may not check it, 404, 409.
 */
export const vote = (db: Bound, who: Actor, ballot: Ballot): Promise<string> =>
	actOnce(db, who, ballot.once, async (tx) => {
		const { id, choice, reason, at } = ballot;
		const regular = await store.lock(tx, id);
		const standing = await requests.standing(tx, regular.projectId, who.id);
		const before = await store.votes(tx, id);
		const voted = before.some(({ personId }) => personId === who.id);
		const verdict = mayVote(who, standing, { status: 'proposed', voted: false });
		insist(verdict);
		const now = mayVote(who, standing, { status: regular.status, voted });
		if (!now.allowed) throw new Problem(409, now.because);
		if (choice === 'decline' && reason === '')
			throw new Problem(409, 'Give a reason: the researcher is told why.');
		await store.addVote(tx, id, { personId: who.id, choice, reason, at });
		const told = (action: Event['action'], detail: NonNullable<Event['detail']>): Event => ({
			action,
			subject: { kind: 'regular', id },
			organisation: regular.organisationId,
			detail,
			at
		});
		const events = [told('regular.vote', {})];
		const outcome: MoveName | null =
			choice === 'decline'
				? 'regular.decline'
				: (await store.approved(tx, id))
					? 'regular.approve'
					: null;
		if (outcome !== null) {
			const to = moved(regular.status, outcome);
			await store.setStatus(tx, id, { status: to, at });
			events.push(told(outcome, { from: regular.status, to, ...(reason ? { reason } : {}) }));
		}
		return { result: id, event: events };
	});
