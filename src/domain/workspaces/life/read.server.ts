import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may, rolesWith, type Action } from '#domain/people/permissions.ts';
import { roleName } from '#domain/people/roles.ts';
import type { Bound } from '#platform/db.server.ts';
import * as refreshes from '../refresh/store.server.ts';
import * as workspaces from '../store.server.ts';
import { moves, type MoveName, type Status } from '../workspace.ts';
import { changes, groundNames } from './life.ts';
import * as store from './store.server.ts';
import { changeWords, happenings, moveWords } from './words.ts';

/** Moves that a person makes on this page or the gate's, in the order of a life. */
const shown = [
	'workspace.make-read-only',
	'workspace.suspend',
	'workspace.resume',
	'workspace.withdraw',
	'workspace.archive',
	'workspace.revive',
	'workspace.destroy'
] as const satisfies readonly MoveName[];

const possible = (status: Status, move: MoveName) =>
	(moves[move].from as readonly Status[]).includes(status);

/** Who has the ball, in words; null when nobody waits. */
function ball(status: Status, destruction: store.Destruction | null): string | null {
	if (status === 'suspended') return 'a data manager to take it up again or archive it';
	if (status === 'withdrawn') return 'a data manager to make new data or archive it';
	if (status !== 'archived' || !destruction) return null;
	return destruction.confirmedAt === null
		? 'a privacy officer to confirm the destruction'
		: 'the vault to destroy it';
}

/**
 * How a workspace stands, what happened to it and what may happen next, for one reader.
 * @throws Problem 404.
 */
export function lifePage(db: Bound, who: Actor, id: string) {
	return db.read(async (tx) => {
		const found = await workspaces.find(tx, id);
		const [reason, cuts, withdrawals, archives, destruction, events, controllers] =
			await Promise.all([
				store.reasonOf(tx, id),
				refreshes.cuts(tx, id),
				store.withdrawals(tx, id),
				store.archives(tx, id),
				store.destruction(tx, id),
				timeline(tx, 'workspace', id, 200),
				may(who, 'workspace.withdraw').allowed ? store.controllers(tx) : []
			]);
		const { status } = found;
		const can = (action: Action, move: MoveName) =>
			may(who, action).allowed && possible(status, move);
		const gone = withdrawals.map(({ snapshotId }) => snapshotId);
		return {
			id,
			project: { id: found.projectId, number: String(found.projectNumber) },
			status,
			reason,
			since: found.statusSince.toString(),
			endsOn: found.endsOn.toString(),
			waiting: ball(status, destruction),
			next: shown
				.filter((move) => possible(status, move))
				.map((move) => ({
					what: moveWords[move] ?? move,
					to: moves[move].to,
					who:
						move === 'workspace.destroy'
							? 'data manager, then privacy officer'
							: rolesWith(move)
									.filter((role) => role !== 'system')
									.map(roleName)
									.join(', ')
				})),
			changes: changes
				.filter((change) => can(change, change))
				.map((change) => ({ change, ...changeWords[change] })),
			withdraws: can('workspace.withdraw', 'workspace.withdraw')
				? {
						cuts: cuts
							.filter(({ snapshotId }) => !gone.includes(snapshotId))
							.map(({ number, snapshotId }) => ({
								value: snapshotId,
								label: `Data ${String(number)}${snapshotId === found.snapshotId ? ', in use' : ''}`
							})),
						controllers: controllers.map(({ code, name }) => ({ value: code, label: name }))
					}
				: null,
			archives: can('workspace.archive', 'workspace.archive'),
			revives:
				can('workspace.revive', 'workspace.revive') &&
				destruction === null &&
				!gone.includes(found.snapshotId ?? ''),
			asksDestruction:
				can('workspace.ask-destruction', 'workspace.destroy') && destruction === null,
			confirms:
				can('workspace.confirm-destruction', 'workspace.destroy') &&
				destruction !== null &&
				destruction.confirmedAt === null &&
				destruction.askedBy !== who.id,
			destruction: destruction && {
				reason: destruction.reason,
				askedAt: destruction.askedAt.toString(),
				certified: destruction.certificate !== null,
				sha256: destruction.sha256,
				keyId: destruction.keyId
			},
			withdrawals: withdrawals.map((one) => ({
				number: cuts.find(({ snapshotId }) => snapshotId === one.snapshotId)?.number ?? 0,
				ground: groundNames[one.ground],
				whose: one.controllerCode ?? one.condition,
				reason: one.reason,
				by: one.by ?? 'Somebody of the service',
				at: one.at.toString()
			})),
			archived: archives.map(({ number, reason: why, at, revivedAt }) => ({
				number,
				reason: why,
				at: at.toString(),
				revivedAt: revivedAt?.toString() ?? null
			})),
			timeline: events
				.filter(({ action }) => action in happenings)
				.map(({ at, who: actor, action, detail }) => ({
					at: at.toString(),
					who: actor ?? 'The service',
					what: happenings[action] ?? action,
					note: reasonIn(detail)
				}))
		};
	});
}

function reasonIn(detail: unknown): string | null {
	const said = (detail as { readonly reason?: unknown } | null)?.reason;
	return typeof said === 'string' && said !== '' ? said : null;
}

/** The certificate of a destroyed workspace in the bytes that were signed; null before there is one. */
export const certificateOf = (db: Bound, id: string) =>
	db.read(async (tx) => {
		await workspaces.find(tx, id); // 404 for who may not see that there is one
		return store.destruction(tx, id);
	});
