import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as approvalStore from '../approvals/store.server.ts';
import { gateOf, mayApproveGate, partOf } from '../gate.ts';
import * as gates from '../gates/store.server.ts';
import * as workspaces from '../store.server.ts';
import { moved as workspaceMoved } from '../workspace.ts';
import { moved } from './refresh.ts';
import * as store from './store.server.ts';

type Approval = {
	readonly refresh: string;
	/** The snapshot whose report was on screen: another one must be looked at first. */
	readonly snapshot: string;
	readonly note: string;
	/** The sentences of the report that the approver ticked as seen. */
	readonly acknowledged: readonly string[];
	readonly at: Temporal.Instant;
};

/**
 * One of the two approvals of new data, judged as those of the first. The second takes them into
 * use: new runs see them, and the cut before stays where it is; the vault is asked to sign what was
 * passed. Answers whether they are in use now.
 * @throws Problem 403 | 404 | 409.
 */
export function approveRefresh(
	db: Bound,
	who: Actor,
	asked: Approval,
	jobs: Pick<Jobs, 'send'>
): Promise<{ open: boolean }> {
	const { refresh: id, snapshot, note, acknowledged, at } = asked;
	return act(db, who, async (tx) => {
		const refresh = await store.lock(tx, id);
		const workspace = await workspaces.lock(tx, refresh.workspaceId);
		insist(may(who, 'gate.approve'));
		const status = moved(refresh.status, 'gate.approve');
		if (refresh.snapshotId !== snapshot)
			throw new Problem(
				409,
				'The data were made again since you opened this page. Look at the new report first.'
			);
		const [approvals, researcher, report] = await Promise.all([
			approvalStore.approvals(tx, workspace.id, snapshot),
			approvalStore.everMember(tx, workspace.projectId, who.id),
			store.report(tx, id)
		]);
		const gate = gateOf(report);
		insist(mayApproveGate(who, { gate, approvals, researcher }));
		if (!gate.acknowledge.every((sentence) => acknowledged.includes(sentence)))
			throw new Problem(409, 'Tick each thing that the report asks you to have seen.');
		workspaceMoved(workspace.status, 'refresh.open');
		const role = partOf(who) ?? 'data-manager';
		const approval = { workspace: workspace.id, snapshot, person: who.id, role, note, at };
		await approvalStore.approve(tx, approval);
		const open = approvals.length === 1;
		// the database takes the workspace over to the new cut in the same act
		if (open) {
			await store.setStatus(tx, id, { status, at });
			const passed = await gates.gateOfSnapshot(tx, workspace.id, snapshot);
			if (passed) await jobs.send(tx, 'gate.sign', { gate: passed.id }, passed.id);
		}
		return {
			result: { open },
			event: {
				action: 'gate.approve',
				subject: { kind: 'workspace', id: workspace.id },
				organisation: workspace.organisationId,
				detail: { refresh: id, role, snapshot, open, base: refresh.base },
				at
			}
		};
	});
}
