import { holds, organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { roleName } from '#domain/people/roles.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { workingDaysInWords } from '#platform/time.ts';
import { lastDayToAppeal, type Periods } from './periods/periods.ts';
import { canMove, editable, type Application, type MoveName } from './application.ts';
import { recorders, type OpinionKind, type Stream } from './streams.ts';

type Studied = Pick<Application, 'leadId' | 'organisationId' | 'status'>;

/** Whether the application is the actor's own side's: theirs, or of an organisation they belong to. */
export const isOwn = (actor: Actor, { leadId, organisationId }: Omit<Studied, 'status'>): boolean =>
	leadId === actor.id || organisationsOf(actor).includes(organisationId);

/** Moves of the applicant's side; everything else is done by somebody on the other. */
const theirs: readonly MoveName[] = [
	'application.submit',
	'application.withdraw',
	'application.appeal'
];

export const mayStart = (actor: Actor, organisation: string): Verdict =>
	may(actor, 'application.start', organisation);

/** Whether the actor may move the application now: the role, whose it is, and where it stands. */
export function mayMove(actor: Actor, name: MoveName, application: Studied): Verdict {
	const verdict = mayAsRole(actor, name, application);
	if (!verdict.allowed) return verdict;
	return canMove(application.status, name)
		? allowed
		: refused('This cannot be done at the stage the application is in.');
}

/** As `mayMove`, whatever the stage: a use-case answers a wrong stage by a conflict, not a refusal. */
export function mayAsRole(actor: Actor, name: MoveName, application: Studied): Verdict {
	if (theirs.includes(name)) {
		if (application.leadId !== actor.id) return refused('Only the lead applicant can do this.');
		return may(actor, name, application.organisationId);
	}
	if (isOwn(actor, application))
		return refused('You belong to the organisation that applies: somebody else does this.');
	return may(actor, name);
}

/**
 * Whether a refusal can still be appealed against: once, up to and including the last day.
 * `mayMove` says by whom.
 */
export function appealable(
	{ appealedAt, decidedAt }: Pick<Application, 'appealedAt' | 'decidedAt'>,
	{ appealWorkingDays }: Pick<Periods, 'appealWorkingDays'>,
	today: Temporal.PlainDate
): Verdict {
	if (appealedAt !== null)
		return refused('The refusal has been appealed against before; that can be done once.');
	const last = decidedAt && lastDayToAppeal(decidedAt, appealWorkingDays);
	if (last === null || Temporal.PlainDate.compare(today, last) > 0)
		return refused(
			`The time to appeal is over: it is ${workingDaysInWords(appealWorkingDays)} after the decision.`
		);
	return allowed;
}

/** Whether the actor may write in the draft. `listed`: named on the application when it was sent. */
export function mayEdit(actor: Actor, application: Studied, listed: boolean): Verdict {
	if (application.leadId !== actor.id && !listed)
		return refused('Only the lead applicant and the people named in it can change an application.');
	const role = may(actor, 'application.save');
	if (!role.allowed) return role;
	return editable.includes(application.status)
		? allowed
		: refused('An application can be changed while it is a draft or was returned.');
}

/** Whether the actor gives the opinion of a stream. */
export function mayRecord(
	actor: Actor,
	kind: OpinionKind,
	application: Studied,
	stream: Pick<Stream, 'status' | 'reviewedBefore'> | undefined
): Verdict {
	const role = may(actor, 'review.record');
	if (!role.allowed) return role;
	if (!holds(actor, recorders[kind]))
		return refused(
			`Only the ${recorders[kind].map(roleName).join(' or the ')} records this review.`
		);
	if (isOwn(actor, application))
		return refused('You belong to the organisation that applies: somebody else reviews it.');
	if (application.status !== 'in_review' || stream === undefined)
		return refused('Reviews are recorded while the application is in review.');
	if (stream.status === 'not_needed') return refused('This study does not need this review.');
	if (stream.status === 'done') return refused('This review has been recorded.');
	if (stream.reviewedBefore.includes(actor.id))
		return refused(
			'You reviewed this application before the appeal: somebody else reviews it now.'
		);
	return allowed;
}

/** Whether the actor may object for a controller: while an approval waits for the controllers. */
export function mayObject(
	actor: Actor,
	controller: string,
	application: Pick<Studied, 'status'>
): Verdict {
	const role = may(actor, 'controller.object', controller);
	if (!role.allowed) return role;
	return application.status === 'approved_pending'
		? allowed
		: refused(
				'Controllers may object between the committee’s approval and the end of their period.'
			);
}

/**
 * How much of an application a reader is shown, of what row security lets them see at all:
 * everything; everything once they declared their interests; or nothing. Controllers read a notice.
 */
export type Access = 'all' | 'declared' | 'none';

export function accessOf(actor: Actor, application: Studied, listed: boolean): Access {
	if (isOwn(actor, application) || listed) return 'all';
	if (may(actor, 'read.applications').allowed || holds(actor, ['system'])) return 'all';
	if (may(actor, 'committee.declare').allowed || holds(actor, ['citizens-secretary']))
		return 'declared';
	return 'none';
}
