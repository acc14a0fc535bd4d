import { holds, organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import type { Status } from './project.ts';

type Theirs = { readonly organisationId: string; readonly status: Status };
type Seat = { readonly personId: string; readonly role: 'lead' | 'researcher' };
type Seated = Seat & { readonly termsAcceptedAt: Temporal.Instant | null };

const over: readonly Status[] = ['closing', 'closed'];

/** Whether the actor accepts the end-user terms now: a member who has not. */
export function mayAcceptTerms(
	actor: Actor,
	{ status }: Theirs,
	members: readonly Seated[]
): Verdict {
	const seat = members.find(({ personId }) => personId === actor.id);
	if (!seat) return refused('Only a member of the project accepts its terms.');
	const role = may(actor, 'project.accept-terms');
	if (!role.allowed) return role;
	if (seat.termsAcceptedAt) return refused('You have accepted the terms of this project.');
	return over.includes(status) ? refused('This project is over.') : allowed;
}

/** Whether the actor adds and removes members: the organisation's user manager, while it lives. */
export function mayManage(
	actor: Actor,
	action: 'project.add-member' | 'project.remove-member',
	{ organisationId, status }: Theirs
): Verdict {
	const role = may(actor, action, organisationId);
	if (!role.allowed) return role;
	return over.includes(status) ? refused('This project is over.') : allowed;
}

/** Whether one more person fits; `seats` is the number of users that the agreement pays for. */
export const hasSeat = (members: readonly Seat[], seats: number): Verdict =>
	members.length < seats
		? allowed
		: refused(
				`All ${String(seats)} seats of this project are taken. Remove somebody first, or ask the service for another seat.`
			);

/** The lead answers for the study and stays until another one is approved. */
export const mayLeave = ({ role }: Seat): Verdict =>
	role === 'lead'
		? refused('The lead of the project cannot be removed. Ask the service to approve another lead.')
		: allowed;

/**
 * Whether a reader is shown what a project is about. A finance contact sees reference, dates and
 * money of their organisation's projects and no scientific content (product rule).
 */
export function seesScience(
	actor: Actor,
	{ organisationId }: Theirs,
	members: readonly { readonly personId: string }[]
): boolean {
	if (members.some(({ personId }) => personId === actor.id)) return true;
	if (!organisationsOf(actor).includes(organisationId)) return true; // staff: row security let them see it
	return holds(actor, ['signatory', 'user-manager'], organisationId);
}
