import { wholeDatasets } from '#domain/catalogue/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { members } from '#domain/projects/store.server.ts';
import type { Bound } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import * as approvalStore from './approvals/store.server.ts';
import { rowsOfPeopleADay } from './budget.ts';
import { dictionary } from './dictionary.ts';
import { gateOf, mayApproveGate, partOf } from './gate.ts';
import { leanings, standingOf } from './gates/read.server.ts';
import { hindrance, mayRetry, seesReport } from './policy.ts';
import { listName, readContents, reportOf } from './report.ts';
import * as runs from './runs/store.server.ts';
import * as store from './store.server.ts';
import { daysLeft, runView, stepView } from './view.ts';

type Asked = {
	readonly workspace: string;
	readonly page: number;
	/** An earlier run whose text is asked for. */
	readonly run: string | null;
	readonly at: Temporal.Instant;
};

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const about = (found: store.Workspace) => ({
	id: found.id,
	status: found.status,
	since: found.statusSince.toString(),
	project: {
		id: found.projectId,
		number: String(found.projectNumber),
		title: found.projectTitle,
		status: found.projectStatus
	}
});

/**
 * The workspace page for one person. Members get tables and their own history; staff see how it
 * stands and no data. @throws Problem 404 when the reader may not see that it exists.
 */
export function openPage(db: Bound, who: Actor, { workspace, page, run, at }: Asked) {
	return db.read(async (tx) => {
		const found = await store.find(tx, workspace);
		const today = londonDay(at);
		const project = found.projectId;
		const seat = await runs.seat(tx, project, who.id);
		const standing = { ...found, seat, today };
		const shared = {
			...about(found),
			member: seat !== null,
			hindrance: hindrance(who, standing),
			termsAccepted: seat?.termsAccepted ?? false,
			endsOn: found.endsOn.toString(),
			daysLeft: daysLeft(today, found.endsOn)
		};
		const [people, datasets, history, chosen, shown] = await Promise.all([
			members(tx, project),
			seat && found.status === 'open' ? wholeDatasets(tx) : [],
			seat ? runs.mine(tx, { workspace, person: who.id, page }) : { runs: [], total: 0 },
			seat && run !== null && isId(run) ? runs.one(tx, { workspace, person: who.id, run }) : null,
			seat ? runs.shownOn(tx, { project, person: who.id, day: today }) : 0
		]);
		return {
			...shared,
			people: people.map(({ personId, name, role }) => ({
				name: name ?? 'A member',
				role: role === 'lead' ? 'leads the project' : 'researcher',
				you: personId === who.id
			})),
			gate: await leanings(tx, workspace, found.snapshotId, at),
			tables: seat ? dictionary(readContents(found.contents), datasets) : [],
			history: {
				runs: history.runs.map((one) => runView(one, at)),
				page,
				size: runs.pageSize,
				total: history.total
			},
			chosen: chosen && { sql: chosen.sql, ...runView(chosen, at) },
			budget: { shown, of: rowsOfPeopleADay }
		};
	});
}

/** The steps, and for those who open gates the report and the gate. @throws Problem 404. */
export function provisioningPage(db: Bound, who: Actor, workspace: string, at: Temporal.Instant) {
	return db.read(async (tx) => {
		const found = await store.find(tx, workspace);
		const reads = seesReport(who);
		const [steps, stored, approvals, researcher] = await Promise.all([
			store.steps(tx, workspace),
			reads ? store.report(tx, workspace) : null,
			reads && found.snapshotId !== null
				? approvalStore.approvals(tx, workspace, found.snapshotId)
				: [],
			approvalStore.everMember(tx, found.projectId, who.id)
		]);
		const gate = gateOf(stored);
		const failed = steps.some(({ status }) => status === 'failed');
		const verdict = mayApproveGate(who, { gate, approvals, researcher });
		const retry = mayRetry(who, { status: found.status, gate, failed });
		const report = reportOf(stored);
		const standing = await standingOf(tx, who, found, stored, at);
		return {
			...about(found),
			standing,
			reads,
			failed,
			steps: steps.map((step) => stepView(step, reads)),
			mayRetry: retry.allowed,
			report: report && {
				...report,
				lists: report.lists.map((list) => ({ ...list, title: listName(list.name) }))
			},
			gate: reads
				? {
						...gate,
						reasons: [...gate.reasons],
						acknowledge: [...gate.acknowledge],
						snapshot: found.snapshotId,
						part: partOf(who),
						verdict: gate.verdict,
						may: found.status === 'gate' && verdict.allowed,
						because: verdict.allowed ? null : verdict.because,
						approvals: approvals.map(({ name, role, note, at }) => ({
							name: name ?? 'Somebody of the service',
							role,
							note,
							at: at.toString()
						}))
					}
				: null
		};
	});
}
