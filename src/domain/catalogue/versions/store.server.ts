import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { Registered } from './forms.ts';
import type { Status, Version, VersionColumn, VersionTable } from './version.ts';

const none = () => new Problem(404, 'There is no such version of a dataset.');

type Row = Version;

const select = (tx: Tx) => tx`
	select
		v.id, v.dataset_code as code, v.version, v.name, v.description, v.product, v.sensitivity, v.as_of,
		v.refresh_months, v.delivery, v.status, v.status_since, v.problem, v.controllers, v.registered_by,
		r.name as registered_by_name, v.proposed_by, p.name as published_by_name, v.published_at
	from dataset_version v
	left join person r on r.id = v.registered_by
	left join person p on p.id = v.published_by
`;

/** Every version, what waits first, then the newest. */
export const all = (tx: Tx, page: number): Promise<Version[]> => tx<Row[]>`
	${select(tx)}
	order by v.status in ('reading', 'unreadable', 'draft', 'proposed') desc, v.registered_at desc, v.id
	limit 20 offset ${(page - 1) * 20}
`;

export async function count(tx: Tx): Promise<number> {
	const [row] = await tx<{ total: number }[]>`select count(*)::int as total from dataset_version`;
	return row?.total ?? 0;
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

/** One version. @throws Problem 404. */
export async function find(tx: Tx, id: string): Promise<Version> {
	const [row] = isId(id) ? await tx<Row[]>`${select(tx)} where v.id = ${id}` : [];
	if (!row) throw none();
	return row;
}

/** One version, held until the end of the transaction. @throws Problem 404. */
export async function lock(tx: Tx, id: string): Promise<Version> {
	const [row] = isId(id) ? await tx<Row[]>`${select(tx)} where v.id = ${id} for update of v` : [];
	if (!row) throw none();
	return row;
}

/** The published version of a dataset, or null before its first. */
export async function published(tx: Tx, code: string): Promise<Version | null> {
	const [row] = await tx<Row[]>`
		${select(tx)} where v.dataset_code = ${code} and v.status = 'published'
	`;
	return row ?? null;
}

/** Every version of a dataset that is or was published, newest first. */
export const history = (tx: Tx, code: string): Promise<Version[]> => tx<Row[]>`
	${select(tx)}
	where v.dataset_code = ${code} and v.status in ('published', 'retired')
	order by v.status = 'published' desc, v.published_at desc nulls last, v.id desc
	limit 20
`;

export const tables = (tx: Tx, id: string): Promise<VersionTable[]> => tx<VersionTable[]>`
	select name, rows, quality from dataset_version_table where version_id = ${id} order by name
`;

export const columns = (tx: Tx, id: string): Promise<VersionColumn[]> => tx<VersionColumn[]>`
	select
		c.table_name as "table", c.name, c.type, c.proposed, c.reason, c.certain, c.class, c.completeness,
		c.confirmed_by, p.name as confirmed_by_name
	from dataset_version_column c
	left join person p on p.id = c.confirmed_by
	where c.version_id = ${id}
	order by c.table_name, c.position
`;

export async function versionTaken(tx: Tx, code: string, version: string): Promise<boolean> {
	const found = await tx`
		select from dataset_version where dataset_code = ${code} and version = ${version}
	`;
	return found.length > 0;
}

export async function insert(
	tx: Tx,
	made: Registered & { readonly person: string; readonly at: Temporal.Instant }
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into dataset_version (
			dataset_code, version, name, description, product, sensitivity, as_of, refresh_months, delivery,
			status, status_since, registered_by, registered_at
		)
		values (
			${made.code}, ${made.version}, ${made.name}, ${made.description}, ${made.product},
			${made.sensitivity}, ${made.asOf}, ${made.refreshMonths}, ${made.delivery},
			'reading', ${made.at}, ${made.person}, ${made.at}
		)
		returning id
	`;
	if (!row) throw new Error('The version was not stored.');
	return row.id;
}

export const setStatus = (
	tx: Tx,
	id: string,
	{ status, at }: { readonly status: Status; readonly at: Temporal.Instant }
) => tx`update dataset_version set status = ${status}, status_since = ${at} where id = ${id}`;

export const propose = (
	tx: Tx,
	id: string,
	{ person, at }: { readonly person: string; readonly at: Temporal.Instant }
) => tx`
	update dataset_version
	set status = 'proposed', status_since = ${at}, proposed_by = ${person}, proposed_at = ${at}
	where id = ${id}
`;

export const publish = (tx: Tx, id: string, at: Temporal.Instant) =>
	tx`select app.publish_dataset_version(${id}, ${at})`;

type Confirmed = { readonly person: string; readonly at: Temporal.Instant };

/** Whether there was such a column. */
export async function confirmOne(
	tx: Tx,
	id: string,
	column: { readonly table: string; readonly column: string; readonly class: string },
	{ person, at }: Confirmed
): Promise<boolean> {
	const { count: changed } = await tx`
		update dataset_version_column
		set class = ${column.class}, confirmed_by = ${person}, confirmed_at = ${at}, confirmed_as = 'one'
		where version_id = ${id} and table_name = ${column.table} and name = ${column.column}
	`;
	return changed === 1;
}

/** Confirms the columns of a table that leave no doubt; answers how many. */
export async function confirmTable(
	tx: Tx,
	id: string,
	table: string,
	{ person, at }: Confirmed
): Promise<number> {
	const { count: changed } = await tx`
		update dataset_version_column
		set confirmed_by = ${person}, confirmed_at = ${at}, confirmed_as = 'table'
		where version_id = ${id} and table_name = ${table} and confirmed_by is null
		  and certain and class = proposed and class <> 'C01'
	`;
	return changed;
}
