import * as v from 'valibot';
import { isClass, type ClassCode } from './classes.ts';
import { BadInput } from './refusal.ts';

const Column = v.looseObject({
	name: v.string(),
	type: v.string(),
	class: v.string(),
	values: v.optional(v.array(v.union([v.string(), v.number()])))
});
const Table = v.looseObject({
	name: v.string(),
	internal: v.optional(v.boolean(), false),
	columns: v.array(Column)
});
const Catalogue = v.looseObject({
	name: v.optional(v.string(), ''),
	version: v.optional(v.union([v.string(), v.number()]), ''),
	asOf: v.optional(v.string(), ''),
	datasets: v.array(
		v.looseObject({
			code: v.string(),
			internal: v.optional(v.boolean(), false),
			tables: v.array(Table)
		})
	),
	tables: v.optional(v.array(Table), []),
	internal: v.optional(v.array(Table), [])
});

export type KnownColumn = {
	readonly name: string;
	readonly type: string;
	readonly class: string;
	/** What a coded column may hold (C20); anything else is emptied. */
	readonly values?: readonly (string | number)[] | undefined;
};
export type KnownTable = {
	readonly name: string;
	/** Catalogue code of the data set it belongs to; null for tables that are never offered. */
	readonly dataset: string | null;
	readonly columns: readonly KnownColumn[];
};

export type Known = {
	readonly name: string;
	readonly version: string;
	readonly asOf: string;
	/** True when the types must agree to the letter, false when only their family must. */
	readonly exact: boolean;
	readonly tables: ReadonlyMap<string, KnownTable>;
};

/** Reads a source's catalogue.json. @throws BadInput naming the place of the first mistake. */
export function parseCatalogue(input: unknown, file = 'catalogue.json'): Known {
	const parsed = v.safeParse(Catalogue, input);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw new BadInput(`${file}: ${v.getDotPath(issue) ?? 'the document'}: ${issue.message}.`);
	}
	const { datasets, tables, internal, name, version, asOf } = parsed.output;
	const known = new Map<string, KnownTable>();
	const add = (table: v.InferOutput<typeof Table>, dataset: string | null) => {
		const offered = table.internal ? null : dataset;
		if (!known.has(table.name) || offered !== null)
			known.set(table.name, { name: table.name, dataset: offered, columns: table.columns });
	};
	for (const table of [...tables, ...internal]) add(table, null);
	for (const set of datasets)
		for (const table of set.tables) add(table, set.internal ? null : set.code);
	return { name, version: String(version), asOf, exact: true, tables: known };
}

export const classOf = (column: KnownColumn): ClassCode | null =>
	isClass(column.class) ? column.class : null;

const aliases: Readonly<Record<string, string>> = {
	INT: 'INTEGER',
	INT4: 'INTEGER',
	INT8: 'BIGINT',
	INT2: 'SMALLINT',
	LONG: 'BIGINT',
	TEXT: 'VARCHAR',
	STRING: 'VARCHAR',
	FLOAT8: 'DOUBLE',
	REAL: 'FLOAT',
	FLOAT4: 'FLOAT',
	DATETIME: 'TIMESTAMP',
	NUMERIC: 'DECIMAL',
	BOOL: 'BOOLEAN'
};

const integers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'].flatMap((t) => [
	t,
	`U${t}`
]);
const families: readonly (readonly string[])[] = [
	[...integers],
	['FLOAT', 'DOUBLE', 'DECIMAL'],
	['VARCHAR'],
	['DATE'],
	['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS']
];

function normal(type: string): string {
	const bare = type
		.trim()
		.toUpperCase()
		.replace(/\(.*\)$/, '');
	return aliases[bare] ?? bare;
}

/** Whether a column still has the type it was classified with. */
export function sameType(known: Known, expected: string, found: string): boolean {
	const [a, b] = [normal(expected), normal(found)];
	if (a === b) return true;
	return !known.exact && families.some((family) => family.includes(a) && family.includes(b));
}
