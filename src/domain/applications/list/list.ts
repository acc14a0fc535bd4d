import { holds, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Status } from '../application.ts';
import { opinionKinds, recorders, type StreamKind } from '../streams.ts';

type Waiting = {
	readonly leadId: string | null;
	readonly status: Status;
	readonly open: readonly StreamKind[];
};

/** Whether an application waits for this very reader, as their roles have it. */
export function waitsFor(actor: Actor, { leadId, status, open }: Waiting): boolean {
	switch (status) {
		case 'draft':
		case 'returned':
			return leadId === actor.id;
		case 'submitted':
			return holds(actor, ['access-manager']);
		case 'in_review':
			return (
				opinionKinds.some((kind) => open.includes(kind) && holds(actor, recorders[kind])) ||
				(open.includes('committee') && may(actor, 'committee.vote').allowed)
			);
		case 'conditional':
			return may(actor, 'application.meet-conditions').allowed;
		default:
			return false;
	}
}

/** Whether the reader is shown notices of approved studies in place of applications. */
export const readsNotices = (actor: Actor): boolean =>
	holds(actor, ['controller-approver', 'federation-delegate']) && !readsApplications(actor);

const readsApplications = (actor: Actor): boolean =>
	may(actor, 'read.applications').allowed ||
	may(actor, 'committee.declare').allowed ||
	holds(actor, ['citizens-secretary']);

/** Whether the reader is shown what others have sent, beside their own. */
export const hasQueue = (actor: Actor): boolean => readsApplications(actor) || readsNotices(actor);
