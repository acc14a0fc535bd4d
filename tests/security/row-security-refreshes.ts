import { personId } from '#db/seed/people.ts';
import type { Tx } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { at } from './row-security-scene.ts';

type Ids = {
	readonly workspace: string;
	readonly project: string;
	readonly lead: string;
	/** A key that signed something of this project. */
	readonly key: string;
	readonly id: (n: number) => string;
};

/**
 * New data at the gate of a workspace, and what is kept of its life: a cut that was withdrawn, the
 * times it was put away, its end, and who was told of it.
 */
export async function refreshes(tx: Tx, { workspace, project, lead, key, id }: Ids): Promise<void> {
	const [refresh, manager, officer] = [id(60), personId('ingrid'), personId('farah')];
	await tx`
		insert into refresh (
			id, workspace_id, asked_by, reason, base_snapshot, cut_on, status, snapshot_id, asked_at, status_since
		)
		values (
			${refresh}, ${workspace}, ${personId('ingrid')}, 'The yearly refresh', 'snap', '2026-11-23', 'gate',
			'snap-2', ${at}, ${at}
		)
	`;
	await tx`insert into refresh_report values (${refresh}, 'snap-2', '{}')`;
	await tx`insert into refresh_step (refresh_id, position, name, status) values (${refresh}, 1, 'cut', 'done')`;
	await tx`
		insert into data_withdrawal (workspace_id, snapshot_id, ground, reason, decided_by, at)
		values (${workspace}, 'snap', 'incident', 'A wrong file', ${officer}, ${at})
	`;
	await tx`
		insert into archive (workspace_id, number, archived_by, reason, inventory, at)
		values (${workspace}, 1, ${manager}, 'Written up', '{}', ${at})
	`;
	await tx`
		insert into destruction (workspace_id, asked_by, reason, asked_at)
		values (${workspace}, ${manager}, 'The agreement says so', ${at})
	`;
	await tx`
		insert into destruction_certificate (workspace_id, certificate, sha256, signature, key_id, at)
		values (${workspace}, ${workspace}, ${sha256(workspace)}, 'x', ${key}, ${at})
	`;
	await tx`insert into end_notice values (${project}, ${lead}, '2026-12-31', 30, true, ${at})`;
	await tx`
		insert into mail (person_id, about, subject, words, at)
		values (${lead}, ${workspace}, 'It ends soon', 'Words', ${at})
	`;
}
