import type { DuckDBConnection } from '@duckdb/node-api';
import { total } from '#domain/disclosure/evidence.ts';
import type { SnapshotSpecification } from '#domain/disclosure/specification.ts';
import { dimensionsOf, recordsOf, tablesOf, type Columns } from '#workspaces/evidence/compile.ts';
import { describe, rows, run, withTables } from '#workspaces/evidence/database.ts';
import { EvidenceError } from '#workspaces/evidence/expression.ts';
import { labelsOf } from '#workspaces/evidence/hierarchy.ts';

/** A combination of categories: the numbers of its people in order, and what each contributes. */
export type Leaf = {
	readonly labels: readonly string[];
	readonly people: Uint32Array;
	readonly values: Float64Array;
};

/** The people of a table by its finest categories, and under which labels each category counts. */
export type TablePeople = {
	readonly leaves: readonly Leaf[];
	readonly dimensions: readonly (readonly { readonly leaf: string; readonly label: string }[])[];
};

const numbers = '(numbers)';

/**
 * Who stands behind each cell of a table, as numbers of the vault's person index. The specification
 * is compiled as for evidence, and only numbers leave the database.
 * @throws EvidenceError with one sentence when it does not fit the data.
 */
export async function peopleOf(
	files: Readonly<Record<string, string>>,
	specification: SnapshotSpecification,
	sidecar: string
): Promise<TablePeople> {
	const wanted = tablesOf(specification);
	const missing = wanted.find((table) => files[table] === undefined);
	if (missing !== undefined) throw new EvidenceError(`There is no table “${missing}”.`);
	const read = Object.fromEntries(wanted.map((table) => [table, files[table] ?? '']));
	return withTables({ ...read, [numbers]: sidecar }, async (db) => {
		const columns = new Map<string, string[]>();
		for (const table of wanted) columns.set(table, [...(await describe(db, table)).keys()]);
		await prepare(db, specification, columns);
		const dimensions = [];
		for (const [d, column] of dimensionsOf(specification).entries())
			dimensions.push(await labels(db, specification, d, column));
		return { leaves: await leaves(db, dimensions.length), dimensions };
	});
}

async function prepare(
	db: DuckDBConnection,
	specification: SnapshotSpecification,
	columns: Columns
): Promise<void> {
	const records = recordsOf(specification, columns, null);
	await run(db, { ...records, sql: `create temp table asked as ${records.sql}` });
	const [row] = await rows(
		db,
		`select count(*) as strangers from asked
		where unit is not null and unit::varchar not in (select pid::varchar from "${numbers}")`
	);
	if (Number(row?.['strangers'] ?? 0) > 0)
		throw new EvidenceError('Some people of this table are not in the person index.');
	const counted = specification.statistic === 'count' || specification.statistic === 'mode';
	const present = counted ? 'raw is not null' : 'isfinite(raw::double)';
	await db.run(
		`create temp table present as
		select asked.* exclude (unit, raw), n.number::uinteger as number,
			${counted ? '1.0::double' : 'raw::double'} as value
		from asked join "${numbers}" n on n.pid::varchar = asked.unit::varchar
		where ${present}`
	);
}

/** Labels of one dimension, a total among them even when the table shows none: it can be added up. */
async function labels(
	db: DuckDBConnection,
	specification: SnapshotSpecification,
	d: number,
	column: string
): Promise<{ leaf: string; label: string }[]> {
	const found = await rows(db, `select distinct d${String(d)} as label from present order by 1`);
	const categories = found.map((row) => String(row['label']));
	const made = labelsOf(specification, column, categories).map(({ leaf, label }) => ({
		leaf,
		label
	}));
	if (specification.margins) return made;
	const all = made.some(({ label }) => label === total) ? 'All groups' : total;
	return [...made, ...categories.map((leaf) => ({ leaf, label: all }))];
}

async function leaves(db: DuckDBConnection, dimensions: number): Promise<Leaf[]> {
	const by = Array.from({ length: dimensions }, (_, d) => `d${String(d)}`);
	const group = by.map((column) => `${column}, `).join('');
	const reader = await db.runAndReadAll(
		`select ${group} list(number order by number) as people, list(value order by number) as values
		from (select ${group} number, fsum(value) as value from present group by ${group} number)
		${dimensions === 0 ? '' : 'group by all order by all'}`
	);
	return reader.getRowObjects().map((row) => ({
		labels: by.map((column) => String(row[column])),
		people: Uint32Array.from(items(row['people'])),
		values: Float64Array.from(items(row['values']))
	}));
}

function items(list: unknown): number[] {
	if (typeof list !== 'object' || list === null || !('items' in list)) return [];
	return Array.isArray(list.items) ? list.items.map(Number) : [];
}
