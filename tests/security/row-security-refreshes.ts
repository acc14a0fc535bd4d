import { personId } from '#db/seed/people.ts';
import type { Tx } from '#platform/db.server.ts';
import { at } from './row-security-scene.ts';

type Ids = { readonly workspace: string; readonly id: (n: number) => string };

/** New data at the gate of a workspace, and the cut that it works with. */
export async function refreshes(tx: Tx, { workspace, id }: Ids): Promise<void> {
	const refresh = id(60);
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
}
