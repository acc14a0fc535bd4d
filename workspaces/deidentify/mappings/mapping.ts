import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { list, literal, openDuck, quoted } from '../duck.ts';
import { BadInput } from '../refusal.ts';
import { readJson } from '../source.ts';

const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/, 'should be a lower-case name'));
const type = v.picklist(['integer', 'bigint', 'double', 'date', 'timestamp', 'varchar']);
const base = {
	type,
	class: v.pipe(v.string(), v.regex(/^C(0[1-9]|1\d|2[0-4])$/, 'should be a class C01 to C24'))
};

/** Where a column's values come from: a key, a column as it is, a column by a table, or one value. */
const Column = v.union([
	v.strictObject({ ...base, key: v.string() }),
	v.strictObject({
		...base,
		column: v.string(),
		values: v.optional(v.record(v.string(), v.union([v.string(), v.number()])))
	}),
	v.strictObject({ ...base, value: v.union([v.string(), v.number()]) })
]);

const Mapping = v.strictObject({
	schema: v.literal('mapping/1', 'should be mapping/1'),
	name: v.string(),
	version: v.string(),
	tables: v.pipe(
		v.array(
			v.strictObject({
				name,
				from: v.pipe(
					v.string(),
					v.regex(/^[\w-]+\.csv$/, 'should be a CSV file such as patients.csv')
				),
				internal: v.optional(v.boolean(), false),
				/** Only rows whose column has one of these values. */
				where: v.optional(v.strictObject({ column: v.string(), in: v.array(v.string()) })),
				columns: v.record(name, Column)
			})
		),
		v.nonEmpty('should map a table')
	)
});
export type Mapping = v.InferOutput<typeof Mapping>;

/** Reads a mapping: a file, or one of those that come with Aldgate by its name. @throws BadInput */
export function readMapping(path: string): Mapping {
	const shipped = fileURLToPath(new URL(`./${path}.json`, import.meta.url));
	const file = /^[a-z-]+$/.test(path) && existsSync(shipped) ? shipped : path;
	const parsed = v.safeParse(Mapping, readJson(file));
	if (parsed.success) return parsed.output;
	const [issue] = parsed.issues;
	throw new BadInput(`${path}: ${v.getDotPath(issue) ?? 'the document'}: ${issue.message}.`);
}

/** SQL for one column. Text keys become numbers: the same text the same number, in every table. */
function columnSql(column: v.InferOutput<typeof Column>): string {
	if ('key' in column)
		return `case when ${quoted(column.key)} <> '' then (hash(${quoted(column.key)}) >> 12)::bigint end`;
	if ('value' in column) {
		const own = typeof column.value === 'number' ? String(column.value) : literal(column.value);
		return `${own}::${column.type}`;
	}
	const own = quoted(column.column);
	if (!column.values) return `try_cast(nullif(${own}, '') as ${column.type})`;
	const cases = Object.entries(column.values).map(
		([from, to]) =>
			`when ${literal(from)} then ${typeof to === 'number' ? String(to) : literal(to)}`
	);
	return `(case ${own} ${cases.join(' ')} end)::${column.type}`;
}

/**
 * Turns a third party's CSV files into a source that the engine reads: Parquet files and the
 * catalogue with a class a column, in folder `out`. @throws BadInput for a file or column not there.
 */
export async function mapSource(mapping: Mapping, dir: string, out: string): Promise<void> {
	const duck = await openDuck(null);
	try {
		for (const table of mapping.tables) {
			const path = join(dir, table.from);
			if (!existsSync(path))
				throw new BadInput(`${path}: there is no such file, and the mapping needs it.`);
			const columns = Object.entries(table.columns).map(
				([to, column]) => `${columnSql(column)} as ${quoted(to)}`
			);
			const where = table.where
				? `where ${quoted(table.where.column)} in (${list(table.where.in)})`
				: '';
			try {
				await duck.db.run(`copy (select ${columns.join(', ')}
					from read_csv(${literal(path)}, header = true, all_varchar = true) ${where})
					to ${literal(join(out, `${table.name}.parquet`))} (format parquet)`);
			} catch (error) {
				const [line = ''] = (error instanceof Error ? error.message : '').split('\n');
				throw new BadInput(`${path}: it does not fit the mapping: ${line}`);
			}
		}
	} finally {
		duck.close();
	}
	const tables = mapping.tables.map(({ name: table, internal, columns }) => ({
		name: table,
		internal,
		columns: Object.entries(columns).map(([column, of]) => ({
			name: column,
			type: 'key' in of ? 'bigint' : of.type,
			class: of.class
		}))
	}));
	const offered = tables.filter(({ internal }) => !internal);
	const document = {
		name: mapping.name,
		version: mapping.version,
		datasets: [{ code: 'mapped', tables: offered }],
		internal: tables.filter(({ internal }) => internal)
	};
	writeFileSync(join(out, 'catalogue.json'), JSON.stringify(document));
}
