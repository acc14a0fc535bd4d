import type { Tx } from '#platform/db.server.ts';
import type { Project } from '../project.ts';

export const size = 20;

export type ProjectInList = Pick<
	Project,
	'id' | 'number' | 'title' | 'status' | 'endsOn' | 'statusSince' | 'organisationId'
> & { readonly organisation: string; readonly member: boolean };

/** Projects that the reader may see, those that live first. 20 a page. */
export const projects = (tx: Tx, page: number): Promise<ProjectInList[]> =>
	tx<ProjectInList[]>`
		select
			p.id, p.number, p.title, p.status, p.ends_on, p.status_since, p.organisation_id, o.name as organisation,
			p.id in (select app.member_projects()) as member
		from project p
		join organisation o on o.id = p.organisation_id
		order by p.status = 'closed', p.number desc
		limit ${size} offset ${(page - 1) * size}
	`;

export async function total(tx: Tx): Promise<number> {
	const [row] = await tx<{ total: number }[]>`select count(*)::int as total from project`;
	return row?.total ?? 0;
}

/** The workspace of a project; null while there is none, or none the reader may see. */
export async function workspaceOf(
	tx: Tx,
	project: string
): Promise<{ id: string; status: string } | null> {
	const [row] = await tx<{ id: string; status: string }[]>`
		select id, status from workspace where project_id = ${project}
	`;
	return row ?? null;
}

export async function organisationOf(
	tx: Tx,
	id: string
): Promise<{ name: string; publicBody: boolean }> {
	const [row] = await tx<{ name: string; publicBody: boolean }[]>`
		select name, public_body from organisation where id = ${id}
	`;
	return row ?? { name: 'Unknown', publicBody: false };
}

/** Names of the data that an application asked for. */
export async function datasetsOf(tx: Tx, application: string): Promise<string[]> {
	const rows = await tx<{ name: string }[]>`
		select d.name
		from application a
		join dataset d on a.answers #> '{safe-data,datasets}' ? d.code
		where a.id = ${application}
		order by d.name
	`;
	return rows.map(({ name }) => name);
}
