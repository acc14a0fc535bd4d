import { holds, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { statusNames, type Status as ProjectStatus } from '#domain/projects/project.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { dayInWords } from '#platform/time.ts';
import type { Gate } from './gate.ts';
import { statusNames as placeNames, type Status } from './workspace.ts';

/** Whether the actor reads the de-identification report, whose counts are exact. */
export const seesReport = (actor: Actor): boolean =>
	holds(actor, ['data-manager', 'privacy-officer', 'auditor']);

export type Standing = {
	readonly projectStatus: ProjectStatus;
	readonly status: Status;
	readonly startsOn: Temporal.PlainDate;
	readonly endsOn: Temporal.PlainDate;
	readonly today: Temporal.PlainDate;
	/** Null for who is no member of the project. */
	readonly seat: { readonly termsAccepted: boolean } | null;
};

/** Why somebody cannot run anything now, and where the ball lies. */
export type Hindrance = { readonly because: string; readonly ball: 'you' | 'service' | 'nobody' };

/** What keeps the actor from running queries; null when nothing does. The host judges again. */
export function hindrance(actor: Actor, standing: Standing): Hindrance | null {
	const { projectStatus, status, startsOn, endsOn, today, seat } = standing;
	if (!seat)
		return { because: 'Only members of the project run queries in its workspace.', ball: 'nobody' };
	if (status === 'provisioning')
		return { because: 'The service is making the extract of your data.', ball: 'service' };
	if (status === 'gate')
		return {
			because:
				'The extract is made. A data manager and a privacy officer read its report and open it together.',
			ball: 'service'
		};
	if (status !== 'open')
		return {
			because: `This workspace is ${placeNames[status]}, so nothing can be run in it. Its page of life says why.`,
			ball: status === 'suspended' || status === 'withdrawn' ? 'service' : 'nobody'
		};
	if (projectStatus !== 'active')
		return {
			because: `The project is ${statusNames[projectStatus]}, so nothing can be run in it. Ask the access team if this is a surprise.`,
			ball: projectStatus === 'suspended' ? 'service' : 'nobody'
		};
	if (Temporal.PlainDate.compare(today, startsOn) < 0)
		return { because: `The project starts on ${dayInWords(startsOn)}.`, ball: 'nobody' };
	if (Temporal.PlainDate.compare(today, endsOn) > 0)
		return { because: `The project ended on ${dayInWords(endsOn)}.`, ball: 'nobody' };
	if (!seat.termsAccepted)
		return { because: 'Accept the terms of use before you run anything.', ball: 'you' };
	const role = may(actor, 'workspace.run');
	return role.allowed ? null : { because: role.because, ball: 'nobody' };
}

/** Whether the actor has the extract made again: after a failed step or behind a shut gate. */
export function mayRetry(
	actor: Actor,
	{ status, gate, failed }: { status: Status; gate: Gate; failed: boolean }
): Verdict {
	const role = may(actor, 'workspace.retry');
	if (!role.allowed) return role;
	if (status === 'gate')
		return gate.verdict === 'shut'
			? allowed
			: refused('Every check passed, so there is nothing to make again.');
	if (status !== 'provisioning')
		return refused('This workspace has opened; its extract is not made again.');
	return failed ? allowed : refused('The extract is being made; wait until it ends.');
}

/** Rows of people need a session with a second factor (settled.md 14). */
export const maySeePeople = (actor: Actor): Verdict =>
	actor.level === 'password'
		? refused(
				'This result holds rows of people, which are shown only after signing in with a second factor. Count or average instead.'
			)
		: allowed;
