import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { gateOf } from './gate.ts';
import { mayRetry } from './policy.ts';
import * as store from './store.server.ts';
import { moved } from './workspace.ts';

/** Makes the extract again after a failed step or a shut gate; steps that are done are kept. */
export function retry(
	db: Bound,
	who: Actor,
	jobs: Jobs,
	{ workspace: id, at }: { workspace: string; at: Temporal.Instant }
): Promise<void> {
	return act(db, who, async (tx) => {
		const workspace = await store.lock(tx, id);
		const steps = await store.steps(tx, id);
		const failed = steps.some((step) => step.status === 'failed');
		insist(may(who, 'workspace.retry'));
		const gate = gateOf(await store.report(tx, id));
		const verdict = mayRetry(who, { ...workspace, gate, failed });
		if (!verdict.allowed) throw new Problem(409, verdict.because);
		const status = moved(workspace.status, 'workspace.retry');
		await store.resetSteps(tx, id);
		if (workspace.status !== status) await store.setStatus(tx, id, { status, at });
		await jobs.send(tx, 'workspace.provision', { workspace: id }, id);
		return {
			result: undefined,
			event: {
				action: 'workspace.retry',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				at
			}
		};
	});
}
