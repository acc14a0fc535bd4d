import type { Tx } from '#platform/db.server.ts';
import { personId } from '#db/seed/people.ts';

const at = Temporal.Instant.from('2026-11-23T10:00:00Z');

/** The rules of an extract and what its key was granted and used for, as vault and staff leave them. */
export async function keys(
	tx: Tx,
	{
		workspace,
		project,
		grant,
		number
	}: { workspace: string; project: string; grant: string; number: number }
): Promise<void> {
	const manager = personId('ingrid');
	const fingerprint = `${String(number)}${'0'.repeat(15)}`;
	const snapshot = `s${String(number)}${'0'.repeat(23)}`;
	await tx`insert into extract_rules values (${workspace}, 1, '{}', 'A reason', ${manager}, ${at})`;
	await tx`
		insert into key_grant values (${grant}, ${project}, ${manager}, 'extract', 1, ${fingerprint}, ${at}, '2027-11-01')
	`;
	await tx`
		insert into key_use
		values (${project}, ${snapshot}, 'person', ${grant}, ${manager}, 100, ${'0'.repeat(64)}, ${at})
	`;
	await tx`insert into key_end values (${project}, ${manager}, ${fingerprint}, ${at})`;
}
