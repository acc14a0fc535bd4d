import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { mayAsMember, type Standing } from '../policy.ts';
import { changeable, type Status } from './publication.ts';

/** Whether the actor may prepare a publication of a project. Results are written up after it ends too. */
export const mayPrepare = (actor: Actor, standing: Standing): Verdict =>
	mayAsMember(actor, 'publication.draft', standing);

export function mayChangeTables(actor: Actor, standing: Standing, status: Status): Verdict {
	const verdict = mayPrepare(actor, standing);
	if (!verdict.allowed) return verdict;
	return changeable(status)
		? allowed
		: refused('This publication is being reviewed or finished, so it cannot be changed.');
}

/** Whether the actor may decide: a checker or data manager who is and was not of the project. */
export function mayDecide(actor: Actor, standing: Standing, status: Status): Verdict {
	const role = may(actor, 'publication.approve');
	if (!role.allowed) return role;
	if (standing.member || standing.researched || standing.excluded)
		return refused(
			'You, or somebody close to you, are or were on this project: somebody else decides.'
		);
	return status === 'submitted' ? allowed : refused('Nothing waits for a decision here.');
}
