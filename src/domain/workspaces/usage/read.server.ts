import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import * as runs from '../runs/store.server.ts';
import * as workspaces from '../store.server.ts';
import * as store from './store.server.ts';
import { dayView, size, used } from './view.ts';

/** What a workspace used this month, of what, and where its people work. @throws Problem 404. */
export const usagePage = (db: Bound, who: Actor, workspace: string, at: Temporal.Instant) =>
	db.read(async (tx) => {
		const found = await workspaces.find(tx, workspace);
		const since = at.subtract({ hours: 24 * 31 });
		const [month, days, stored, caps, capped, driver, seat] = await Promise.all([
			store.month(tx, workspace, at),
			store.days(tx, workspace, since),
			store.stored(tx, workspace),
			store.caps(tx, workspace),
			store.capped(tx, workspace, at),
			store.driver(tx, workspace),
			runs.seat(tx, found.projectId, who.id)
		]);
		return {
			id: workspace,
			project: { id: found.projectId, title: found.projectTitle },
			member: seat !== null,
			used: used(month, caps),
			days: days.map(dayView),
			stored: stored === null ? null : size(stored),
			caps,
			capped,
			driver,
			mayDecide: may(who, 'workspace.set-cap').allowed
		};
	});

/** Only who has a seat may start or stop anything in a workspace. @throws Problem 404 for all others. */
export const insistMember = (db: Bound, who: Actor, workspace: string): Promise<void> =>
	db.read(async (tx) => {
		const found = await workspaces.find(tx, workspace);
		if ((await runs.seat(tx, found.projectId, who.id)) === null)
			throw new Problem(404, 'You have no place in this workspace.');
	});
