import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { OutputFile } from '../files/file.ts';
import type { ComparedTable } from './compare.ts';
import type { Publication, Status } from './publication.ts';

const columns = [
	'u.id',
	'u.number',
	'u.project_id',
	'u.status',
	'u.title',
	'u.journal',
	'u.planned_on',
	'u.version',
	'u.turn',
	'u.reason',
	'u.approved_at',
	'u.status_since'
] as const;

/** @throws Problem 404 when there is none that the reader may see. */
export async function find(tx: Tx, id: string): Promise<Publication> {
	const [found] = await tx<Publication[]>`
		select ${tx(columns)}, p.title as project_title, p.organisation_id, p.application_id
		from publication u
		join project p on p.id = u.project_id
		where u.id = ${id}
	`;
	if (!found) throw new Problem(404, 'There is no such publication.');
	return found;
}

export async function lock(tx: Tx, id: string): Promise<Publication> {
	await tx`select from publication where id = ${id} for update`;
	return find(tx, id);
}

/** Those that the reader may see, what waits first and then the latest. */
export const list = (tx: Tx): Promise<Publication[]> =>
	tx<Publication[]>`
		select ${tx(columns)}, p.title as project_title, p.organisation_id, p.application_id
		from publication u
		join project p on p.id = u.project_id
		order by (u.status = 'submitted') desc, u.status_since desc, u.number desc
		limit 100
	`;

export type Subject = {
	readonly id: string;
	readonly title: string;
	readonly organisationId: string;
	/** One of its datasets asks for publications to be reviewed. */
	readonly required: boolean;
};

/** The projects that somebody works on. */
export const projectsOf = (tx: Tx, person: string): Promise<Subject[]> =>
	tx<Subject[]>`
		select p.id, p.title, p.organisation_id, exists (
			select from dataset d
			where d.publication_review
			  and a.answers #> '{safe-data,datasets}' @> to_jsonb(d.code)
		) as required
		from project p
		join project_member m on m.project_id = p.id
		join application a on a.id = p.application_id
		where m.person_id = ${person} and m.removed_at is null and m.terms_accepted_at is not null
		order by p.number
	`;

/** Whether results of a project are reviewed before they are published: a dataset of it requires it. */
export async function requiresReview(tx: Tx, project: string): Promise<boolean> {
	const [row] = await tx<{ required: boolean }[]>`
		select exists (
			select from project p
			join application a on a.id = p.application_id
			join dataset d on a.answers #> '{safe-data,datasets}' @> to_jsonb(d.code)
			where p.id = ${project} and d.publication_review
		) as required
	`;
	return row?.required ?? false;
}

export async function insert(
	tx: Tx,
	made: Pick<Publication, 'projectId' | 'title' | 'journal' | 'plannedOn'> & {
		readonly person: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into publication (project_id, created_by, status, title, journal, planned_on, created_at, status_since)
		values (${made.projectId}, ${made.person}, 'draft', ${made.title}, ${made.journal}, ${made.plannedOn}, ${made.at}, ${made.at})
		returning id
	`;
	if (!row) throw new Error('The publication was not stored.');
	return row.id;
}

export type Table = {
	readonly id: string;
	readonly name: string;
	readonly compared: ComparedTable;
};

export const tables = (tx: Tx, publication: string): Promise<Table[]> =>
	tx<Table[]>`
		select id, name, compared from publication_table where publication_id = ${publication} order by name
	`;

export async function putTable(
	tx: Tx,
	publication: string,
	table: Omit<Table, 'id'> & {
		readonly sha256: string;
		readonly bytes: number;
		readonly at: Temporal.Instant;
	}
): Promise<void> {
	const compared = tx.json(table.compared);
	await tx`
		insert into publication_table (publication_id, name, sha256, bytes, compared, compared_at)
		values (${publication}, ${table.name}, ${table.sha256}, ${table.bytes}, ${compared}, ${table.at})
		on conflict (publication_id, name) do update set
			sha256 = excluded.sha256, bytes = excluded.bytes, compared = excluded.compared,
			compared_at = excluded.compared_at
	`;
}

export async function removeTable(tx: Tx, publication: string, table: string): Promise<void> {
	await tx`delete from publication_table where publication_id = ${publication} and id = ${table}`;
}

/** Counts a change to its tables. */
export async function touch(tx: Tx, id: string): Promise<void> {
	await tx`update publication set version = version + 1 where id = ${id}`;
}

export async function setStatus(
	tx: Tx,
	{ id, status: from }: Pick<Publication, 'id' | 'status'>,
	to: { status: Status; at: Temporal.Instant; by?: string; reason?: string }
): Promise<void> {
	const { status, at, by = null, reason = '' } = to;
	await tx`
		update publication
		set status = ${status},
		    status_since = ${at},
		    version = version + 1,
		    turn = turn + ${from === 'returned' && status === 'submitted' ? 1 : 0},
		    decided_by = coalesce(${by}::uuid, decided_by),
		    reason = ${reason},
		    approved_at = case when ${status} = 'approved' then ${at}::timestamptz end
		where id = ${id}
	`;
}

type ReleasedFile = Pick<OutputFile, 'name' | 'answer' | 'control' | 'sha256'>;

/** The tables of a project that were released and not taken back, as they were released. */
export const released = (tx: Tx, project: string): Promise<ReleasedFile[]> =>
	tx<ReleasedFile[]>`
		select f.name, f.answer, f.control, one.file ->> 'sha256' as sha256
		from release l
		cross join lateral jsonb_array_elements(l.files) as one (file)
		join output_file f on f.id::text = one.file ->> 'id'
		where l.project_id = ${project} and l.revoked_at is null and f.media = 'text/csv'
		order by l.released_at desc
	`;

/** The datasets, and whether publications from each are reviewed. */
export const datasets = (tx: Tx): Promise<{ code: string; name: string; required: boolean }[]> =>
	tx<{ code: string; name: string; required: boolean }[]>`
		select code, name, publication_review as required from dataset order by code
	`;

/** False when there is no such dataset. Only a data manager passes the database's own door. */
export async function require(tx: Tx, dataset: string, required: boolean): Promise<boolean> {
	const [row] = await tx<{ found: boolean }[]>`
		select app.set_publication_review(${dataset}, ${required}) as found
	`;
	return row?.found ?? false;
}

export type Published = {
	readonly title: string;
	readonly journal: string;
	readonly plannedOn: Temporal.PlainDate;
};

/** What was approved for publication of an application, for anybody. */
export const published = (tx: Tx, application: string): Promise<Published[]> =>
	tx<Published[]>`
		select title, journal, planned_on from published where application_id = ${application} order by approved_at
	`;
