import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import { can, statusNames, type Status } from './states.ts';

/** A waiver holds for a year at most: later the question is asked again. */
export const longestWaiver = Temporal.Duration.from({ months: 12 });

/** Whether the actor sets limits aside: a privacy officer who is no researcher of the project. */
export function mayWaive(actor: Actor, { researcher }: { readonly researcher: boolean }): Verdict {
	const role = may(actor, 'gate.waive');
	if (!role.allowed) return role;
	return researcher ? refused('You are or were a researcher of this project.') : allowed;
}

/** Whether a waiver may end on this day. */
export function waiverUntil(until: Temporal.PlainDate, today: Temporal.PlainDate): Verdict {
	if (Temporal.PlainDate.compare(until, today) < 0)
		return refused('Choose a last day that is not over yet.');
	return Temporal.PlainDate.compare(until, today.add(longestWaiver)) > 0
		? refused('A waiver holds for twelve months at most; choose an earlier day.')
		: allowed;
}

/** Whether the actor takes data that are in use away again. */
export function mayRevoke(actor: Actor, status: Status): Verdict {
	const role = may(actor, 'gate.revoke');
	if (!role.allowed) return role;
	return can(status, 'revoke') ? allowed : refused(`These data ${statusNames[status]}.`);
}
