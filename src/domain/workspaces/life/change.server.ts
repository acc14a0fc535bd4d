import { act } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import { service, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import * as projects from '#domain/projects/store.server.ts';
import { moved as projectMoved, moves as ofProjects } from '#domain/projects/project.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { dayInWords, londonDay } from '#platform/time.ts';
import * as workspaces from '../store.server.ts';
import { moved } from '../workspace.ts';
import { projectMoves, type Change, type WithProject } from './life.ts';
import * as store from './store.server.ts';
import { endedOpen } from './due.store.server.ts';

type Order = {
	readonly workspace: string;
	readonly change: Change;
	readonly reason: string;
	readonly at: Temporal.Instant;
};

type Step = {
	readonly workspace: workspaces.Workspace;
	readonly move: WithProject;
	readonly reason: string;
	readonly at: Temporal.Instant;
	readonly detail?: NonNullable<Event['detail']>;
};

/**
 * Moves a workspace and its project together, by their tables, and gives the event. The database
 * tells the host, so that what runs there stops at once when it may not go on.
 * @throws Problem 409 when either cannot go this way.
 */
export async function step(tx: Tx, { workspace, move, reason, at, detail }: Step): Promise<Event> {
	const status = moved(workspace.status, move);
	await store.setLife(tx, workspace.id, { status, reason, at });
	const with_ = projectMoves[move];
	const { to } = ofProjects[with_];
	const project = await projects.lock(tx, workspace.projectId);
	if (project.status !== to)
		await projects.setStatus(tx, project.id, projectMoved(project.status, with_), at);
	return {
		action: move,
		subject: { kind: 'workspace', id: workspace.id },
		organisation: workspace.organisationId,
		detail: { from: workspace.status, to: status, project: to, reason, ...detail },
		at
	};
}

/** Makes a workspace read-only, suspends it, or lets it go on, with a reason. @throws Problem 403 | 404 | 409. */
export const changeLife = (
	db: Bound,
	who: Actor,
	{ workspace: id, change, reason, at }: Order
): Promise<void> =>
	act(db, who, async (tx) => {
		const workspace = await workspaces.lock(tx, id);
		insist(may(who, change));
		return { result: undefined, event: await step(tx, { workspace, move: change, reason, at }) };
	});

/** For the clock: an open workspace is read-only from the day after its study's end. */
export async function endStudies(db: Bound, at: Temporal.Instant): Promise<void> {
	const today = londonDay(at);
	for (const id of await db.read((tx) => endedOpen(tx, today)))
		await act(db, service, async (tx) => {
			const workspace = await workspaces.lock(tx, id);
			if (workspace.status !== 'open' || Temporal.PlainDate.compare(today, workspace.endsOn) <= 0)
				return { result: undefined, event: [] };
			const reason = `The study ended on ${dayInWords(workspace.endsOn)}.`;
			const move = 'workspace.make-read-only';
			return { result: undefined, event: await step(tx, { workspace, move, reason, at }) };
		});
}
