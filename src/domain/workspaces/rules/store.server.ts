import type { Json } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';

export type Version = {
	readonly version: number;
	/** JSON text: the driver would turn the names inside to camel case. */
	readonly choices: string;
	readonly reason: string;
	readonly setBy: string | null;
	readonly at: Temporal.Instant;
};

/** Every version of the rules that data managers have set for a workspace, newest first. */
export const versions = (tx: Tx, workspace: string): Promise<Version[]> =>
	tx<Version[]>`
		select x.version, x.choices::text as choices, x.reason, p.name as set_by, x.at
		from extract_rules x
		left join person p on p.id = x.set_by
		where x.workspace_id = ${workspace}
		order by x.version desc
	`;

export async function add(
	tx: Tx,
	set: {
		readonly workspace: string;
		readonly choices: Json;
		readonly reason: string;
		readonly person: string;
		readonly at: Temporal.Instant;
	}
): Promise<number> {
	const { workspace, choices, reason, person, at } = set;
	const [row] = await tx<{ version: number }[]>`
		insert into extract_rules (workspace_id, version, choices, reason, set_by, at)
		select ${workspace}, coalesce(max(version), 0) + 1, ${tx.json(choices)}, ${reason}, ${person}, ${at}
		from extract_rules
		where workspace_id = ${workspace}
		returning version
	`;
	return row?.version ?? 0;
}

export type Approved = {
	/** JSON text of the application's "safe data" answers. */
	readonly safeData: string;
	/** JSON text of the cohort that was counted before, if any. */
	readonly cohort: string | null;
};

/** What the approved application of a workspace's project asks for; null when the reader may not see it. */
export async function approved(tx: Tx, workspace: string): Promise<Approved | null> {
	const [row] = await tx<Approved[]>`
		select coalesce(a.answers -> 'safe-data', '{}'::jsonb)::text as safe_data, f.cohort::text as cohort
		from workspace w
		join project p on p.id = w.project_id
		join application a on a.id = p.application_id
		left join feasibility f on f.id = a.feasibility_id
		where w.id = ${workspace}
	`;
	return row ?? null;
}

/** Dataset and "table.column" of every offered column that names an organisation (class C05). */
export const organisationColumns = (tx: Tx): Promise<{ dataset: string; name: string }[]> =>
	tx<{ dataset: string; name: string }[]>`
		select dataset_code as dataset, table_name || '.' || name as name
		from dataset_column
		where class = 'C05'
	`;
