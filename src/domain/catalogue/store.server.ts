import type { Tx } from '#platform/db.server.ts';
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

export type WholeDataset = Dataset & { readonly tables: readonly Table[] };

type OfDataset = { readonly datasetCode: string };

/** Datasets with their tables and variables: all, or the one of a code. */
export async function wholeDatasets(tx: Tx, code: string | null = null): Promise<WholeDataset[]> {
	const [found, tables, columns] = await Promise.all([
		tx<Dataset[]>`
			select code, name, description, product, version, as_of
			from dataset
			where ${code}::text is null or code = ${code}
			order by code
		`,
		tx<(Omit<Table, 'columns'> & OfDataset)[]>`
			select dataset_code, name, description, rows
			from dataset_table
			where ${code}::text is null or dataset_code = ${code}
			order by dataset_code, name
		`,
		tx<(Column & OfDataset & { tableName: string })[]>`
			select dataset_code, table_name, name, type, class, description
			from dataset_column
			where ${code}::text is null or dataset_code = ${code}
			order by dataset_code, table_name, position
		`
	]);
	return found.map((dataset) => ({
		...dataset,
		tables: tables
			.filter(({ datasetCode }) => datasetCode === dataset.code)
			.map(({ name, description, rows }) => ({
				name,
				description,
				rows,
				columns: columns
					.filter((one) => one.datasetCode === dataset.code && one.tableName === name)
					.map(({ name: column, type, class: group, description: says }) => ({
						name: column,
						type,
						class: group,
						description: says
					}))
			}))
	}));
}

/** One dataset with its tables and variables; null when there is none of this code. */
export const dataset = async (tx: Tx, code: string): Promise<WholeDataset | null> =>
	(await wholeDatasets(tx, code))[0] ?? null;

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

/** The names of concepts of every kind, by id; unknown ones are left out. */
export async function conceptNames(
	tx: Tx,
	ids: readonly number[]
): Promise<ReadonlyMap<number, string>> {
	const found = await tx<{ id: bigint; name: string }[]>`
		select id, name from concept where id = any (${ids.map(String)}::bigint[])
	`;
	return new Map(found.map(({ id, name }) => [Number(id), name]));
}
