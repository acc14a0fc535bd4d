import { organisationId, personId, type OrganisationKey, type PersonKey } from '#db/seed/people.ts';
import type { Tx } from '#platform/db.server.ts';
import { sha256 } from '#platform/digest.server.ts';
import { at } from './row-security-scene.ts';

type Written = {
	readonly workspace: string;
	readonly organisation: OrganisationKey;
	readonly lead: PersonKey;
	readonly id: (thing: number) => string;
};

/** What members write, send in and ask for: a notebook, a shared file, a package and a code list. */
export async function written(
	tx: Tx,
	{ workspace, organisation, lead, id }: Written
): Promise<void> {
	const person = personId(lead);
	const [notebook, list, version] = [id(80), id(81), id(82)];
	await tx`
		insert into notebook (id, workspace_id, kind, name, revision, created_by, created_at, saved_at)
		values (${notebook}, ${workspace}, 'notebook', 'A notebook', 1, ${person}, ${at}, ${at})
	`;
	await tx`
		insert into notebook_version (notebook_id, number, person_id, cells, kept, begun_at, at)
		values (${notebook}, 1, ${person}, '[]', true, ${at}, ${at})
	`;
	await tx`
		insert into ingress_file (workspace_id, name, kind, media, sha256, bytes, purpose, findings, preview, status, status_since, sent_by, sent_at)
		values (${workspace}, 'a.csv', 'table', 'text/csv', ${sha256('a')}, 1, 'A purpose', '[]', '', 'waiting', ${at}, ${person}, ${at})
	`;
	await tx`
		insert into library_request (workspace_id, language, package, purpose, status, status_since, asked_by, asked_at)
		values (${workspace}, 'r', 'survival', 'A purpose', 'waiting', ${at}, ${person}, ${at})
	`;
	await tx`
		insert into code_list values (${list}, ${organisationId(organisation)}, 'A list', 'omop', '', ${person}, ${at})
	`;
	await tx`insert into code_list_version values (${version}, ${list}, 1, '', ${sha256('b')}, 1, ${person}, ${at})`;
	await tx`insert into code_list_code (version_id, place, code, term) values (${version}, 1, '44054006', 'A term')`;
}
