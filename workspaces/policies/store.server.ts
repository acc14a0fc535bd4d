import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';

/** The policies that a request was begun under, or those in force on a day. */
export type Held = { readonly request: string } | { readonly day: Temporal.PlainDate };

/**
 * Contents of the disclosure policies that a project is held to; the service's is among them. Read
 * by vault and host with their own database roles, under the person's row security: none of them is
 * the portal's word, which cannot read them. @throws Problem 404 | 409.
 */
export const policiesOf = (
	sql: Sql,
	person: string,
	project: string,
	held: Held
): Promise<readonly unknown[]> =>
	bind(sql, person).read(async (tx) => {
		const versions = await versionsOf(tx, project, held);
		// as text, because the driver would turn the names inside a policy to camel case
		const found = await tx<{ owner: string | null; content: string }[]>`
			select controller_code as owner, content::text as content
			from disclosure_policy
			where version = any (${versions})
		`;
		// without one of them the rest would be laxer than what was agreed
		if (found.length < versions.length || !found.some(({ owner }) => owner === null))
			throw new Problem(409, 'No disclosure policy is in force yet, so no output can be made.');
		return found.map(({ content }) => JSON.parse(content) as unknown);
	});

async function versionsOf(tx: Tx, project: string, held: Held): Promise<number[]> {
	const [row] =
		'day' in held
			? await tx<{ versions: number[] }[]>`
				select array(select app.policies_of(p.id, ${held.day})) as versions
				from project p
				where p.id = ${project}
			`
			: await tx<{ versions: number[] }[]>`
				select case when policy_versions = '{}' then array[policy_version] else policy_versions end as versions
				from output_request
				where id = ${held.request} and project_id = ${project}
			`;
	if (row === undefined)
		throw new Problem(404, `There is no such ${'day' in held ? 'project' : 'output request'}.`);
	return row.versions;
}
