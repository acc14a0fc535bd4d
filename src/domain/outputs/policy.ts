import type { Actor } from '#domain/people/actor.ts';
import { may, type Action } from '#domain/people/permissions.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { changeable, withCheckers, type Status } from './output.ts';

/** Where one person stands towards one project. */
export type Standing = {
	/** A member of the project today who has accepted its terms. */
	readonly member: boolean;
	/** Is or was a member, or a person of its application. */
	readonly researched: boolean;
	/** Belongs to the organisation that the project is of. */
	readonly employed: boolean;
	/** The project is active: a suspended or closing one asks for nothing new. */
	readonly active: boolean;
};

/** What makes something new, and so needs an active project. */
const making: readonly Action[] = ['output.draft', 'output.control', 'output.submit'];

/** Whether the actor may do something on the researchers' side of a request. */
export function mayAsMember(actor: Actor, action: Action, { member, active }: Standing): Verdict {
	const role = may(actor, action);
	if (!role.allowed) return role;
	if (!member) return refused('Only members of the project can do this.');
	return active || !making.includes(action)
		? allowed
		: refused('This project is not active, so nothing new can be asked for.');
}

/** Whether the actor may change a request and its files now. */
export function mayChange(
	actor: Actor,
	action: Action,
	standing: Standing,
	status: Status
): Verdict {
	const verdict = mayAsMember(actor, action, standing);
	if (!verdict.allowed) return verdict;
	return changeable(status)
		? allowed
		: refused('This request is with the checkers or finished, so it cannot be changed.');
}

/**
 * Whether somebody may check the outputs of a project at all: a checker, who neither works nor
 * worked on it, did not apply for it, and is not of its organisation (disclosure.md §8).
 */
export function mayCheck(actor: Actor, { member, researched, employed }: Standing): Verdict {
	const role = may(actor, 'output.vote');
	if (!role.allowed) return role;
	if (member || researched)
		return refused('You are or were on this project or its application: somebody else checks it.');
	if (employed)
		return refused('You belong to the organisation of this project: somebody else checks it.');
	return allowed;
}

/** Whether the actor may vote now. `voted`: they have, in this turn. */
export function mayVote(
	actor: Actor,
	standing: Standing,
	{ status, voted }: { readonly status: Status; readonly voted: boolean }
): Verdict {
	const check = mayCheck(actor, standing);
	if (!check.allowed) return check;
	if (voted) return refused('You have voted on this; a different person gives the other vote.');
	return withCheckers(status)
		? allowed
		: refused('Votes are given while a request is being checked.');
}

/** The side that somebody's words are of; null for who only reads. */
export function sideOf(actor: Actor, standing: Standing): 'researcher' | 'checker' | null {
	if (mayAsMember(actor, 'output.comment', standing).allowed) return 'researcher';
	return mayCheck(actor, standing).allowed ? 'checker' : null;
}

/** Whether the actor may see what stands behind the cells. */
export const maySeeEvidence = (actor: Actor, standing: Standing): boolean =>
	may(actor, 'read.outputs').allowed && !standing.member && !standing.researched;

/** Whether the bytes may be fetched: released ones by members; any by who may check the project. */
export function mayDownload(actor: Actor, standing: Standing, status: Status): Verdict {
	if (mayCheck(actor, standing).allowed) return allowed;
	const member = mayAsMember(actor, 'output.download', standing);
	if (!member.allowed) return member;
	if (status === 'revoked') return refused('This output was revoked and is no longer given out.');
	return status === 'released'
		? allowed
		: refused('This file can be downloaded once two checkers have approved it.');
}
