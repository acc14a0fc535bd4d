import type { Tx } from '#platform/db.server.ts';
import type { Cohort, Purpose } from './cohort.ts';
import type { Column, Dataset, Table } from './dataset.ts';

export type DatasetInList = Dataset & {
	readonly tables: readonly { readonly name: string; readonly rows: bigint }[];
	readonly variables: number;
	/** Variables that match the search, when there was one. */
	readonly matches: readonly string[];
};

const pattern = (search: string): string => `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;

type TableRow = { datasetCode: string; name: string; rows: bigint; variables: number };
type Match = { datasetCode: string; name: string };

/** The datasets whose name, tables or variables hold the words of a search; all without one. */
export async function datasets(tx: Tx, search = ''): Promise<DatasetInList[]> {
	const like = pattern(search);
	const [found, tables, matches] = await Promise.all([
		tx<
			Dataset[]
		>`select code, name, description, product, version, as_of from dataset order by code`,
		tx<TableRow[]>`
			select t.dataset_code, t.name, t.rows, count(c.name)::int as variables
			from dataset_table t
			left join dataset_column c on c.dataset_code = t.dataset_code and c.table_name = t.name
			group by t.dataset_code, t.name, t.rows
			order by t.dataset_code, t.name
		`,
		tx<Match[]>`
			select distinct dataset_code, table_name || '.' || name as name
			from dataset_column
			where name ilike ${like} or description ilike ${like} or table_name ilike ${like}
			order by 1, 2
		`
	]);
	const words = search.toLowerCase();
	return found
		.map((dataset) => {
			const own = tables.filter(({ datasetCode }) => datasetCode === dataset.code);
			return {
				...dataset,
				tables: own.map(({ name, rows }) => ({ name, rows })),
				variables: own.reduce((total, { variables }) => total + variables, 0),
				matches:
					search === ''
						? []
						: matches
								.filter(({ datasetCode }) => datasetCode === dataset.code)
								.map(({ name }) => name)
			};
		})
		.filter(
			({ name, description, matches: own }) =>
				own.length > 0 || `${name} ${description}`.toLowerCase().includes(words)
		);
}

/** One dataset with its tables and variables; null when there is none of this code. */
export async function dataset(
	tx: Tx,
	code: string
): Promise<(Dataset & { readonly tables: readonly Table[] }) | null> {
	const [[found], tables, columns] = await Promise.all([
		tx<Dataset[]>`
			select code, name, description, product, version, as_of from dataset where code = ${code}
		`,
		tx<Omit<Table, 'columns'>[]>`
			select name, description, rows from dataset_table where dataset_code = ${code} order by name
		`,
		tx<(Column & { tableName: string })[]>`
			select table_name, name, type, class, description
			from dataset_column
			where dataset_code = ${code}
			order by table_name, position
		`
	]);
	if (!found) return null;
	return {
		...found,
		tables: tables.map((table) => ({
			...table,
			columns: columns.filter(({ tableName }) => tableName === table.name)
		}))
	};
}

export type Concept = {
	readonly id: bigint;
	readonly name: string;
	/** People with it or something narrower, rounded; null when fewer than ten or not counted. */
	readonly people: bigint | null;
};

/** Conditions that a cohort can be built from, the most frequent first. */
export const conditions = (tx: Tx, search: string, limit: number): Promise<Concept[]> =>
	tx<Concept[]>`
		select id, name, people
		from concept
		where domain = 'Condition' and name ilike ${pattern(search)}
		order by people desc nulls last, name
		limit ${limit}
	`;

export async function countConditions(tx: Tx, search: string): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total from concept where domain = 'Condition' and name ilike ${pattern(search)}
	`;
	return row?.total ?? 0;
}

/** The conditions of these ids; an id that is no condition of the catalogue is left out. */
export const conditionsById = (tx: Tx, ids: readonly number[]): Promise<Concept[]> =>
	tx<Concept[]>`
		select id, name, people
		from concept
		where domain = 'Condition' and id = any (${ids.map(String)}::bigint[])
		order by name
	`;

export type Count = {
	readonly id: string;
	readonly personId: string;
	readonly organisationId: string | null;
	readonly cohort: Cohort;
	readonly purpose: Purpose;
	readonly shown: string;
	readonly count: bigint | null;
	readonly at: Temporal.Instant;
};

export async function addCount(tx: Tx, made: Omit<Count, 'id'>): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into feasibility (person_id, organisation_id, cohort, purpose, shown, count, at)
		values (
			${made.personId}, ${made.organisationId}, ${tx.json(made.cohort)}, ${made.purpose},
			${made.shown}, ${made.count}, ${made.at}
		)
		returning id
	`;
	if (!row) throw new Error('The count was not stored.');
	return row.id;
}

/** A count that the reader may see; null when there is none for them. */
export async function countById(tx: Tx, id: string): Promise<Count | null> {
	const [row] = await tx<Count[]>`
		select id, person_id, organisation_id, cohort, purpose, shown, count, at
		from feasibility
		where id = ${id}
	`;
	return row ?? null;
}

/** Whose count this is; null when the reader may not see it. */
export const ownerOfCount = async (tx: Tx, id: string): Promise<string | null> =>
	(await countById(tx, id))?.personId ?? null;

/** A person's own counts, newest first, 20 a page. */
export const countsOf = (tx: Tx, person: string, page = 1): Promise<Count[]> =>
	tx<Count[]>`
		select id, person_id, organisation_id, cohort, purpose, shown, count, at
		from feasibility
		where person_id = ${person}
		order by at desc, id
		limit 20 offset ${(page - 1) * 20}
	`;

export async function countCountsOf(tx: Tx, person: string): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total from feasibility where person_id = ${person}
	`;
	return row?.total ?? 0;
}

/**
 * How many counts an organisation's people have made since an instant. Taken from the events, which
 * all of an organisation's people see, because a count itself is its maker's alone.
 */
export async function countsSince(
	tx: Tx,
	organisation: string,
	since: Temporal.Instant
): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total
		from event
		where organisation_id = ${organisation} and action = 'feasibility.count' and at >= ${since}
	`;
	return row?.total ?? 0;
}

/** Counts of one organisation are stored one after the other, so that a limit is a limit. */
export const lockCounting = (tx: Tx, organisation: string) =>
	tx`select pg_advisory_xact_lock(hashtextextended(${`feasibility ${organisation}`}, 0))`;
