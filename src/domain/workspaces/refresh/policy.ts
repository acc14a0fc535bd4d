import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Status as ProjectStatus } from '#domain/projects/project.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';
import type { Gate } from '../gate.ts';
import { moves, statusNames, type Status as WorkspaceStatus } from '../workspace.ts';
import type { Refresh } from './refresh.ts';

type Place = { readonly status: WorkspaceStatus; readonly projectStatus: ProjectStatus };

/** Whether the actor has new data cut for a workspace: one refresh at a time, of an open workspace. */
export function mayAsk(actor: Actor, place: Place, current: Refresh | null): Verdict {
	const role = may(actor, 'refresh.ask');
	if (!role.allowed) return role;
	if (!moves['refresh.open'].from.some((one) => one === place.status))
		return refused(
			`This workspace is ${statusNames[place.status]}, so its data are not refreshed.`
		);
	if (place.projectStatus !== 'active')
		return refused('The project is not active, so its data are not refreshed.');
	return current === null
		? allowed
		: refused('New data are under way already. Open their gate, or drop them first.');
}

/** Whether the actor has them made again: after a failed step or behind a shut gate. */
export function mayRetry(
	actor: Actor,
	{ status, gate, failed }: { status: Refresh['status']; gate: Gate; failed: boolean }
): Verdict {
	const role = may(actor, 'refresh.retry');
	if (!role.allowed) return role;
	if (status === 'making')
		return failed ? allowed : refused('The new data are being made; wait until that ends.');
	return status === 'gate' && gate.verdict === 'shut'
		? allowed
		: refused('There is nothing to make again.');
}
