import type { Sql } from '#platform/db.server.ts';
import type { Interval } from './meter.ts';

/** Writes intervals of one start of a host; those that are there already stay as they are. */
export async function writeIntervals(
	sql: Sql,
	host: string,
	intervals: readonly Interval[]
): Promise<void> {
	await sql.begin(async (tx) => {
		for (const { number, workspace, from, to, cpuMs, memoryMibMs } of intervals)
			await tx`
				insert into usage_interval (host, number, workspace_id, from_at, to_at, cpu_ms, memory_mib_ms)
				values (${host}, ${number}, ${workspace}, ${from}, ${to}, ${cpuMs}, ${memoryMibMs})
				on conflict do nothing
			`;
	});
}

/** Why nothing more may be run in a workspace this month; null while something may. */
export async function cappedBy(
	sql: Sql,
	workspace: string,
	at: Temporal.Instant
): Promise<string | null> {
	const [row] = await sql<{ because: string | null }[]>`
		select app.usage_capped(${workspace}, ${at}) as because
	`;
	return row?.because ?? null;
}

export type Kept = {
	readonly workspaceId: string;
	readonly snapshots: readonly string[];
	readonly textBytes: bigint;
};

/** What every workspace keeps: its cuts by name, and the bytes of what is saved in the database. */
export const kept = (sql: Sql): Promise<Kept[]> =>
	sql<Kept[]>`select workspace_id, snapshots, text_bytes from app.usage_kept()`;

/** Notes the bytes that a workspace keeps in this hour; the most that was measured in it counts. */
export async function noteStorage(
	sql: Sql,
	{ workspace, bytes, at }: { workspace: string; bytes: bigint; at: Temporal.Instant }
): Promise<void> {
	await sql`
		insert into usage_storage (workspace_id, hour, bytes)
		values (${workspace}, date_trunc('hour', ${at}::timestamptz, 'UTC'), ${bytes})
		on conflict (workspace_id, hour) do update
		set bytes = excluded.bytes
		where usage_storage.bytes < excluded.bytes
	`;
}
