import type { Tx } from '#platform/db.server.ts';
import type { Pinned } from '#domain/disclosure/policies/pinned.server.ts';
import type { VotedFile } from '../review/ballot.ts';
import type { RunStatus } from './regular.ts';

export type Over = { readonly id: string; readonly why: 'ended' | 'project' | 'checkers' };

/**
 * Standing approvals that are past their end date, whose project no longer works, or that two people
 * who may stand behind them no longer do.
 */
export const over = (tx: Tx, today: Temporal.PlainDate): Promise<Over[]> =>
	tx<Over[]>`
		select
			d.id,
			case
				when d.ends_on < ${today} then 'ended'
				when p.status in ('suspended', 'closing', 'closed') then 'project'
				else 'checkers'
			end as why
		from regular_release d
		join project p on p.id = d.project_id
		where d.status = 'in_force'
		  and (
			d.ends_on < ${today}
			or p.status in ('suspended', 'closing', 'closed')
			or not app.definition_approved(d.id)
		  )
		order by d.id
	`;

/** Those with something to do: a run is due, the data were refreshed, or a run was broken off. */
export async function due(tx: Tx, today: Temporal.PlainDate): Promise<string[]> {
	const rows = await tx<{ id: string }[]>`
		select d.id
		from regular_release d
		join project p on p.id = d.project_id
		join workspace w on w.project_id = p.id
		where d.status = 'in_force'
		  and d.ends_on >= ${today}
		  and p.status = 'active'
		  and w.status = 'open'
		  and app.definition_approved(d.id)
		  and (
			d.next_on <= ${today}
			or (d.schedule = 'refresh' and w.snapshot_id is distinct from ${lastSnapshot(tx)})
			or exists (select from regular_run u where u.regular_id = d.id and u.status = 'running')
		  )
		order by d.id
	`;
	return rows.map(({ id }) => id);
}

/** The data that were computed on last; before the first run those of the released table. */
const lastSnapshot = (tx: Tx) => tx`
	coalesce((
		select c.snapshot_id
		from regular_result c
		join regular_run u on u.id = c.run_id
		where u.regular_id = d.id
		order by c.computed_at desc
		limit 1
	), d.base_snapshot)
`;

export async function snapshotBefore(tx: Tx, regular: string): Promise<string | null> {
	const [row] = await tx<{ last: string | null }[]>`
		select ${lastSnapshot(tx)} as last from regular_release d where d.id = ${regular}
	`;
	return row?.last ?? null;
}

export type Run = {
	readonly id: string;
	readonly period: string;
	readonly status: RunStatus;
	readonly reason: string;
	readonly startedAt: Temporal.Instant;
	readonly finishedAt: Temporal.Instant | null;
	/** The request it made; null when it made none, or the reader may not see it. */
	readonly requestId: string | null;
	readonly requestStatus: string | null;
	readonly snapshotId: string | null;
	readonly verdict: 'pass' | 'review' | 'fail' | null;
};

/** The runs of a regular release, the latest first. */
export const runs = (tx: Tx, regular: string, limit = 50): Promise<Run[]> =>
	tx<Run[]>`
		select
			u.id, u.period, u.status, u.reason, u.started_at, u.finished_at, r.id as request_id,
			r.status as request_status, c.snapshot_id, c.verdict
		from regular_run u
		left join output_request r on r.regular_run_id = u.id
		left join regular_result c on c.run_id = u.id
		where u.regular_id = ${regular}
		order by u.started_at desc, u.id desc
		limit ${limit}
	`;

/** Begins a period's run; null when it was begun before. */
export async function begin(
	tx: Tx,
	run: { regular: string; period: string; status: RunStatus; reason: string; at: Temporal.Instant }
): Promise<string | null> {
	const [row] = await tx<{ id: string }[]>`
		insert into regular_run (regular_id, period, status, reason, started_at, finished_at)
		values (
			${run.regular}, ${run.period}, ${run.status}, ${run.reason}, ${run.at},
			${run.status === 'running' ? null : run.at}
		)
		on conflict (regular_id, period) do nothing
		returning id
	`;
	return row?.id ?? null;
}

export async function finish(
	tx: Tx,
	run: string,
	to: { status: Exclude<RunStatus, 'running'>; reason: string; at: Temporal.Instant }
): Promise<void> {
	await tx`
		update regular_run
		set status = ${to.status}, reason = ${to.reason}, finished_at = ${to.at}
		where id = ${run} and status = 'running'
	`;
}

/** Takes a last run that failed up again; false when it did not fail. */
export async function retry(tx: Tx, regular: string): Promise<boolean> {
	const [row] = await tx<{ done: boolean }[]>`select app.retry_run(${regular}) as done`;
	return row?.done ?? false;
}

/** Tells the people of a regular release's project that a run gave no table. */
export async function tellFailed(tx: Tx, regular: string, at: Temporal.Instant): Promise<void> {
	await tx`select app.tell_of_run(${regular}, ${at})`;
}

/** A request that a run makes for the person who proposed it. */
export async function insertRequest(
	tx: Tx,
	made: {
		run: string;
		project: string;
		person: string;
		title: string;
		purpose: string;
		description: string;
		policy: Pick<Pinned, 'version' | 'versions'>;
		at: Temporal.Instant;
	}
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into output_request (
			project_id, created_by, status, title, purpose, description, policy_version, policy_versions,
			regular_run_id, created_at, status_since
		)
		values (
			${made.project}, ${made.person}, 'draft', ${made.title}, ${made.purpose}, ${made.description},
			${made.policy.version}, ${[...made.policy.versions]}, ${made.run}, ${made.at}, ${made.at}
		)
		returning id
	`;
	if (!row) throw new Error('The request was not stored.');
	return row.id;
}

/** The standing approval that covers these files now; null when none does. The database decides. */
export async function covering(
	tx: Tx,
	request: string,
	files: readonly VotedFile[],
	at: Temporal.Instant
): Promise<string | null> {
	const [row] = await tx<{ regular: string | null }[]>`
		select app.standing_approval(${request}, ${tx.json(files)}, ${at}) as regular
	`;
	return row?.regular ?? null;
}
