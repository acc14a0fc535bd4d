import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { moved as projectMoved } from '#domain/projects/project.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as approvalStore from './approvals/store.server.ts';
import { gateOf, mayApproveGate, partOf } from './gate.ts';
import * as gates from './gates/store.server.ts';
import * as store from './store.server.ts';
import { moved } from './workspace.ts';

type Approval = {
	readonly workspace: string;
	/** The snapshot whose report was on screen: another one must be looked at first. */
	readonly snapshot: string;
	readonly note: string;
	/** The sentences of the report that the approver ticked as seen. */
	readonly acknowledged: readonly string[];
	readonly at: Temporal.Instant;
};

/**
 * One of the two approvals; the second opens workspace and project, and has the vault sign what was
 * passed. Answers whether it is open now.
 */
export function approveGate(
	db: Bound,
	who: Actor,
	asked: Approval,
	jobs?: Pick<Jobs, 'send'>
): Promise<{ open: boolean }> {
	const { workspace: id, snapshot, note, acknowledged, at } = asked;
	return act(db, who, async (tx) => {
		const workspace = await store.lock(tx, id);
		insist(may(who, 'gate.approve'));
		const status = moved(workspace.status, 'gate.approve');
		if (workspace.snapshotId !== snapshot)
			throw new Problem(
				409,
				'The extract was made again since you opened this page. Look at the new report first.'
			);
		const [approvals, researcher] = await Promise.all([
			approvalStore.approvals(tx, id, snapshot),
			approvalStore.everMember(tx, workspace.projectId, who.id)
		]);
		const gate = gateOf(await store.report(tx, id));
		insist(mayApproveGate(who, { gate, approvals, researcher }));
		if (!gate.acknowledge.every((sentence) => acknowledged.includes(sentence)))
			throw new Problem(409, 'Tick each thing that the report asks you to have seen.');
		const role = partOf(who) ?? 'data-manager';
		await approvalStore.approve(tx, { workspace: id, snapshot, person: who.id, role, note, at });
		const open = approvals.length === 1;
		if (open) {
			projectMoved(workspace.projectStatus, 'gate.approve');
			await store.setStatus(tx, id, { status, at });
			await store.activateProject(tx, workspace.projectId, at);
			const passed = await gates.gateOfSnapshot(tx, id, snapshot);
			if (passed) await jobs?.send(tx, 'gate.sign', { gate: passed.id }, passed.id);
		}
		return {
			result: { open },
			event: {
				action: 'gate.approve',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: { role, snapshot, open },
				at
			}
		};
	});
}
