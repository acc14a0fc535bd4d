import { personId } from '#db/seed/people.ts';
import type { Tx } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { at, type Cast } from './row-security-scene.ts';

type Ids = {
	readonly project: string;
	readonly output: string;
	readonly id: (n: number) => string;
};

/** A signed release of a project's request, what people were told of it, and its regular release. */
export async function releases(tx: Tx, cast: Cast, { project, output, id }: Ids): Promise<void> {
	const [release, regular, run] = [id(50), id(51), id(52)];
	const lead = personId(cast.lead);
	const manifest = `{"release":"${release}"}`;
	const key = `${String(cast.number)}${'0'.repeat(15)}`;
	// who approved what has tests of its own: here are rows to hide, and nothing is to refuse them
	await tx`set local session_replication_role = replica`;
	await tx`
		insert into release (id, request_id, project_id, title, files, released_at, position)
		values (${release}, ${output}, ${project}, 'A table', '[]', ${at}, ${cast.number})
	`;
	await tx`update output_request set status = 'released', released_at = ${at} where id = ${output}`;
	await tx`insert into release_lost values (${release}, 'The folder is gone.', ${at})`;
	await tx`insert into signing_key values (${key}, ${`PEM ${key}`}, ${at})`;
	await tx`
		insert into release_manifest (release_id, manifest, sha256, signature, key_id, signed_at)
		values (${release}, ${manifest}, ${sha256(manifest)}, ${Buffer.alloc(64).toString('base64')}, ${key}, ${at})
	`;
	await tx`
		insert into notice (person_id, kind, subject_kind, subject_id, title, at)
		values (${lead}, 'output.released', 'output', ${output}, 'A table', ${at})
	`;
	await tx`
		insert into regular_release (
			id, project_id, from_request, proposed_by, title, file_name, specification, control, policy_version, schedule,
			reason, ends_on, status, proposed_at, approved_at, status_since
		)
		values (
			${regular}, ${project}, ${output}, ${lead}, 'A table', 'a.csv', '{}', 'suppress', 1, 'monthly',
			'A dashboard', '2027-05-01', 'in_force', ${at}, ${at}, ${at}
		)
	`;
	await tx`insert into regular_vote values (${regular}, ${personId('carlos')}, 'approve', '', ${at})`;
	await tx`
		insert into regular_run (id, regular_id, period, status, started_at, finished_at)
		values (${run}, ${regular}, '2026-12', 'desk', ${at}, ${at})
	`;
	await tx`insert into regular_result values (${run}, 'snap', 'review', ${sha256('x')}, 1, ${at})`;
	await tx`set local session_replication_role = origin`;
}
