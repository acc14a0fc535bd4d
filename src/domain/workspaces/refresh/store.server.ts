import { provisioningSteps } from '#domain/projects/provisioning.ts';
import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Step } from '../store.server.ts';
import type { Refresh, Status } from './refresh.ts';

const columns = (tx: Tx) => tx`
	r.id, r.workspace_id, r.reason, r.base_snapshot as base, r.cut_on, r.status, r.snapshot_id,
	r.contents, r.difference, r.asked_at, r.status_since
`;

const none = () => new Problem(404, 'There are no such new data.');

/** @throws Problem 404 when there is none that the reader may see. */
export async function find(tx: Tx, id: string): Promise<Refresh> {
	const [found] = await tx<Refresh[]>`select ${columns(tx)} from refresh r where r.id = ${id}`;
	if (!found) throw none();
	return found;
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, id: string): Promise<Refresh> {
	const [row] = await tx`select id from refresh where id = ${id} for update`;
	if (!row) throw none();
	return find(tx, id);
}

/** The refresh of a workspace that is under way; null for none. */
export async function current(tx: Tx, workspace: string): Promise<Refresh | null> {
	const [found] = await tx<Refresh[]>`
		select ${columns(tx)}
		from refresh r
		where r.workspace_id = ${workspace} and r.status in ('making', 'gate')
	`;
	return found ?? null;
}

/** Those that are over, the latest first. */
export const past = (tx: Tx, workspace: string, limit = 20): Promise<Refresh[]> =>
	tx<Refresh[]>`
		select ${columns(tx)}
		from refresh r
		where r.workspace_id = ${workspace} and r.status in ('opened', 'dropped')
		order by r.asked_at desc
		limit ${limit}
	`;

/** A refresh with every step waiting. Answers its id. */
export async function insert(
	tx: Tx,
	asked: {
		readonly workspace: string;
		readonly person: string;
		readonly reason: string;
		readonly base: string;
		readonly cutOn: Temporal.PlainDate;
		readonly at: Temporal.Instant;
	}
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into refresh (
			workspace_id, asked_by, reason, base_snapshot, cut_on, status, asked_at, status_since
		)
		values (
			${asked.workspace}, ${asked.person}, ${asked.reason}, ${asked.base}, ${asked.cutOn}, 'making',
			${asked.at}, ${asked.at}
		)
		returning id
	`;
	if (!row) throw new Error('The refresh was not stored.');
	const steps = provisioningSteps.map(({ name }, index) => ({
		refreshId: row.id,
		position: index + 1,
		name,
		status: 'waiting'
	}));
	await tx`insert into refresh_step ${tx(steps, 'refreshId', 'position', 'name', 'status')}`;
	return row.id;
}

export async function setStatus(
	tx: Tx,
	id: string,
	to: { readonly status: Status; readonly at: Temporal.Instant }
): Promise<void> {
	await tx`update refresh set status = ${to.status}, status_since = ${to.at} where id = ${id}`;
}

/** What the vault sealed, with its report for those who open the gate. */
export async function setSnapshot(
	tx: Tx,
	id: string,
	sealed: {
		readonly snapshot: string;
		readonly contents: Json;
		readonly difference: Json;
		readonly report: Json;
	}
): Promise<void> {
	const { snapshot, contents, difference, report: made } = sealed;
	await tx`
		update refresh
		set snapshot_id = ${snapshot}, contents = ${tx.json(contents)}, difference = ${tx.json(difference)}
		where id = ${id}
	`;
	await tx`
		insert into refresh_report (refresh_id, snapshot_id, report)
		values (${id}, ${snapshot}, ${tx.json(made)})
		on conflict (refresh_id) do update
		set snapshot_id = excluded.snapshot_id, report = excluded.report
	`;
}

/** The vault's report; null before there is one, and for who may not read it. */
export async function report(tx: Tx, id: string): Promise<Record<string, unknown> | null> {
	const [row] = await tx<{ report: Record<string, unknown> }[]>`
		select p.report
		from refresh_report p
		join refresh r on r.id = p.refresh_id and r.snapshot_id = p.snapshot_id
		where r.id = ${id}
	`;
	return row?.report ?? null;
}

export const steps = (tx: Tx, id: string): Promise<Step[]> =>
	tx<Step[]>`
		select position, name, status, detail, attempts, started_at, finished_at
		from refresh_step
		where refresh_id = ${id}
		order by position
	`;

/** Notes how a step went; one that was not known yet is added. */
export async function noteStep(
	tx: Tx,
	id: string,
	step: Pick<Step, 'position' | 'name' | 'detail'> & {
		readonly status: 'running' | 'done' | 'failed';
		readonly at: Temporal.Instant;
	}
): Promise<void> {
	const { position, name, status, detail, at } = step;
	const running = status === 'running';
	await tx`
		insert into refresh_step (refresh_id, position, name, status, detail, attempts, started_at, finished_at)
		values (
			${id}, ${position}, ${name}, ${status}, ${detail}, ${running ? 1 : 0}, ${at}, ${running ? null : at}
		)
		on conflict (refresh_id, position) do update
		set name = excluded.name,
		    status = excluded.status,
		    detail = excluded.detail,
		    attempts = refresh_step.attempts + excluded.attempts,
		    started_at = case when ${running} then excluded.started_at else coalesce(refresh_step.started_at, excluded.started_at) end,
		    finished_at = excluded.finished_at
	`;
}

/** Marks the first step that is not done as failed, with the reason that staff see. */
export async function failStep(
	tx: Tx,
	id: string,
	reason: string,
	at: Temporal.Instant
): Promise<void> {
	await tx`
		update refresh_step
		set status = 'failed', detail = ${reason}, finished_at = ${at}
		where refresh_id = ${id}
		  and position = (
			select min(position) from refresh_step where refresh_id = ${id} and status <> 'done'
		  )
	`;
}

/** Puts failed steps back in the line. */
export async function resetSteps(tx: Tx, id: string): Promise<void> {
	await tx`
		update refresh_step
		set status = 'waiting', detail = '', finished_at = null
		where refresh_id = ${id} and status in ('failed', 'running')
	`;
}

export type Cut = {
	readonly number: number;
	readonly snapshotId: string;
	readonly openedAt: Temporal.Instant;
};

/** Every cut that was opened for a workspace, the latest first. */
export const cuts = (tx: Tx, workspace: string): Promise<Cut[]> =>
	tx<Cut[]>`
		select number, snapshot_id, opened_at
		from data_cut
		where workspace_id = ${workspace}
		order by number desc
	`;
