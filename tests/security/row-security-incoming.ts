import { sha256 } from '#platform/digest.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { at } from './row-security-scene.ts';

type Ids = {
	readonly workspace: string;
	readonly lead: string;
	readonly organisation: string;
	readonly id: (n: number) => string;
};

/** What comes into a project: a file that waits, a package that is asked for, a list of codes. */
export async function incoming(tx: Tx, { workspace, lead, organisation, id }: Ids): Promise<void> {
	await tx`
		insert into ingress_file (
			workspace_id, name, kind, media, sha256, bytes, purpose, findings, preview, status, status_since, sent_by, sent_at
		)
		values (
			${workspace}, 'areas.csv', 'table', 'text/csv', ${sha256(workspace)}, 10, 'Names of areas', '[]', '', 'waiting',
			${at}, ${lead}, ${at}
		)
	`;
	await tx`
		insert into library_request (workspace_id, language, package, purpose, status, status_since, asked_by, asked_at)
		values (${workspace}, 'r', 'survminer', 'Curves', 'waiting', ${at}, ${lead}, ${at})
	`;
	const [list, version] = [id(80), id(81)];
	await tx`insert into code_list values (${list}, ${organisation}, 'Asthma', 'snomed', '', ${lead}, ${at})`;
	await tx`
		insert into code_list_version values (${version}, ${list}, 1, '', ${sha256('codes')}, 1, ${lead}, ${at})
	`;
	await tx`insert into code_list_code values (${version}, 1, '195967001', 'Asthma', 317009, 'Asthma', 'Condition')`;
}
