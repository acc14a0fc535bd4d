import type { Expression } from '#domain/disclosure/specification.ts';
import { columnsOf, permitted } from './expression.ts';
import { find, type Sources } from './sources.ts';
import { aggregates } from './statistics.ts';
import { constant, node, nodes, nothing, Refusal, text, texts, type Node } from './tree.ts';

const operators: Readonly<Record<string, string>> = {
	COMPARE_EQUAL: '=',
	COMPARE_NOTEQUAL: '!=',
	COMPARE_LESSTHAN: '<',
	COMPARE_LESSTHANOREQUALTO: '<=',
	COMPARE_GREATERTHAN: '>',
	COMPARE_GREATERTHANOREQUALTO: '>=',
	CONJUNCTION_AND: 'and',
	CONJUNCTION_OR: 'or',
	OPERATOR_NOT: 'not',
	OPERATOR_IS_NULL: 'is null',
	OPERATOR_IS_NOT_NULL: 'is not null',
	OPERATOR_COALESCE: 'coalesce',
	COMPARE_IN: 'in',
	COMPARE_NOT_IN: 'not in'
};
const types: Readonly<Record<string, string>> = {
	DATE: 'as date',
	INTEGER: 'as integer',
	BIGINT: 'as integer',
	DOUBLE: 'as number',
	VARCHAR: 'as text'
};
const renamed: Readonly<Record<string, string>> = { dayofweek: 'day of week', ceiling: 'ceil' };

/** Turns a scalar expression of the tree into one of ours, or refuses it by name. */
export function expressionOf(part: Node, sources: Sources): Expression {
	switch (part['class']) {
		case 'COLUMN_REF':
			return find(sources.tables, texts(part['column_names']));
		case 'CONSTANT':
			return { constant: constant(part) };
		case 'CAST':
			return cast(part, sources);
		case 'FUNCTION':
			return called(part, sources);
		case 'COMPARISON':
			return call(operator(part), [part['left'], part['right']], sources);
		case 'CONJUNCTION':
		case 'OPERATOR':
			return call(operator(part), nodes(part['children']), sources);
		case 'BETWEEN':
			return call('between', [part['input'], part['lower'], part['upper']], sources);
		case 'CASE':
			return cases(part, sources);
		case 'SUBQUERY':
			throw new Refusal('This query has a subquery inside; select from the tables directly.');
		case 'WINDOW':
			throw new Refusal('This query has a window function; ask for the plain statistic.');
		default:
			throw new Refusal('This query has an expression that we do not run for a table.');
	}
}

const operator = (part: Node): string => operators[text(part['type'])] ?? text(part['type']);

function call(name: string, parts: readonly unknown[], sources: Sources): Expression {
	const of = parts.map((part) => expressionOf(node(part), sources));
	if (!permitted(name, of.length))
		throw new Refusal(`“${name.toLowerCase()}” is not something that we run for a table.`);
	return { call: name, of };
}

function cast(part: Node, sources: Sources): Expression {
	const child = node(part['child']);
	const to = types[text(node(part['cast_type'])['id'])];
	const inner = expressionOf(child, sources);
	if (to === undefined || part['try_cast'] === true)
		throw new Refusal('This query changes a value into a type that we do not use in tables.');
	return { call: to, of: [inner] };
}

function called(part: Node, sources: Sources): Expression {
	const name = text(part['function_name']).toLowerCase();
	if (aggregates(name))
		throw new Refusal(`Ask for “${name}” by itself, with no calculation around it.`);
	if (!nothing(part['filter']))
		throw new Refusal(`“${name}” is used with a filter; use where instead.`);
	if (part['distinct'] === true || nodes(node(part['order_bys'])['orders'] ?? []).length > 0)
		throw new Refusal(`“${name}” is used with distinct or an order, which we do not read.`);
	const children = nodes(part['children']);
	if (name === 'date_part' || name === 'datepart' || name === 'date_trunc')
		return dated(name === 'date_trunc' ? 'trunc ' : '', children, sources);
	return call(renamed[name] ?? name, children, sources);
}

function dated(prefix: string, [what, of]: readonly Node[], sources: Sources): Expression {
	const part = what?.['class'] === 'CONSTANT' ? constant(what) : null;
	return call(`${prefix}${String(part).toLowerCase()}`, [of], sources);
}

function cases(part: Node, sources: Sources): Expression {
	const branches = nodes(part['case_checks']).flatMap((check) => [
		check['when_expr'],
		check['then_expr']
	]);
	return call('case', [...branches, part['else_expr']], sources);
}

/** Columns that tell people or their records apart: they may be counted and joined, nothing else. */
const shared = /(_concept_id|^concept_id|^care_site_id|^location_id)$/;

export const identifies = (column: string): boolean =>
	column.toLowerCase().endsWith('_id') && !shared.test(column.toLowerCase());

/** Columns of codes: whom a code stands for can be counted, but it is no quantity. */
export const isCode = (column: string): boolean => /(_concept_id|^concept_id)$/i.test(column);

/** An expression over at least one column, and over none that tells people apart. */
export function grouping(part: Node, sources: Sources): Expression {
	const expression = expressionOf(part, sources);
	const columns = columnsOf(expression);
	if (columns.length === 0)
		throw new Refusal('A group or a figure is a constant: nothing in the data stands behind it.');
	const telltale = columns.find(({ column }) => identifies(column));
	if (telltale !== undefined)
		throw new Refusal(
			`“${telltale.column}” tells people or records apart, so it cannot be a group or a condition.`
		);
	return expression;
}

/** How an expression is named in a table when the query gives it no name. */
export function naming(expression: Expression): string {
	if ('table' in expression) return expression.column;
	if ('constant' in expression) return String(expression.constant);
	return `${expression.call}(${expression.of.map(naming).join(', ')})`;
}
