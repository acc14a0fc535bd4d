import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import * as approvalStore from '../approvals/store.server.ts';
import { gateOf, mayApproveGate, partOf } from '../gate.ts';
import { seesReport } from '../policy.ts';
import { listName, reportOf } from '../report.ts';
import * as workspaces from '../store.server.ts';
import { stepView } from '../view.ts';
import { mayAsk, mayRetry } from './policy.ts';
import { differenceOf, type Refresh } from './refresh.ts';
import * as store from './store.server.ts';

const shortView = (refresh: Refresh) => ({
	id: refresh.id,
	reason: refresh.reason,
	status: refresh.status,
	askedAt: refresh.askedAt.toString(),
	since: refresh.statusSince.toString(),
	difference: differenceOf(refresh.difference)
});

/**
 * The data of a workspace: every cut it worked with, the one being made with its steps and how it
 * differs, and for those who open gates its report and gate. @throws Problem 404.
 */
export function dataPage(db: Bound, who: Actor, workspace: string) {
	return db.read(async (tx) => {
		const found = await workspaces.find(tx, workspace);
		const current = await store.current(tx, workspace);
		const reads = seesReport(who);
		const [cuts, past, steps, stored, approvals, researcher] = await Promise.all([
			store.cuts(tx, workspace),
			store.past(tx, workspace),
			current ? store.steps(tx, current.id) : [],
			current && reads ? store.report(tx, current.id) : null,
			current?.snapshotId && reads
				? approvalStore.approvals(tx, workspace, current.snapshotId)
				: [],
			approvalStore.everMember(tx, found.projectId, who.id)
		]);
		const gate = gateOf(stored);
		const failed = steps.some(({ status }) => status === 'failed');
		const verdict = mayApproveGate(who, { gate, approvals, researcher });
		const asks = mayAsk(who, found, current);
		const report = reportOf(stored);
		return {
			id: found.id,
			project: {
				id: found.projectId,
				number: String(found.projectNumber),
				title: found.projectTitle
			},
			cuts: cuts.map(({ number, snapshotId, openedAt }) => ({
				number,
				snapshot: snapshotId,
				at: openedAt.toString(),
				inUse: snapshotId === found.snapshotId
			})),
			past: past.map(shortView),
			asks: may(who, 'refresh.ask').allowed
				? { may: asks.allowed, because: asks.allowed ? null : asks.because }
				: null,
			current: current && {
				...shortView(current),
				snapshot: current.snapshotId,
				steps: steps.map((step) => stepView(step, reads)),
				mayRetry: mayRetry(who, { status: current.status, gate, failed }).allowed,
				mayDrop: may(who, 'refresh.drop').allowed,
				report: report && {
					...report,
					lists: report.lists.map((list) => ({ ...list, title: listName(list.name) }))
				},
				gate:
					reads && current.status === 'gate'
						? {
								verdict: gate.verdict,
								reasons: [...gate.reasons],
								acknowledge: [...gate.acknowledge],
								snapshot: current.snapshotId,
								part: partOf(who),
								may: verdict.allowed,
								because: verdict.allowed ? null : verdict.because,
								approvals: approvals.map(({ name, role, note, at }) => ({
									name: name ?? 'Somebody of the service',
									role,
									note,
									at: at.toString()
								}))
							}
						: null
			}
		};
	});
}
