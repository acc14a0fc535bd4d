import { act } from '#domain/audit/act.server.ts';
import { holds, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { peopleSeenInAProject, rowsOfPeopleADay } from '../budget.ts';
import { seat } from '../runs/store.server.ts';
import * as workspaces from '../store.server.ts';
import * as store from './store.server.ts';

type Order = {
	readonly workspace: string;
	readonly rows: store.RowPolicy;
	/** What the page showed: another setting meanwhile is somebody else's. */
	readonly before: store.RowPolicy;
	readonly reason: string;
	readonly at: Temporal.Instant;
};

/**
 * Sets how many rows of people a screen shows in a workspace. It holds from the next cell on.
 * @throws Problem 403 unless a data manager; 404; 409 when it was changed meanwhile.
 */
export const setRowsShown = (db: Bound, who: Actor, asked: Order): Promise<void> =>
	act(db, who, async (tx) => {
		const { workspace, rows, before, reason, at } = asked;
		await workspaces.find(tx, workspace);
		insist(may(who, 'workspace.set-rows-shown'));
		const { organisationId, status } = await workspaces.lock(tx, workspace);
		if (status === 'destroyed')
			throw new Problem(409, 'This workspace was destroyed, so nothing is shown in it.');
		if ((await store.policyOf(tx, workspace)) !== before)
			throw new Problem(
				409,
				'This was changed in another tab or by somebody else. Look at it again and decide anew.'
			);
		await store.setPolicy(tx, workspace, rows);
		return {
			result: undefined,
			event: {
				action: 'workspace.set-rows-shown',
				subject: { kind: 'workspace', id: workspace },
				organisation: organisationId,
				detail: { from: before, to: rows, reason },
				at
			}
		};
	});

/** Rows on screens: the setting, and how many people members were shown. @throws Problem 404. */
export const viewingPage = (db: Bound, who: Actor, workspace: string) =>
	db.read(async (tx) => {
		const found = await workspaces.find(tx, workspace);
		const watches = holds(who, ['data-manager', 'privacy-officer', 'auditor']);
		if (!watches && (await seat(tx, found.projectId, who.id)) === null)
			throw new Problem(404, 'There is no such workspace.');
		const [rowsShown, seen] = await Promise.all([
			store.policyOf(tx, workspace),
			store.seen(tx, found.projectId)
		]);
		return {
			workspace,
			project: {
				id: found.projectId,
				number: String(found.projectNumber),
				title: found.projectTitle
			},
			rowsShown,
			watches,
			maySet: may(who, 'workspace.set-rows-shown').allowed && found.status !== 'destroyed',
			rowsADay: rowsOfPeopleADay,
			peopleAtMost: peopleSeenInAProject,
			seen: seen.map(({ personId, name, people, halfAt, allAt }) => ({
				id: personId,
				name: personId === who.id ? 'You' : (name ?? 'A member'),
				people: Number(people),
				halfAt: halfAt?.toString() ?? null,
				allAt: allAt?.toString() ?? null
			}))
		};
	});
