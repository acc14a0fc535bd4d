import type { Column, Join } from '#domain/disclosure/specification.ts';
import { node, nodes, nothing, Refusal, text, texts, type Node } from './tree.ts';

/** The columns of each table of a snapshot, by its name. */
export type Tables = Readonly<Record<string, readonly string[]>>;

/** A table in a query, and what the query calls it. */
type Source = {
	readonly table: string;
	readonly alias: string;
	readonly columns: readonly string[];
};

export type Sources = { readonly tables: readonly Source[]; readonly joins: readonly Join[] };

export const person = 'person_id';
const visit = 'visit_occurrence_id';

export const alike = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Reads the FROM of a query: snapshot tables joined on keys, or a refusal that says why not. */
export function sourcesOf(from: Node, tables: Tables): Sources {
	if (from['type'] === 'BASE_TABLE') return { tables: [base(from, tables)], joins: [] };
	if (from['type'] === 'JOIN') return joined(from, tables);
	if (from['type'] === 'EMPTY')
		throw new Refusal('The figures do not come from a table: nothing stands behind a constant.');
	if (from['type'] === 'TABLE_FUNCTION')
		throw new Refusal('The figures come from a function or a file, not from a table of people.');
	throw new Refusal(
		'The figures come from a subquery or a list of values; select from the tables.'
	);
}

function base(from: Node, tables: Tables): Source {
	const name = text(from['table_name']);
	if (
		!nothing(from['catalog_name']) ||
		!(nothing(from['schema_name']) || from['schema_name'] === 'main')
	)
		throw new Refusal(`“${name}” is named with a schema; use the table's own name.`);
	if (
		!nothing(from['sample']) ||
		!nothing(from['at_clause']) ||
		!nothing(from['column_name_alias'])
	)
		throw new Refusal(`“${name}” is sampled or renamed; select from the whole table.`);
	const table = Object.keys(tables).find((known) => alike(known, name));
	if (table === undefined)
		throw new Refusal(`“${name}” is not a table of this workspace's snapshot.`);
	const alias = nothing(from['alias']) ? table : text(from['alias']);
	return { table, alias, columns: tables[table] ?? [] };
}

function joined(from: Node, tables: Tables): Sources {
	const left = sourcesOf(node(from['left']), tables);
	const right = node(from['right']);
	if (right['type'] !== 'BASE_TABLE')
		throw new Refusal('A join has a subquery or another join inside it; join one table at a time.');
	const added = base(right, tables);
	if (left.tables.some((one) => one.table === added.table || alike(one.alias, added.alias)))
		throw new Refusal(`“${added.table}” is used twice; use each table once.`);
	if (from['ref_type'] !== 'REGULAR')
		throw new Refusal(`Join “${added.table}” with “join … on” and its keys.`);
	const kind =
		from['join_type'] === 'INNER' ? 'inner' : from['join_type'] === 'LEFT' ? 'left' : null;
	if (kind === null) throw new Refusal('Only inner and left joins are read.');
	const on = keys(from, left.tables, added);
	insistOnKeys(on, left.tables, added);
	const join: Join = { table: added.table, kind, on };
	return { tables: [...left.tables, added], joins: [...left.joins, join] };
}

function keys(from: Node, before: readonly Source[], added: Source): [Column, Column][] {
	const using = texts(from['using_columns'] ?? []);
	if (using.length > 0) return using.map((name) => [find(before, [name]), find([added], [name])]);
	return conjunction(from['condition']).map((part) => {
		const columns = [part['left'], part['right']].map((side) => {
			const column = node(side);
			if (part['type'] !== 'COMPARE_EQUAL' || column['class'] !== 'COLUMN_REF')
				throw new Refusal(`Join “${added.table}” on keys that are equal, and on nothing else.`);
			return find([...before, added], texts(column['column_names']));
		});
		const old = columns.find((column) => column.table !== added.table);
		const fresh = columns.find((column) => column.table === added.table);
		if (old === undefined || fresh === undefined)
			throw new Refusal(`The join of “${added.table}” does not tie it to another table.`);
		return [old, fresh];
	});
}

/** A join that mixes up people would make cells that belong to nobody. */
function insistOnKeys(
	on: readonly (readonly [Column, Column])[],
	before: readonly Source[],
	added: Source
): void {
	const same = (name: string): boolean =>
		on.some(([old, fresh]) => alike(old.column, name) && alike(fresh.column, name));
	const people = has(added, person) && before.some((one) => has(one, person));
	if (people && !same(person) && !same(visit))
		throw new Refusal(`Join “${added.table}” on ${person}, so that each record keeps its person.`);
	if (!on.flat().every((column) => column.column.toLowerCase().endsWith('_id')))
		throw new Refusal(`Join “${added.table}” on identifiers (columns that end in _id) only.`);
}

export const has = (source: Source, name: string): boolean =>
	source.columns.some((column) => alike(column, name));

/** The parts of a condition that all must hold. */
export function conjunction(condition: unknown): Node[] {
	const part = node(condition);
	return part['type'] === 'CONJUNCTION_AND' ? nodes(part['children']).flatMap(conjunction) : [part];
}

/** Finds a column by its name, or by its table's name and its own, among the tables of a query. */
export function find(sources: readonly Source[], names: readonly string[]): Column {
	const column = names.at(-1) ?? '';
	const [qualifier] = names.length === 2 ? names : [];
	if (names.length > 2) throw new Refusal(`“${names.join('.')}” is not a column of the snapshot.`);
	const holders = sources.filter(
		(source) =>
			has(source, column) &&
			(qualifier === undefined || alike(source.alias, qualifier) || alike(source.table, qualifier))
	);
	const [first] = holders;
	if (first === undefined) throw new Refusal(`There is no column “${names.join('.')}”.`);
	const name = first.columns.find((one) => alike(one, column)) ?? column;
	// Joined on it, the columns of that name are one and the same; the leftmost keeps every record.
	return { table: first.table, column: name };
}
