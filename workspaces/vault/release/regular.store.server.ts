import { bind, type Sql } from '#platform/db.server.ts';

/** A run with its definition, as the vault reads it. */
export type RunRow = {
	readonly projectId: string;
	readonly projectStatus: string;
	readonly workspace: string;
	readonly snapshot: string | null;
	readonly status: string;
	/** Two people who may approve it did, and still may. */
	readonly approved: boolean;
	readonly endsOn: Temporal.PlainDate;
	readonly specification: string;
	readonly control: 'none' | 'suppress' | 'round';
	/** Those that the approved table was made under, and those that hold for the project today. */
	readonly policies: readonly unknown[];
	readonly isService: boolean;
};
export type OpenRun = RunRow & { readonly snapshot: string };

export async function runOf(
	sql: Sql,
	person: string,
	run: string,
	day: Temporal.PlainDate
): Promise<RunRow | null> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<(Omit<RunRow, 'policies'> & { policies: string })[]>`
			select
				d.project_id, p.status as project_status, w.status as workspace, w.snapshot_id as snapshot, d.status,
				app.definition_approved(d.id) as approved, d.ends_on, d.specification::text as specification, d.control,
				(
					select json_agg(y.content)::text
					from disclosure_policy y
					where y.version = d.policy_version
					   or y.version = any (o.policy_versions)
					   or y.version in (select app.policies_of(d.project_id, ${day}))
				) as policies,
				app.has_role('system') as is_service
			from regular_run u
			join regular_release d on d.id = u.regular_id
			join output_request o on o.id = d.from_request
			join project p on p.id = d.project_id
			join workspace w on w.project_id = p.id
			where u.id = ${run}
		`
	);
	return row === undefined ? null : { ...row, policies: JSON.parse(row.policies) as unknown[] };
}

type Result = {
	readonly snapshotId: string;
	readonly verdict: 'pass' | 'review' | 'fail';
	readonly sha256: string;
	readonly bytes: number;
};

/** Notes what was computed; a run that is taken up again finds it there and changes nothing. */
export async function keep(
	sql: Sql,
	person: string,
	run: string,
	{ snapshotId, verdict, sha256, bytes }: Result,
	at: Temporal.Instant
): Promise<void> {
	await bind(sql, person).write(
		(tx) => tx`
			insert into regular_result (run_id, snapshot_id, verdict, sha256, bytes, computed_at)
			values (${run}, ${snapshotId}, ${verdict}, ${sha256}, ${bytes}, ${at})
			on conflict (run_id) do nothing
		`
	);
}
