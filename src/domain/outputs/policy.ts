import type { Actor } from '#domain/people/actor.ts';
import { may, type Action } from '#domain/people/permissions.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { withCheckers, type Status } from './output.ts';

/** Where one person stands towards one project. */
export type Standing = {
	/** A member of the project today who has accepted its terms. */
	readonly member: boolean;
	/** Is or was a member, or a person of its application. */
	readonly researched: boolean;
	/** That, or somebody they manage, work for or write with is or was. */
	readonly excluded: boolean;
	/** Belongs to the organisation that the project is of. */
	readonly employed: boolean;
	/** The project is active: a suspended or closing one asks for nothing new. */
	readonly active: boolean;
	/** Whether one of two checkers may be of the project's organisation. */
	readonly sameEmployer: 'refused' | 'one';
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

/** Nobody answers for a project that they, or somebody close to them, are or were on. */
function apart({ member, researched, excluded }: Standing): Verdict {
	if (member || researched)
		return refused('You are or were on this project or its application: somebody else checks it.');
	return excluded
		? refused(
				'Somebody you manage, work for or write with is on this project: somebody else checks it.'
			)
		: allowed;
}

/**
 * Whether somebody may check the outputs of a project at all: a checker, who neither works nor
 * worked on it, did not apply for it, is not close to who did, and is of its organisation only where
 * the policy allows one such checker (disclosure.md §8).
 */
export function mayCheck(actor: Actor, standing: Standing): Verdict {
	const role = may(actor, 'output.vote');
	if (!role.allowed) return role;
	const far = apart(standing);
	if (!far.allowed) return far;
	return standing.employed && standing.sameEmployer === 'refused'
		? refused('You belong to the organisation of this project: somebody else checks it.')
		: allowed;
}

/** What a vote depends on beside the person. */
export type AtVote = {
	readonly status: Status;
	/** They have voted in this turn. */
	readonly voted: boolean;
	readonly escalated: boolean;
	/** Another vote of this turn is of the project's organisation. */
	readonly employerVoted: boolean;
};

/** Whether the actor may vote now. */
export function mayVote(
	actor: Actor,
	standing: Standing,
	{ status, voted, escalated, employerVoted }: AtVote
): Verdict {
	const check = mayCheck(actor, standing);
	if (!check.allowed) return check;
	if (voted) return refused('You have voted on this; a different person gives the other vote.');
	if (!withCheckers(status)) return refused('Votes are given while a request is being checked.');
	if (escalated) return refused('The information governance lead answers a question first.');
	return standing.employed && employerVoted
		? refused('Another checker of this project’s organisation has voted, and never both are of it.')
		: allowed;
}

/** Whether the actor may answer a question that a checker asked the information governance lead. */
export function mayAdvise(actor: Actor, standing: Standing): Verdict {
	const role = may(actor, 'output.advise');
	return role.allowed ? apart(standing) : role;
}

/** The side that somebody's words are of; null for who only reads. */
export function sideOf(actor: Actor, standing: Standing): 'researcher' | 'checker' | null {
	if (mayAsMember(actor, 'output.comment', standing).allowed) return 'researcher';
	return mayCheck(actor, standing).allowed ? 'checker' : null;
}

/** Whether the actor may see what stands behind the cells. */
export const maySeeEvidence = (actor: Actor, standing: Standing): boolean =>
	may(actor, 'read.outputs').allowed && apart(standing).allowed;

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
