import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { everMember } from '../approvals/store.server.ts';
import { limitsOf } from '../limits.ts';
import { seesReport } from '../policy.ts';
import * as workspaces from '../store.server.ts';
import { gateView, waiverView, type GateView } from './view.ts';
import * as store from './store.server.ts';

/** The gate of a workspace's data, for those who open gates; null for everybody else. */
export async function standingOf(
	tx: Tx,
	who: Actor,
	{ id, projectId, snapshotId }: workspaces.Workspace,
	report: Record<string, unknown> | null,
	at: Temporal.Instant
): Promise<GateView | null> {
	if (!seesReport(who)) return null;
	const gate = await store.gateOfSnapshot(tx, id, snapshotId);
	if (!gate) return null;
	const today = londonDay(at);
	const [moved, waivers, signed, hindered, researcher] = await Promise.all([
		store.history(tx, gate.id),
		store.waivers(tx, id),
		store.signed(tx, gate.id),
		store.hinders(tx, id, snapshotId, today),
		everMember(tx, projectId, who.id)
	]);
	const limits = limitsOf(report);
	return gateView(who, { gate, moved, waivers, limits, signed, hindered, researcher, today });
}

/** Waivers that the data in use lean on, and why they may not be used today: for members too. */
export async function leanings(
	tx: Tx,
	workspace: string,
	snapshot: string | null,
	at: Temporal.Instant
) {
	const today = londonDay(at);
	const gate = snapshot === null ? null : await store.gateOfSnapshot(tx, workspace, snapshot);
	if (!gate) return { hindered: null, waivers: [] };
	const [waivers, hindered] = await Promise.all([
		store.waivers(tx, workspace),
		store.hinders(tx, workspace, snapshot, today)
	]);
	return {
		hindered,
		waivers: waivers
			.map((waiver) => waiverView(waiver, today, gate.waived))
			.filter(({ leanedOn, inForce }) => leanedOn && inForce)
	};
}

/** The signed manifest of a workspace's data, byte for byte. @throws Problem 404. */
export const manifestOf = (db: Bound, who: Actor, workspace: string) =>
	db.read(async (tx) => {
		const found = await workspaces.find(tx, workspace);
		const gate = await store.gateOfSnapshot(tx, workspace, found.snapshotId);
		const signed = gate && seesReport(who) ? await store.signed(tx, gate.id) : null;
		if (!signed) throw new Problem(404, 'There is no signed manifest of these data.');
		return signed;
	});

/** The snapshot that a trial is made over. @throws Problem 403 | 404. */
export const whatIfPage = (db: Bound, who: Actor, workspace: string) =>
	db.read(async (tx) => {
		const found = await workspaces.find(tx, workspace);
		if (!seesReport(who)) throw new Problem(404, 'There is no such page.');
		return {
			id: found.id,
			project: { id: found.projectId, number: String(found.projectNumber) },
			projectTitle: found.projectTitle,
			snapshot: found.snapshotId
		};
	});
