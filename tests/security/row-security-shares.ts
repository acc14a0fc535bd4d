import { randomUUID } from 'node:crypto';
import { personId } from '#db/seed/people.ts';
import type { Tx } from '#platform/db.server.ts';
import { at } from './row-security-scene.ts';

/** An extract of a project that several vaults make: who is there, what it is, and a part of it. */
export async function shares(tx: Tx, project: string, number: number): Promise<void> {
	const snapshot = `s${String(number).padStart(24, '0')}`;
	await tx`insert into vault_presence values (${randomUUID()}, ${at})`;
	await tx`
		insert into extract_share (snapshot_id, project_id, person_id, people, begun_at)
		values (${snapshot}, ${project}, ${personId('ingrid')}, 1000, ${at})
	`;
	await tx`insert into extract_part (snapshot_id, stage, number) values (${snapshot}, 1, 0)`;
}
