import type { Tx } from '#platform/db.server.ts';
import { personId } from '#db/seed/people.ts';

const at = Temporal.Instant.from('2026-11-23T10:00:00Z');

/** What a workspace used, its cap, an alert, and what billing took: a row in each table. */
export async function usage(
	tx: Tx,
	{ workspace, project }: { workspace: string; project: string }
): Promise<void> {
	await tx`insert into usage_interval values (${crypto.randomUUID()}, 0, ${workspace}, ${at}, ${at}, 100, 100)`;
	await tx`insert into usage_storage values (${workspace}, date_trunc('hour', ${at}::timestamptz, 'UTC'), 1000)`;
	await tx`insert into usage_cap values (${workspace}, 10, 10, 'A reason', ${personId('ingrid')}, ${at})`;
	await tx`insert into usage_alert values (${workspace}, '2026-11-01', 'cpu', 'near', ${at})`;
	await tx`insert into usage_line values (${workspace}, ${project}, '2026-10-01', 'compute-cpu-hour', 1, ${at})`;
}
