import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import * as workspaces from '../store.server.ts';
import * as store from './store.server.ts';

type Order = {
	readonly workspace: string;
	readonly cpuHours: number;
	readonly memoryHours: number;
	readonly reason: string;
	readonly at: Temporal.Instant;
};

/** Sets what a workspace may use in a month, with a reason. @throws Problem 403 | 404. */
export const setCap = (db: Bound, who: Actor, order: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, order.workspace);
		insist(may(who, 'workspace.set-cap'));
		const from = await store.caps(tx, workspace.id);
		await store.setCaps(tx, { ...order, person: who.id });
		const { cpuHours, memoryHours, reason, at } = order;
		return {
			result: undefined,
			event: {
				action: 'workspace.set-cap',
				subject: { kind: 'workspace', id: workspace.id },
				organisation: workspace.organisationId,
				detail: {
					from: `${String(from.cpuHours)} CPU-hours, ${String(from.memoryHours)} GiB-hours`,
					to: `${String(cpuHours)} CPU-hours, ${String(memoryHours)} GiB-hours`,
					reason
				},
				at
			}
		};
	});

type Choice = {
	readonly workspace: string;
	readonly driver: 'host' | 'jupyterhub';
	readonly at: Temporal.Instant;
};

/** Chooses what opens live places of a workspace. @throws Problem 403 | 404. */
export const setDriver = (
	db: Bound,
	who: Actor,
	{ workspace: id, driver, at }: Choice
): Promise<void> =>
	act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		insist(may(who, 'workspace.set-driver'));
		const from = await store.driver(tx, id);
		if (from !== driver) await store.setDriver(tx, id, driver);
		return {
			result: undefined,
			event:
				from === driver
					? []
					: {
							action: 'workspace.set-driver',
							subject: { kind: 'workspace', id },
							organisation: workspace.organisationId,
							detail: { from, to: driver },
							at
						}
		};
	});
