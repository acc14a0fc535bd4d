import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as refreshes from '../refresh/store.server.ts';
import * as workspaces from '../store.server.ts';
import { moved } from '../workspace.ts';
import type { Ground } from './life.ts';
import * as store from './store.server.ts';

type Order = {
	readonly workspace: string;
	/** The cut that may not be used any more. */
	readonly snapshot: string;
	readonly ground: Ground;
	/** Whose data, when a controller withdraws them. */
	readonly controller: string | null;
	/** Which condition, when one requires it. */
	readonly condition: string;
	readonly reason: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Withdraws a cut before the study's end, which is a decision of a person on a ground, kept for
 * good. When it is the cut in use the workspace stops at once, what runs there too; new data may
 * take its place. Answers the workspace's id.
 * @throws Problem 403 | 404; 409 when it is no cut of the workspace or was withdrawn before.
 */
export const withdraw = (db: Bound, who: Actor, order: Order): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { workspace: id, snapshot, ground, controller, condition, reason, at } = order;
		const workspace = await workspaces.lock(tx, id);
		insist(may(who, 'workspace.withdraw'));
		const [cuts, before] = await Promise.all([refreshes.cuts(tx, id), store.withdrawals(tx, id)]);
		if (!cuts.some(({ snapshotId }) => snapshotId === snapshot))
			throw new Problem(409, 'This workspace has never worked with these data.');
		if (before.some(({ snapshotId }) => snapshotId === snapshot))
			throw new Problem(409, 'These data were withdrawn before.');
		if (ground === 'controller' && controller === null)
			throw new Problem(409, 'Say which controller withdraws its data.');
		await store.withdraw(tx, {
			workspace: id,
			person: who.id,
			snapshotId: snapshot,
			ground,
			controllerCode: ground === 'controller' ? controller : null,
			condition,
			reason,
			at
		});
		const used = workspace.snapshotId === snapshot;
		// what was archived stays put away; it cannot come back on these data
		const stops = used && workspace.status !== 'archived';
		const status = stops ? moved(workspace.status, 'workspace.withdraw') : workspace.status;
		if (stops) await store.setLife(tx, id, { status, reason, at });
		return {
			result: id,
			event: {
				action: 'workspace.withdraw',
				subject: { kind: 'workspace', id },
				organisation: workspace.organisationId,
				detail: {
					snapshot,
					ground,
					controller,
					condition,
					reason,
					from: workspace.status,
					to: status
				},
				at
			}
		};
	});
