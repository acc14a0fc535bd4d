import type { Tx } from '#platform/db.server.ts';
import type { MonthUsed, UsageLine } from './usage.ts';

export type Unbilled = MonthUsed & {
	readonly workspaceId: string;
	readonly projectId: string;
	readonly organisationId: string;
};

/** Months of workspaces that are over and not recorded yet; for the service alone. */
export const unbilled = (tx: Tx, at: Temporal.Instant): Promise<Unbilled[]> =>
	tx<Unbilled[]>`
		select workspace_id, project_id, organisation_id, month, cpu_ms, memory_mib_ms, byte_hours::text
		from app.usage_unbilled(${at})
	`;

/** Adds a month's lines; false when another process has just done so. */
export async function addLines(
	tx: Tx,
	month: Unbilled,
	lines: readonly UsageLine[],
	at: Temporal.Instant
): Promise<boolean> {
	const added = await tx`
		insert into usage_line (workspace_id, project_id, month, item, quantity, at)
		select ${month.workspaceId}, ${month.projectId}, ${month.month}, item, quantity, ${at}
		from unnest(${lines.map(({ item }) => item)}::text[], ${lines.map(({ quantity }) => quantity)}::numeric[]) l (item, quantity)
		on conflict do nothing
		returning item
	`;
	return added.length > 0;
}
