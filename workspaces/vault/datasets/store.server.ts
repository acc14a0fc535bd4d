import { bind, type Sql, type Tx } from '#platform/db.server.ts';
import type { Published, PublishedColumn } from './published.ts';
import type { Read } from './read.ts';

export type Version = {
	readonly id: string;
	readonly delivery: string | null;
	readonly asOf: Temporal.PlainDate;
	readonly status: string;
};

/** Versions of datasets, as the vault's own database role. */
export type Versions = {
	mayManage(person: string): Promise<boolean>;
	find(person: string, id: string): Promise<Version | null>;
	/** Writes what was read and makes it a draft, if it still waits to be read. */
	saveRead(person: string, id: string, read: Read, at: Temporal.Instant): Promise<void>;
	saveUnreadable(person: string, id: string, problem: string, at: Temporal.Instant): Promise<void>;
	published(person: string): Promise<Published[]>;
};

const json = (tx: Tx, value: unknown) => tx.json(value as never);

async function saveRead(tx: Tx, id: string, read: Read, at: Temporal.Instant): Promise<void> {
	const [waiting] = await tx`
		select from dataset_version where id = ${id} and status = 'reading' for update
	`;
	if (!waiting) return;
	await tx`delete from dataset_version_column where version_id = ${id}`;
	await tx`delete from dataset_version_table where version_id = ${id}`;
	const tables = read.tables.map(({ name, rows, sha256, quality }) => ({
		name,
		rows,
		sha256,
		quality
	}));
	await tx`
		insert into dataset_version_table (version_id, name, description, rows, sha256, quality)
		select ${id}, r.name,
			-- what was said of the table before holds until somebody says otherwise
			coalesce((select t.description from dataset_table t where t.name = r.name limit 1), ''),
			rows, sha256, quality
		from jsonb_to_recordset(${json(tx, tables)}) as r (name text, rows bigint, sha256 text, quality jsonb)
	`;
	const columns = read.tables.flatMap((table) => table.columns);
	await tx`
		insert into dataset_version_column
			(version_id, table_name, position, name, type, proposed, reason, certain, class, description, "values", completeness)
		select ${id}, "table", position, r.name, type, proposed, reason, certain, proposed,
			coalesce((
				select c.description from dataset_column c
				where c.table_name = r."table" and c.name = r.name limit 1
			), ''),
			"values", completeness
		from jsonb_to_recordset(${json(tx, columns)}) as r (
			"table" text, position int, name text, type text, proposed text, reason text, certain boolean,
			"values" jsonb, completeness int)
	`;
	await tx`
		update dataset_version
		set status = 'draft', status_since = ${at}, problem = '', controllers = ${json(tx, read.controllers)}
		where id = ${id}
	`;
}

type Column = PublishedColumn & { versionId: string; tableName: string };

async function published(tx: Tx): Promise<Published[]> {
	const [versions, tables, columns] = await Promise.all([
		tx<{ id: string; code: string; version: string; delivery: string | null }[]>`
			select id, dataset_code as code, version, delivery
			from dataset_version
			where status = 'published'
			order by dataset_code
		`,
		tx<{ versionId: string; name: string; sha256: string | null }[]>`
			select t.version_id, t.name, t.sha256
			from dataset_version_table t
			join dataset_version v on v.id = t.version_id and v.status = 'published'
			order by t.name
		`,
		tx<Column[]>`
			select c.version_id, c.table_name, c.name, c.type, c.class, c."values"
			from dataset_version_column c
			join dataset_version v on v.id = c.version_id and v.status = 'published'
			order by c.table_name, c.position
		`
	]);
	return versions.map((version) => ({
		...version,
		tables: tables
			.filter(({ versionId }) => versionId === version.id)
			.map(({ name, sha256 }) => ({
				name,
				sha256,
				columns: columns
					.filter((one) => one.versionId === version.id && one.tableName === name)
					.map(({ name: column, type, class: group, values }) => ({
						name: column,
						type,
						class: group,
						values
					}))
			}))
	}));
}

export const databaseVersions = (sql: Sql): Versions => ({
	async mayManage(person) {
		const [found] = await bind(sql, person).read(
			(tx) => tx<{ may: boolean }[]>`select app.has_role('system', 'data-manager') as may`
		);
		return found?.may ?? false;
	},
	find: (person, id) =>
		bind(sql, person).read(async (tx) => {
			const [row] = await tx<Version[]>`
				select id, delivery, as_of, status from dataset_version where id = ${id}
			`;
			return row ?? null;
		}),
	saveRead: (person, id, read, at) => bind(sql, person).write((tx) => saveRead(tx, id, read, at)),
	saveUnreadable: (person, id, problem, at) =>
		bind(sql, person).write(async (tx) => {
			await tx`
				update dataset_version
				set status = 'unreadable', status_since = ${at}, problem = ${problem}
				where id = ${id} and status = 'reading'
			`;
		}),
	published: (person) => bind(sql, person).read(published)
});
