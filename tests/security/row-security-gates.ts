import { personId } from '#db/seed/people.ts';
import type { Tx } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { at } from './row-security-scene.ts';

/** A gate that was passed, with a waiver it leans on and its signed manifest. */
export async function gates(
	tx: Tx,
	{
		workspace,
		gate,
		key
	}: { readonly workspace: string; readonly gate: string; readonly key: string }
): Promise<void> {
	const manifest = `{"gate":"${gate}"}`;
	// what leads to what has tests of its own: here are rows to hide, and nothing is to move them
	await tx`set local session_replication_role = replica`;
	await tx`delete from gate_history where gate_id in (select id from gate where workspace_id = ${workspace})`;
	await tx`delete from gate where workspace_id = ${workspace}`;
	await tx`
		insert into gate (id, workspace_id, snapshot_id, status, status_since, waived)
		values (${gate}, ${workspace}, 'snap', 'released', ${at}, '{smallest-group}')
	`;
	await tx`insert into gate_history values (${gate}, 1, null, 'released', ${at})`;
	await tx`
		insert into gate_waiver (workspace_id, limit_name, reason, until, granted_by, granted_at)
		values (${workspace}, 'smallest-group', 'A rare disease', '2027-05-01', ${personId('farah')}, ${at})
	`;
	await tx`insert into signing_key values (${key}, ${`PEM ${key}`}, ${at})`;
	await tx`
		insert into gate_manifest (gate_id, manifest, sha256, signature, key_id, signed_at)
		values (${gate}, ${manifest}, ${sha256(manifest)}, ${Buffer.alloc(64).toString('base64')}, ${key}, ${at})
	`;
	await tx`set local session_replication_role = origin`;
}
