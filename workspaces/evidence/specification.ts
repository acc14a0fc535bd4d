import * as v from 'valibot';
import {
	SnapshotSpecificationSchema,
	type Expression,
	type SnapshotSpecification
} from '#domain/disclosure/specification.ts';
import { aggregateOf, isAggregate } from './aggregates.ts';
import { filtersOf } from './conditions.ts';
import { grouping, naming } from './translate.ts';
import { fieldsBook, type FieldsBook } from './fields.ts';
import { find, has, person, sourcesOf, type Sources, type Tables } from './sources.ts';
import { constant, isNode, node, nodes, nothing, Refusal, texts, type Node } from './tree.ts';

export type FromSelect =
	{ readonly specification: SnapshotSpecification } | { readonly needsEvidence: string };

/**
 * Reads an analyst's query as a table specification (settled.md 15). `tree` is the parsed answer of
 * DuckDB's `json_serialize_sql`; `tables` the snapshot's tables with their columns. The query itself
 * is never run again: what is released is computed from the specification. Margins are added where
 * totals are sums, because totals tend to be known and the audit must then reckon with them.
 */
export function tableFromSelect(tree: unknown, tables: Tables): FromSelect {
	try {
		const specification = read(selectOf(tree), tables);
		const parsed = v.safeParse(SnapshotSpecificationSchema, specification);
		if (parsed.success) return { specification: parsed.output };
		return { needsEvidence: `The table ${parsed.issues[0].message}.` };
	} catch (error) {
		if (error instanceof Refusal) return { needsEvidence: error.message };
		throw error;
	}
}

function selectOf(tree: unknown): Node {
	if (!isNode(tree) || tree['error'] !== false)
		throw new Refusal(
			'Only a select can become a table; this is another statement or has an error.'
		);
	const statements = nodes(tree['statements']);
	const [only] = statements;
	if (only === undefined || statements.length !== 1)
		throw new Refusal('Ask for one table at a time: this is more than one statement.');
	const select = node(only['node']);
	if (select['type'] !== 'SELECT_NODE')
		throw new Refusal('This query joins several selects together; write one select.');
	return select;
}

function read(select: Node, tables: Tables): unknown {
	refuseExtras(select);
	const sources = sourcesOf(node(select['from_table']), tables);
	const book = fieldsBook();
	const items = nodes(select['select_list']);
	const dimensions = dimensionsOf(select, items, sources, book);
	const aggregate = aggregateOf(items.filter(isAggregate), sources, book);
	const unit = book.name(person, unitOf(sources));
	const where = nothing(select['where_clause'])
		? []
		: filtersOf(select['where_clause'], sources, book);
	const split = Math.ceil(dimensions.length / 2);
	const additive = ['count', 'sum', 'mean'].includes(aggregate.statistic);
	return {
		...aggregate,
		rows: dimensions.slice(0, split),
		columns: dimensions.slice(split),
		unit,
		where,
		hierarchies: [],
		margins: additive && dimensions.length > 0,
		from: sources.tables[0]?.table,
		joins: sources.joins,
		fields: book.all()
	};
}

function refuseExtras(select: Node): void {
	if (nodes(node(select['cte_map'] ?? { map: [] })['map'] ?? []).length > 0)
		throw new Refusal('This query uses “with”; select from the tables directly.');
	if (!nothing(select['having']) || !nothing(select['qualify']))
		throw new Refusal('Leave out “having” and “qualify”: a table shows all of its cells.');
	if (!nothing(select['sample']))
		throw new Refusal('Leave out the sample: select from all records.');
	// The order of rows does not change a table; everything else after the select does.
	const modifiers = nodes(select['modifiers'] ?? []);
	if (modifiers.some((modifier) => modifier['type'] !== 'ORDER_MODIFIER'))
		throw new Refusal('Leave out “limit” and “distinct”: a table shows all of its cells.');
	const sets = select['group_sets'];
	if (Array.isArray(sets) && sets.length > 1)
		throw new Refusal('Leave out rollup, cube and grouping sets: totals are added for you.');
}

/** The groups of the query under the names of their columns, in the order of the select list. */
function dimensionsOf(
	select: Node,
	items: readonly Node[],
	sources: Sources,
	book: FieldsBook
): string[] {
	const plain = items.filter((item) => !isAggregate(item));
	const shown = plain.map((item) => grouping(item, sources));
	if (shown.length === items.length)
		throw new Refusal(
			'This query has no statistic, so its rows may be people; use count, sum or avg.'
		);
	const groups = nodes(select['group_expressions'] ?? []);
	const grouped =
		select['aggregate_handling'] === 'FORCE_AGGREGATES'
			? shown
			: groups.map((group) => groupOf(group, items, sources));
	const same = (a: Expression) => (b: Expression) => JSON.stringify(a) === JSON.stringify(b);
	if (!shown.every((one) => grouped.some(same(one))))
		throw new Refusal('Each column of the result must be a group or a statistic.');
	if (!grouped.every((one) => shown.some(same(one))))
		throw new Refusal('Select every column that you group by, so that the cells have names.');
	return plain.map((item, index) => {
		const expression = shown[index];
		if (expression === undefined) throw new Refusal('A group has no expression.');
		const alias = item['alias'];
		return book.name(
			typeof alias === 'string' && alias !== '' ? alias : naming(expression),
			expression
		);
	});
}

/** A group is written as an expression, as its place in the select list, or by its alias there. */
function groupOf(group: Node, items: readonly Node[], sources: Sources): Expression {
	if (group['class'] === 'CONSTANT') {
		const place = Number(constant(group));
		const item = items[place - 1];
		if (item === undefined) throw new Refusal('A group is a constant; group by columns.');
		return grouping(item, sources);
	}
	const names = group['class'] === 'COLUMN_REF' ? texts(group['column_names']) : [];
	const [name] = names.length === 1 ? names : [];
	const isColumn = name !== undefined && sources.tables.some((source) => has(source, name));
	const aliased = items.find(
		(item) =>
			typeof item['alias'] === 'string' && item['alias'].toLowerCase() === name?.toLowerCase()
	);
	return grouping(!isColumn && aliased !== undefined ? aliased : group, sources);
}

/** The person whose record it is: of the first table that has one and is not itself optional. */
function unitOf(sources: Sources): Expression {
	const optional = new Set(
		sources.joins.filter((join) => join.kind === 'left').map((join) => join.table)
	);
	const holders = sources.tables.filter((source) => has(source, person));
	const holder = holders.find((source) => !optional.has(source.table)) ?? holders[0];
	if (holder === undefined)
		throw new Refusal(`No table in this query holds people (a column ${person}).`);
	return find([holder], [person]);
}
