import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Kind } from './notebook.ts';

export type Notebook = {
	readonly id: string;
	readonly workspaceId: string;
	readonly kind: Kind;
	readonly name: string;
	readonly revision: number;
	readonly savedAt: Temporal.Instant;
};

type Place = { readonly workspace: string; readonly notebook: string };

async function row(tx: Tx, { workspace, notebook }: Place, lock: boolean): Promise<Notebook> {
	const [found] = await tx<Notebook[]>`
		select id, workspace_id, kind, name, revision, saved_at
		from notebook
		where id = ${notebook} and workspace_id = ${workspace} and removed_at is null
		${lock ? tx`for update` : tx``}
	`;
	if (!found) throw new Problem(404, 'There is no such notebook.');
	return found;
}

/** A notebook or script of a workspace. @throws Problem 404, also when it was removed. */
export const find = (tx: Tx, place: Place): Promise<Notebook> => row(tx, place, false);

/** As `find`, and nobody else saves it until the transaction ends. */
export const lock = (tx: Tx, place: Place): Promise<Notebook> => row(tx, place, true);

export type Listed = Omit<Notebook, 'revision'> & {
	readonly versions: number;
	readonly by: string | null;
};

export const all = (tx: Tx, workspace: string): Promise<Listed[]> =>
	tx<Listed[]>`
		select n.id, n.workspace_id, n.kind, n.name, n.saved_at, v.number as versions, p.name as by
		from notebook n
		join lateral (
			select number, person_id from notebook_version
			where notebook_id = n.id
			order by number desc
			limit 1
		) v on true
		left join person p on p.id = v.person_id
		where n.workspace_id = ${workspace} and n.removed_at is null
		order by n.saved_at desc, n.id
		limit 200
	`;

/** Whether another one of the workspace has this name, in letters of any size. */
export async function taken(
	tx: Tx,
	{ workspace, name, but }: { workspace: string; name: string; but: string | null }
): Promise<boolean> {
	const [found] = await tx`
		select from notebook
		where workspace_id = ${workspace} and lower(name) = lower(${name}) and removed_at is null
		  and id is distinct from ${but}::uuid
	`;
	return found !== undefined;
}

type Made = {
	readonly workspace: string;
	readonly kind: Kind;
	readonly name: string;
	readonly person: string;
	readonly at: Temporal.Instant;
};

export async function insert(tx: Tx, { workspace, kind, name, person, at }: Made): Promise<string> {
	const [made] = await tx<{ id: string }[]>`
		insert into notebook (workspace_id, kind, name, revision, created_by, created_at, saved_at)
		values (${workspace}, ${kind}, ${name}, 1, ${person}, ${at}, ${at})
		returning id
	`;
	if (!made) throw new Error('A notebook was not made.');
	return made.id;
}

type Changed = {
	readonly name: string;
	readonly revision: number;
	readonly at: Temporal.Instant;
	readonly removed?: boolean;
};

export async function change(
	tx: Tx,
	id: string,
	{ name, revision, at, removed = false }: Changed
): Promise<void> {
	await tx`
		update notebook
		set name = ${name}, revision = ${revision}, saved_at = ${at},
		    removed_at = ${removed ? at : null}
		where id = ${id}
	`;
}

export type LastRun = {
	readonly id: string;
	readonly cell: string;
	readonly sql: string;
	readonly status: 'running' | 'done' | 'failed';
	readonly error: string;
	readonly rowCount: bigint | null;
	readonly ms: number | null;
	readonly at: Temporal.Instant;
};

/** Each cell's latest run by one person. */
export const lastRuns = (tx: Tx, notebook: string, person: string): Promise<LastRun[]> =>
	tx<LastRun[]>`
		select distinct on (cell) id, cell, sql, status, error, row_count, ms, at
		from run
		where notebook_id = ${notebook} and person_id = ${person}
		order by cell, at desc, id desc
	`;

export type Here = {
	readonly personId: string;
	readonly name: string | null;
	readonly at: Temporal.Instant;
};

/** Members who ran or saved something in a workspace since a moment, the latest first. */
export const hereSince = (tx: Tx, workspace: string, since: Temporal.Instant): Promise<Here[]> =>
	tx<Here[]>`
		select a.person_id, p.name, max(a.at) as at
		from (
			select person_id, at from run where workspace_id = ${workspace} and at >= ${since}
			union all
			select v.person_id, v.at
			from notebook_version v
			join notebook n on n.id = v.notebook_id
			where n.workspace_id = ${workspace} and v.at >= ${since}
		) a
		left join person p on p.id = a.person_id
		group by a.person_id, p.name
		order by max(a.at) desc
	`;
