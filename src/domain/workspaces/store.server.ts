import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Status as ProjectStatus } from '#domain/projects/project.ts';
import type { Status } from './workspace.ts';

export type Workspace = {
	readonly id: string;
	readonly projectId: string;
	readonly organisationId: string;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly projectStatus: ProjectStatus;
	readonly startsOn: Temporal.PlainDate;
	readonly endsOn: Temporal.PlainDate;
	readonly status: Status;
	readonly snapshotId: string | null;
	/** Tables and columns of the snapshot, as its report lists them, without a count. */
	readonly contents: Json;
	readonly openedAt: Temporal.Instant | null;
	readonly statusSince: Temporal.Instant;
};

const none = () => new Problem(404, 'There is no such workspace.');

/** A workspace with its project. @throws Problem 404 when there is none that the reader may see. */
export async function find(tx: Tx, id: string): Promise<Workspace> {
	const [found] = await tx<Workspace[]>`
		select
			w.id, w.project_id, p.organisation_id, p.number as project_number, p.title as project_title,
			p.status as project_status, p.starts_on, p.ends_on, w.status, w.snapshot_id, w.contents,
			w.opened_at, w.status_since
		from workspace w
		join project p on p.id = w.project_id
		where w.id = ${id}
	`;
	if (!found) throw none();
	return found;
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, id: string): Promise<Workspace> {
	const [row] = await tx`select id from workspace where id = ${id} for update`;
	if (!row) throw none();
	return find(tx, id);
}

export async function setStatus(
	tx: Tx,
	id: string,
	to: { status: Status; at: Temporal.Instant }
): Promise<void> {
	await tx`
		update workspace
		set status = ${to.status},
		    status_since = ${to.at},
		    opened_at = case when ${to.status} = 'open' then ${to.at} else opened_at end
		where id = ${id}
	`;
}

/** What the vault sealed: its name, what is in it, and the report for those who open the gate. */
export async function setSnapshot(
	tx: Tx,
	id: string,
	sealed: { readonly snapshot: string; readonly contents: Json; readonly report: Json }
): Promise<void> {
	const { snapshot, contents, report } = sealed;
	await tx`
		update workspace
		set snapshot_id = ${snapshot}, contents = ${tx.json(contents)}
		where id = ${id}
	`;
	await tx`
		insert into workspace_report (workspace_id, snapshot_id, report)
		values (${id}, ${snapshot}, ${tx.json(report)})
		on conflict (workspace_id) do update
		set snapshot_id = excluded.snapshot_id, report = excluded.report
	`;
}

/** The vault's report of the snapshot; null before there is one, and for who may not read it. */
export async function report(tx: Tx, id: string): Promise<Record<string, unknown> | null> {
	const [row] = await tx<{ report: Record<string, unknown> }[]>`
		select r.report
		from workspace_report r
		join workspace w on w.id = r.workspace_id and w.snapshot_id = r.snapshot_id
		where w.id = ${id}
	`;
	return row?.report ?? null;
}

export type Step = {
	readonly position: number;
	readonly name: string;
	readonly status: 'waiting' | 'running' | 'done' | 'failed';
	readonly detail: string;
	readonly attempts: number;
	readonly startedAt: Temporal.Instant | null;
	readonly finishedAt: Temporal.Instant | null;
};

export const steps = (tx: Tx, workspace: string): Promise<Step[]> =>
	tx<Step[]>`
		select position, name, status, detail, attempts, started_at, finished_at
		from provisioning_step
		where workspace_id = ${workspace}
		order by position
	`;

/** Notes how a step went; a step that the workspace did not know yet is added. */
export async function noteStep(
	tx: Tx,
	workspace: string,
	step: {
		position: number;
		name: string;
		status: 'running' | 'done' | 'failed';
		detail: string;
		at: Temporal.Instant;
	}
): Promise<void> {
	const { position, name, status, detail, at } = step;
	const running = status === 'running';
	await tx`
		insert into provisioning_step (workspace_id, position, name, status, detail, attempts, started_at, finished_at)
		values (
			${workspace}, ${position}, ${name}, ${status}, ${detail}, ${running ? 1 : 0}, ${at},
			${running ? null : at}
		)
		on conflict (workspace_id, position) do update
		set name = excluded.name,
		    status = excluded.status,
		    detail = excluded.detail,
		    attempts = provisioning_step.attempts + excluded.attempts,
		    started_at = case when ${running} then excluded.started_at else coalesce(provisioning_step.started_at, excluded.started_at) end,
		    finished_at = excluded.finished_at
	`;
}

/** Marks the step that was under way as failed, with the reason that staff see. */
export async function failRunningStep(
	tx: Tx,
	workspace: string,
	reason: string,
	at: Temporal.Instant
): Promise<void> {
	await tx`
		update provisioning_step
		set status = 'failed', detail = ${reason}, finished_at = ${at}
		where workspace_id = ${workspace}
		  and position = (
			select min(position)
			from provisioning_step
			where workspace_id = ${workspace} and status <> 'done'
		  )
	`;
}

/** Puts failed steps back in the line. */
export async function resetSteps(tx: Tx, workspace: string): Promise<void> {
	await tx`
		update provisioning_step
		set status = 'waiting', detail = '', finished_at = null
		where workspace_id = ${workspace} and status in ('failed', 'running')
	`;
}

/** Moves the project that the workspace belongs to; its own states are in projects/project.ts. */
export async function activateProject(
	tx: Tx,
	project: string,
	at: Temporal.Instant
): Promise<void> {
	await tx`
		update project set status = 'active', status_since = ${at}
		where id = ${project} and status = 'provisioning'
	`;
}

/** The id of a project's workspace. @throws Problem 404. */
export async function ofProject(tx: Tx, project: string): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		select id from workspace where project_id = ${project}
	`;
	if (!row) throw none();
	return row.id;
}
