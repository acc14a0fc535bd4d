import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Status } from './states.ts';

export type Gate = {
	readonly id: string;
	readonly workspaceId: string;
	readonly snapshotId: string | null;
	readonly status: Status;
	readonly statusSince: Temporal.Instant;
	readonly reason: string;
	/** Limits that its report passes by a waiver alone. */
	readonly waived: readonly string[];
};

/** The gate of a snapshot; of the first extract when it has none yet. Null for none. */
export async function gateOfSnapshot(
	tx: Tx,
	workspace: string,
	snapshot: string | null
): Promise<Gate | null> {
	const [found] = await tx<Gate[]>`
		select id, workspace_id, snapshot_id, status, status_since, reason, waived
		from gate
		where workspace_id = ${workspace}
		  and (snapshot_id = ${snapshot} or (${snapshot}::text is null and refresh_id is null))
		order by status_since desc
		limit 1
	`;
	return found ?? null;
}

/** @throws Problem 404 when there is none that the reader may see. */
export async function find(tx: Tx, id: string): Promise<Gate> {
	const [found] = await tx<Gate[]>`
		select id, workspace_id, snapshot_id, status, status_since, reason, waived
		from gate
		where id = ${id}
	`;
	if (!found) throw new Problem(404, 'There is no such gate.');
	return found;
}

/** As `find`, and nobody else moves it until the transaction ends. @throws Problem 404. */
export async function lock(tx: Tx, id: string): Promise<Gate> {
	await tx`select id from gate where id = ${id} for update`;
	return find(tx, id);
}

export type Moved = { readonly to: Status; readonly at: Temporal.Instant };

/** Every state that a gate has been in, the first one first. */
export const history = (tx: Tx, gate: string): Promise<Moved[]> =>
	tx<Moved[]>`
		select to_status as to, at
		from gate_history
		where gate_id = ${gate}
		order by position
	`;

export async function revoke(
	tx: Tx,
	gate: string,
	{ reason, at }: { readonly reason: string; readonly at: Temporal.Instant }
): Promise<void> {
	await tx`
		update gate set status = 'revoked', status_since = ${at}, reason = ${reason} where id = ${gate}
	`;
}

export type Waiver = {
	readonly id: string;
	readonly limitName: string;
	readonly reason: string;
	readonly until: Temporal.PlainDate;
	readonly grantedBy: string | null;
	readonly grantedAt: Temporal.Instant;
	readonly endedAt: Temporal.Instant | null;
};

/** Every waiver of a workspace, the latest first. */
export const waivers = (tx: Tx, workspace: string): Promise<Waiver[]> =>
	tx<Waiver[]>`
		select v.id, v.limit_name, v.reason, v.until, p.name as granted_by, v.granted_at, v.ended_at
		from gate_waiver v
		left join person p on p.id = v.granted_by
		where v.workspace_id = ${workspace}
		order by v.granted_at desc
	`;

type Granted = {
	readonly workspace: string;
	readonly limit: string;
	readonly reason: string;
	readonly until: Temporal.PlainDate;
	readonly person: string;
	readonly at: Temporal.Instant;
};

export async function grant(tx: Tx, waiver: Granted): Promise<string> {
	const { workspace, limit, reason, until, person, at } = waiver;
	const [row] = await tx<{ id: string }[]>`
		insert into gate_waiver (workspace_id, limit_name, reason, until, granted_by, granted_at)
		values (${workspace}, ${limit}, ${reason}, ${until}, ${person}, ${at})
		returning id
	`;
	return row?.id ?? '';
}

/** Ends a waiver. False when it had ended, or is not there. */
export async function end(
	tx: Tx,
	{
		workspace,
		waiver,
		at
	}: { readonly workspace: string; readonly waiver: string; readonly at: Temporal.Instant }
): Promise<boolean> {
	const ended = await tx`
		update gate_waiver
		set ended_at = ${at}
		where id = ${waiver} and workspace_id = ${workspace} and ended_at is null
		returning id
	`;
	return ended.length === 1;
}

/** Why these data may not be used on a day; null when they may be. */
export async function hinders(
	tx: Tx,
	workspace: string,
	snapshot: string | null,
	day: Temporal.PlainDate
): Promise<string | null> {
	const [row] = await tx<{ because: string | null }[]>`
		select app.gate_hinders(${workspace}, ${snapshot}, ${day}) as because
	`;
	return row?.because ?? null;
}

export type Signed = {
	readonly manifest: string;
	readonly sha256: string;
	readonly signature: string;
	readonly keyId: string;
	readonly signedAt: Temporal.Instant;
};

export async function signed(tx: Tx, gate: string): Promise<Signed | null> {
	const [row] = await tx<Signed[]>`
		select manifest, sha256, signature, key_id, signed_at from gate_manifest where gate_id = ${gate}
	`;
	return row ?? null;
}

/** Gates that were passed and whose manifest is not signed. */
export async function unsigned(tx: Tx): Promise<string[]> {
	const found = await tx<{ id: string }[]>`
		select g.id
		from gate g
		where g.status = 'released'
		  and g.snapshot_id is not null
		  and not exists (select from gate_manifest m where m.gate_id = g.id)
		order by g.status_since
	`;
	return found.map(({ id }) => id);
}
