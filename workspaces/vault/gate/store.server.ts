import { bind, type Sql } from '#platform/db.server.ts';
import type { GateManifest } from '#domain/workspaces/gates/manifest.ts';

/** A gate as the vault reads it, under its own database role. */
export type GateRow = {
	readonly id: string;
	readonly status: string;
	readonly statusSince: Temporal.Instant;
	readonly snapshotId: string | null;
	readonly projectNumber: bigint;
	readonly projectTitle: string;
	readonly endsOn: Temporal.PlainDate;
	readonly approvals: readonly {
		readonly role: string;
		readonly person: string;
		readonly personId: string;
		readonly at: string;
		/** Whether this person is or was a researcher of the project. */
		readonly researcher: boolean;
	}[];
	readonly waivers: GateManifest['waivers'];
	readonly isService: boolean;
};

export type Signed = {
	readonly manifest: string;
	readonly sha256: string;
	readonly signature: string;
	readonly keyId: string;
};

export async function gateOf(sql: Sql, person: string, gate: string): Promise<GateRow | null> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<GateRow[]>`
			select
				g.id, g.status, g.status_since, g.snapshot_id, p.number as project_number,
				p.title as project_title, p.ends_on,
				coalesce((
					select jsonb_agg(jsonb_build_object(
						'role', a.role, 'person', coalesce(who.name, ''), 'personId', a.person_id,
						'at', to_json(a.at) #>> '{}', 'researcher', app.researched(p.id, a.person_id)
					) order by a.at, a.role)
					from gate_approval a
					left join person who on who.id = a.person_id
					where a.workspace_id = g.workspace_id and a.snapshot_id = g.snapshot_id
				), '[]'::jsonb) as approvals,
				coalesce((
					select jsonb_agg(jsonb_build_object(
						'limit', v.limit_name, 'reason', v.reason, 'until', v.until,
						'approver', coalesce(by.name, 'a privacy officer')
					) order by v.granted_at, v.id)
					from gate_waiver v
					left join person by on by.id = v.granted_by
					where v.workspace_id = g.workspace_id and v.limit_name = any (g.waived) and v.ended_at is null
				), '[]'::jsonb) as waivers,
				app.has_role('system') as is_service
			from gate g
			join workspace w on w.id = g.workspace_id
			join project p on p.id = w.project_id
			where g.id = ${gate}
		`
	);
	return row ?? null;
}

export async function signedOf(sql: Sql, person: string, gate: string): Promise<Signed | null> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<Signed[]>`
			select manifest, sha256, signature, key_id from gate_manifest where gate_id = ${gate}
		`
	);
	return row ?? null;
}

/** Keeps a manifest; one that was there first stays, and is what holds. */
export async function keep(
	sql: Sql,
	person: string,
	gate: string,
	{ manifest, sha256, signature, keyId }: Signed,
	at: Temporal.Instant
): Promise<void> {
	await bind(sql, person).write(
		(tx) => tx`
			insert into gate_manifest (gate_id, manifest, sha256, signature, key_id, signed_at)
			values (${gate}, ${manifest}, ${sha256}, ${signature}, ${keyId}, ${at})
			on conflict (gate_id) do nothing
		`
	);
}

/** Whether this person opens gates, and the snapshot is at one. */
export async function mayAsk(sql: Sql, person: string, snapshot: string): Promise<boolean> {
	const [row] = await bind(sql, person).read(
		(tx) => tx<{ may: boolean }[]>`
			select app.has_role('data-manager', 'privacy-officer')
				and exists (select from gate g where g.snapshot_id = ${snapshot}) as may
		`
	);
	return row?.may ?? false;
}
