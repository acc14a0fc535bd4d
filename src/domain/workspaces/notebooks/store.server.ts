import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Cell, Kind } from './notebook.ts';

export type Notebook = {
	readonly id: string;
	readonly workspaceId: string;
	readonly kind: Kind;
	readonly name: string;
	readonly revision: number;
	readonly savedAt: Temporal.Instant;
};

export type Version = {
	readonly number: number;
	readonly personId: string;
	readonly name: string | null;
	readonly cells: readonly Cell[];
	readonly kept: boolean;
	readonly restoredFrom: number | null;
	readonly begunAt: Temporal.Instant;
	readonly at: Temporal.Instant;
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

export const versions = (tx: Tx, notebook: string, most: number): Promise<Version[]> =>
	tx<Version[]>`
		select v.number, v.person_id, p.name, v.cells, v.kept, v.restored_from, v.begun_at, v.at
		from notebook_version v
		left join person p on p.id = v.person_id
		where v.notebook_id = ${notebook}
		order by v.number desc
		limit ${most}
	`;

/** One version; @throws Problem 404. */
export async function version(tx: Tx, notebook: string, number: number): Promise<Version> {
	const [found] = await tx<Version[]>`
		select v.number, v.person_id, p.name, v.cells, v.kept, v.restored_from, v.begun_at, v.at
		from notebook_version v
		left join person p on p.id = v.person_id
		where v.notebook_id = ${notebook} and v.number = ${number}
	`;
	if (!found) throw new Problem(404, 'There is no such version.');
	return found;
}

export async function latest(tx: Tx, notebook: string): Promise<Version> {
	const [found] = await versions(tx, notebook, 1);
	if (!found) throw new Error('A notebook has no version.');
	return found;
}

type Added = {
	readonly notebook: string;
	readonly number: number;
	readonly person: string;
	readonly cells: readonly Cell[];
	readonly kept: boolean;
	readonly restoredFrom: number | null;
	readonly at: Temporal.Instant;
};

export async function addVersion(tx: Tx, added: Added): Promise<void> {
	const { notebook, number, person, cells, kept, restoredFrom, at } = added;
	await tx`
		insert into notebook_version (notebook_id, number, person_id, cells, kept, restored_from, begun_at, at)
		values (
			${notebook}, ${number}, ${person}, ${tx.json([...cells])}, ${kept}, ${restoredFrom}, ${at}, ${at}
		)
	`;
}

/** Types on in the latest version, which the database allows its author for a while. */
export async function typeOn(
	tx: Tx,
	{ notebook, number, cells, kept, at }: Omit<Added, 'person' | 'restoredFrom'>
): Promise<void> {
	await tx`
		update notebook_version
		set cells = ${tx.json([...cells])}, kept = ${kept}, at = ${at}
		where notebook_id = ${notebook} and number = ${number}
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
