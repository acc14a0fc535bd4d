import type { Application } from '#domain/applications/application.ts';
import { isOwn } from '#domain/applications/policy.ts';
import { holds, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { neverVotes } from '#domain/people/roles.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';

export const interests = ['none', 'indirect', 'direct'] as const;
export type Interest = (typeof interests)[number];

export const interestWords = {
	none: 'No interest',
	indirect: 'An indirect interest',
	direct: 'A direct interest'
} as const satisfies Record<Interest, string>;

type Studied = Pick<Application, 'leadId' | 'organisationId' | 'status'>;

/** Whether the actor may say what interest they have: before the papers open, while it is in review. */
export function mayDeclare(actor: Actor, committee: string, application: Studied): Verdict {
	const seat = maySit(actor, 'committee.declare', committee);
	if (!seat.allowed) return seat;
	return inReview(application);
}

/** Whether the papers are open to a member: only after a declaration without a direct interest. */
export function mayReadPapers(interest: Interest | null): Verdict {
	if (interest === null)
		return refused('Declare whether you have an interest, then the papers open.');
	if (interest === 'direct')
		return refused('You declared a direct interest: you see no papers and have no vote.');
	return allowed;
}

export function mayVote(
	actor: Actor,
	committee: string,
	application: Studied,
	interest: Interest | null
): Verdict {
	const seat = maySit(actor, 'committee.vote', committee);
	if (!seat.allowed) return seat;
	if (isOwn(actor, application))
		return refused('You belong to the organisation that applies: declare a direct interest.');
	const papers = mayReadPapers(interest);
	return papers.allowed ? inReview(application) : papers;
}

/** The chair closes; a chair with a direct interest leaves it to whoever acts as chair. */
export function mayClose(
	actor: Actor,
	committee: string,
	application: Studied,
	interest: Interest | null
): Verdict {
	const seat = maySit(actor, 'application.close-vote', committee);
	if (!seat.allowed) return seat;
	if (isOwn(actor, application) || interest === 'direct')
		return refused(
			'You have a direct interest in this application: another chair closes the vote.'
		);
	const papers = mayReadPapers(interest);
	return papers.allowed ? inReview(application) : papers;
}

function maySit(
	actor: Actor,
	action: 'committee.declare' | 'committee.vote' | 'application.close-vote',
	committee: string
): Verdict {
	if (holds(actor, neverVotes))
		return refused('People in access, commercial and finance roles never vote.');
	return may(actor, action, committee);
}

const inReview = ({ status }: Studied): Verdict =>
	status === 'in_review' ? allowed : refused('The committee looks at applications in review only.');
