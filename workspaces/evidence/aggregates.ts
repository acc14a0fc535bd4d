import type { Filter } from '#domain/disclosure/specification.ts';
import { ofTwo, type Statistic } from '#domain/disclosure/statistic.ts';
import { grouping, identifies, isCode } from './translate.ts';
import type { FieldsBook } from './fields.ts';
import { conditionOf, isQuotient } from './proportions.ts';
import { alike, find, person, type Sources } from './sources.ts';
import { aggregates, statistics, unread } from './statistics.ts';
import { constant, isNode, node, nodes, nothing, Refusal, text, texts, type Node } from './tree.ts';

/** Whether a part of the select list is a statistic, as opposed to a group. */
export function isAggregate(item: Node): boolean {
	const name = functionName(item);
	return (name !== null && aggregates(name)) || isQuotient(item);
}

const functionName = (item: Node): string | null =>
	item['class'] === 'FUNCTION' ? text(item['function_name']).toLowerCase() : null;

export type Aggregate = {
	readonly statistic: Statistic;
	readonly of: 'units' | 'records';
	readonly value: string | null;
	readonly q: number | null;
	readonly over?: string;
	readonly when?: readonly Filter[];
};

/** The one statistic of a query. */
export function aggregateOf(items: readonly Node[], sources: Sources, book: FieldsBook): Aggregate {
	const [item] = items;
	if (item === undefined) throw new Refusal('This query has no statistic.');
	if (items.length > 1)
		throw new Refusal('This query has several statistics; ask for each as a table of its own.');
	const when = conditionOf(item, sources, book);
	if (when !== null) return { statistic: 'proportion', of: 'units', value: null, q: null, when };
	const name = functionName(item) ?? '';
	const instead = unread[name];
	if (instead !== undefined) throw new Refusal(`Use ${instead} instead of ${name}.`);
	if (!nothing(item['filter']) || nodes(node(item['order_bys'])['orders'] ?? []).length > 0)
		throw new Refusal(`“${name}” is used with a filter or an order; use where instead.`);
	const statistic = statistics[name];
	if (statistic === undefined) throw new Refusal(`“${name}” is not a statistic that we check.`);
	const arguments_ = nodes(item['children']);
	const distinct = item['distinct'] === true;
	if (statistic === 'count') return counted(arguments_, distinct, sources, book);
	if (distinct) throw new Refusal(`“${name}” of distinct values cannot be traced to people.`);
	if (ofTwo.has(statistic)) return paired(statistic, arguments_, sources, book);
	return valued(statistic, arguments_, sources, book);
}

function counted(
	[what]: readonly Node[],
	distinct: boolean,
	sources: Sources,
	book: FieldsBook
): Aggregate {
	const plain = { statistic: 'count', q: null } as const;
	if (what === undefined) return { ...plain, of: 'records', value: null };
	const column = columnOf(what, sources);
	if (distinct && !alike(column.column, person))
		throw new Refusal(`Count people (distinct ${person}) or records (*), not distinct values.`);
	return { ...plain, of: distinct ? 'units' : 'records', value: book.name(column.column, column) };
}

/**
 * The value is a column as it stands in the data. A constant added to one person's value would hide
 * that person behind everybody's constant, and no concentration rule would see it.
 */
function valued(
	statistic: Statistic,
	[what, share, ...more]: readonly Node[],
	sources: Sources,
	book: FieldsBook
): Aggregate {
	if (what === undefined || more.length > 0) throw new Refusal('A statistic has the wrong parts.');
	const value = measured(what, sources, book, statistic);
	if (statistic !== 'quantile') {
		if (share !== undefined) throw new Refusal('A statistic has the wrong parts.');
		return { statistic, of: 'units', value, q: null };
	}
	const q = isNode(share) && share['class'] === 'CONSTANT' ? constant(share) : null;
	if (typeof q !== 'number') throw new Refusal('Give a quantile as one number, such as 0.9.');
	return { statistic, of: 'units', value, q };
}

/** A straight line through two columns: what is explained first, as SQL has it. */
function paired(
	statistic: Statistic,
	[what, over, ...more]: readonly Node[],
	sources: Sources,
	book: FieldsBook
): Aggregate {
	if (what === undefined || over === undefined || more.length > 0)
		throw new Refusal('A line needs two columns.');
	const value = measured(what, sources, book, statistic);
	const other = measured(over, sources, book, statistic);
	return { statistic, of: 'units', value, q: null, over: other };
}

/**
 * The name of a column that is measured: one as it is in the data, no identifier, and no code. A mean
 * of codes says how many have each of them.
 */
function measured(what: Node, sources: Sources, book: FieldsBook, statistic: Statistic): string {
	const column = columnOf(what, sources);
	if (identifies(column.column))
		throw new Refusal(`“${column.column}” is an identifier: a statistic of it means nothing.`);
	if (isCode(column.column) && statistic !== 'mode')
		throw new Refusal(`“${column.column}” holds codes: count people by it instead.`);
	grouping(what, sources);
	return book.name(column.column, column);
}

function columnOf(what: Node, sources: Sources): { table: string; column: string } {
	if (what['class'] !== 'COLUMN_REF')
		throw new Refusal('A statistic must be over a column as it is in the data, not a calculation.');
	return find(sources.tables, texts(what['column_names']));
}
