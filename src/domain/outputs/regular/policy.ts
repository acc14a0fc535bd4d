import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import type { OutputFile } from '../files/file.ts';
import { mayCheck, type Standing } from '../policy.ts';
import { longestMonths, longestUntil, type RunStatus, type Status } from './regular.ts';

/** Whether the actor may propose a regular release of a released file. */
export function mayPropose(
	actor: Actor,
	{ member, active }: Standing,
	request: { readonly status: string },
	file: Pick<OutputFile, 'kind' | 'answer' | 'supporting' | 'specification'> | null
): Verdict {
	const role = may(actor, 'regular.propose');
	if (!role.allowed) return role;
	if (!member) return refused('Only members of the project can do this.');
	if (!active) return refused('This project is not active, so nothing new can be asked for.');
	if (request.status !== 'released')
		return refused('Only a table that was released can be released again on schedule.');
	return file !== null && repeatable(file)
		? allowed
		: refused('Only a table that we computed from a query can be computed again on schedule.');
}

/** A table that the vault computed itself, so that it can do so again. */
export const repeatable = (
	file: Pick<OutputFile, 'kind' | 'answer' | 'supporting' | 'specification'>
): boolean =>
	file.kind === 'table' &&
	file.answer.kind === 'table' &&
	file.specification !== null &&
	!file.supporting;

/** Whether a standing approval may hold until this day: a year at most. */
export function mayEnd(endsOn: Temporal.PlainDate, today: Temporal.PlainDate): Verdict {
	if (Temporal.PlainDate.compare(endsOn, today) <= 0)
		return refused('Choose an end date that is still to come.');
	return Temporal.PlainDate.compare(endsOn, longestUntil(today)) > 0
		? refused(`Choose an end date within ${String(longestMonths)} months.`)
		: allowed;
}

/** Whether the actor may vote on a definition now. `voted`: they have. */
export function mayVote(
	actor: Actor,
	standing: Standing,
	{ status, voted }: { readonly status: Status; readonly voted: boolean }
): Verdict {
	const check = mayCheck(actor, standing);
	if (!check.allowed) return check;
	if (status !== 'proposed') return refused('Votes are given while a definition is proposed.');
	return voted
		? refused('You have voted on this; a different person gives the other vote.')
		: allowed;
}

/** Whether the actor may stop it: a member of its project, or whoever may check the project. */
export function mayStop(actor: Actor, standing: Standing, status: Status): Verdict {
	const role = may(actor, 'regular.stop');
	if (!role.allowed) return role;
	if (status !== 'proposed' && status !== 'in_force')
		return refused('This regular release is over.');
	return standing.member ? allowed : mayCheck(actor, standing);
}

/** Whether the actor may have the last run tried again: a member, while it is in force and the run failed. */
export function mayRetry(
	actor: Actor,
	{ member, active }: Standing,
	status: Status,
	last: RunStatus | null
): Verdict {
	const role = may(actor, 'regular.retry');
	if (!role.allowed) return role;
	if (!member) return refused('Only members of the project can do this.');
	if (!active || status !== 'in_force') return refused('This regular release is over.');
	return last === 'failed' ? allowed : refused('The last run did not fail.');
}
