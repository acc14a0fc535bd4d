import type { Tx } from '#platform/db.server.ts';

export type Month = {
	readonly cpuMs: bigint;
	readonly memoryMibMs: bigint;
	readonly byteHours: string;
};
export type Day = {
	readonly day: Temporal.PlainDate;
	readonly cpuMs: bigint;
	readonly memoryMibMs: bigint;
};
export type Caps = { readonly cpuHours: number; readonly memoryHours: number };

/** What a workspace used in the month of an instant; null when nothing was counted in it. */
export async function month(
	tx: Tx,
	workspace: string,
	at: Temporal.Instant
): Promise<Month | null> {
	const [row] = await tx<Month[]>`
		select cpu_ms, memory_mib_ms, byte_hours::text
		from usage_month
		where workspace_id = ${workspace} and month = app.month_of(${at})
	`;
	return row ?? null;
}

/** The last days on which something was used, newest first. */
export const days = (tx: Tx, workspace: string, since: Temporal.Instant): Promise<Day[]> =>
	tx<Day[]>`
		select
			(to_at at time zone 'Europe/London')::date as day,
			sum(cpu_ms)::bigint as cpu_ms,
			sum(memory_mib_ms)::bigint as memory_mib_ms
		from usage_interval
		where workspace_id = ${workspace} and to_at >= ${since}
		group by 1
		order by 1 desc
	`;

/** Bytes that it keeps, as last measured; null before that. */
export async function stored(tx: Tx, workspace: string): Promise<bigint | null> {
	const [row] = await tx<{ bytes: bigint }[]>`
		select bytes from usage_storage where workspace_id = ${workspace} order by hour desc limit 1
	`;
	return row?.bytes ?? null;
}

export async function caps(tx: Tx, workspace: string): Promise<Caps> {
	const [row] = await tx<Caps[]>`select cpu_hours, memory_hours from app.usage_caps(${workspace})`;
	return row ?? { cpuHours: 0, memoryHours: 0 };
}

/** Why nothing more may be run this month; null while something may. */
export async function capped(
	tx: Tx,
	workspace: string,
	at: Temporal.Instant
): Promise<string | null> {
	const [row] = await tx<{ because: string | null }[]>`
		select app.usage_capped(${workspace}, ${at}) as because
	`;
	return row?.because ?? null;
}

export async function setCaps(
	tx: Tx,
	order: Caps & { workspace: string; reason: string; person: string; at: Temporal.Instant }
): Promise<void> {
	const { workspace, cpuHours, memoryHours, reason, person, at } = order;
	await tx`
		insert into usage_cap (workspace_id, cpu_hours, memory_hours, reason, set_by, at)
		values (${workspace}, ${cpuHours}, ${memoryHours}, ${reason}, ${person}, ${at})
		on conflict (workspace_id) do update
		set cpu_hours = excluded.cpu_hours, memory_hours = excluded.memory_hours,
		    reason = excluded.reason, set_by = excluded.set_by, at = excluded.at
	`;
}

export async function driver(tx: Tx, workspace: string): Promise<'host' | 'jupyterhub'> {
	const [row] = await tx<{ driver: 'host' | 'jupyterhub' }[]>`
		select driver from workspace where id = ${workspace}
	`;
	return row?.driver ?? 'host';
}

export async function setDriver(
	tx: Tx,
	workspace: string,
	to: 'host' | 'jupyterhub'
): Promise<void> {
	await tx`update workspace set driver = ${to} where id = ${workspace}`;
}
