import type { Specification } from '#domain/disclosure/judge.ts';
import type { Expression, Filter, Scalar } from '#domain/disclosure/specification.ts';
import { bind, EvidenceError, identifier, write, type Bound } from './expression.ts';
import { labelled } from './label-sql.ts';

/** The name that the single file of a plain specification goes by. */
export const onlyTable = 'data';

/** The table that says which organisation each unit is registered with, when it is given. */
export const registered = '(registered)';

/** Where a record's organisation stands: in a column of its own, or with its person. */
export type Organisation = { readonly column: string; readonly by: 'record' | 'person' };

/** The columns of each table that a specification reads, by the table's name. */
export type Columns = ReadonlyMap<string, readonly string[]>;

/** A statement and the values bound to it. */
export type Statement = { readonly sql: string; readonly values: readonly (Scalar | null)[] };

export const dimensionsOf = (specification: Specification): string[] => [
	...specification.rows,
	...specification.columns
];

export const tablesOf = (specification: Specification): string[] =>
	'from' in specification
		? [specification.from, ...specification.joins.map((join) => join.table)]
		: [onlyTable];

/**
 * The records behind a table: one row each with its labels d0 … dk, its unit, its value and its
 * organisation. Names are looked up and quoted and values are bound: nothing in a specification is
 * ever SQL.
 */
export const recordsOf = (
	specification: Specification,
	columns: Columns,
	organisation: Organisation | null,
	recordKey?: string
): Statement =>
	selected(specification, columns, organisation, ({ name, bound }) => [
		...dimensionsOf(specification).map(
			(column, index) => `${labelled(name(column), specification, column, bound)} as d${index}`
		),
		...(recordKey === undefined ? [] : [`${name(recordKey)} as record_key`]),
		...extras(specification, name, bound)
	]);

/** What only some statistics read: the other column, the proportion's condition, who gave a waiver. */
function extras(
	specification: Specification,
	name: (column: string) => string,
	bound: Bound
): string[] {
	const { over, when } = specification;
	const waivers = 'waivers' in specification ? specification.waivers : null;
	const holds = when?.map((filter) => condition(filter, name, bound)).join(' and ');
	return [
		...(over === undefined || over === null ? [] : [`${name(over)} as second`]),
		...(holds === undefined ? [] : [`(${holds}) as hit`]),
		...(waivers === null ? [] : [`${name(waivers)} as waived`])
	];
}

/**
 * The same records with their dimensions g0 … gk as they stand in the data: labels come later. Records
 * that are units of their own are not numbered, because that takes longer than adding them up.
 */
export const rawRecordsOf = (
	specification: Specification,
	columns: Columns,
	organisation: Organisation | null
): Statement =>
	selected(
		specification,
		columns,
		organisation,
		({ name }) =>
			dimensionsOf(specification).map((column, index) => `${name(column)} as g${index}`),
		'null'
	);

/** The label of each raw value of dimension `index`, out of a table that has them as g{index}. */
export function labelsFrom(specification: Specification, index: number, table: string): Statement {
	const bound: Bound = { values: [] };
	const column = dimensionsOf(specification)[index] ?? '';
	const written = labelled(`g${index}`, specification, column, bound);
	return { sql: `select g${index}, ${written} as label from ${table}`, values: bound.values };
}

type Writing = { readonly name: (column: string) => string; readonly bound: Bound };

function selected(
	specification: Specification,
	columns: Columns,
	organisation: Organisation | null,
	more: (writing: Writing) => readonly string[],
	alone = 'row_number() over ()'
): Statement {
	const bound: Bound = { values: [] };
	const name = (column: string): string => write(resolve(specification, columns, column), bound);
	const first = more({ name, bound });
	const { unit, value } = specification;
	const list = [
		...first,
		`${unit === null ? alone : name(unit)} as unit`,
		`${value === null ? 'true' : name(value)} as raw`,
		`${organisationSql(organisation, columns, name)} as organisation`
	];
	const conditions = specification.where.map((filter) => condition(filter, name, bound));
	const people =
		organisation?.by === 'person' && unit !== null
			? `\nleft join ${identifier(registered)} on ${identifier(registered)}.person_id = ${name(unit)}`
			: '';
	const from = source(specification, columns) + people;
	const where = conditions.length === 0 ? '' : `\nwhere ${conditions.join('\nand ')}`;
	return { sql: `select ${list.join(',\n')}\nfrom ${from}${where}`, values: bound.values };
}

function organisationSql(
	organisation: Organisation | null,
	columns: Columns,
	name: (column: string) => string
): string {
	if (organisation === null) return 'null';
	if (organisation.by === 'record') return name(organisation.column);
	const column = columnNamed(columns, registered, organisation.column) ?? organisation.column;
	return `${identifier(registered)}.${identifier(column)}`;
}

/** Finds what a name stands for: a field of the specification, else a column of its only table. */
export function resolve(specification: Specification, columns: Columns, name: string): Expression {
	if ('from' in specification) {
		const field = Object.hasOwn(specification.fields, name)
			? specification.fields[name]
			: undefined;
		if (field !== undefined) return checked(field, columns);
	}
	const found = tablesOf(specification).flatMap((table) => {
		const column = columnNamed(columns, table, name);
		return column === undefined ? [] : [{ table, column }];
	});
	const [first] = found;
	if (first === undefined)
		throw new EvidenceError(`There is no column “${name}” in the data; check its spelling.`);
	return first;
}

export const columnNamed = (columns: Columns, table: string, name: string): string | undefined =>
	columns.get(table)?.find((column) => column === name) ??
	columns.get(table)?.find((column) => column.toLowerCase() === name.toLowerCase());

function checked(expression: Expression, columns: Columns): Expression {
	if ('constant' in expression) return expression;
	if ('call' in expression)
		return { ...expression, of: expression.of.map((part) => checked(part, columns)) };
	const column = columnNamed(columns, expression.table, expression.column);
	if (column === undefined)
		throw new EvidenceError(`There is no column ${expression.table}.${expression.column}.`);
	return { table: expression.table, column };
}

function condition(filter: Filter, name: (column: string) => string, bound: Bound): string {
	const column = name(filter.column);
	const { op, value } = filter;
	if (op === 'is null' || op === 'is not null') return `${column} ${op}`;
	const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
	const written = values.map((item) => bind(bound, item));
	if (op === 'in' || op === 'not in') return `${column} ${op} (${written.join(', ')})`;
	return `${column} ${op} ${written.join(' and ')}`;
}

function source(specification: Specification, columns: Columns): string {
	if (!('from' in specification)) return identifier(onlyTable);
	const joins = specification.joins.map((join) => {
		const keys = join.on.map(([left, right]) => {
			const sides = [left, right].map((side) => write(checked(side, columns), { values: [] }));
			return sides.join(' = ');
		});
		return `${join.kind} join ${identifier(join.table)} on ${keys.join(' and ')}`;
	});
	return [identifier(specification.from), ...joins].join('\n');
}
