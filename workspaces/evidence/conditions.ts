import type { Filter, Scalar } from '#domain/disclosure/specification.ts';
import { grouping, naming } from './translate.ts';
import type { FieldsBook } from './fields.ts';
import { conjunction, type Sources } from './sources.ts';
import { constant, node, nodes, Refusal, text, type Node } from './tree.ts';

const comparisons: Readonly<Record<string, Filter['op']>> = {
	COMPARE_EQUAL: '=',
	COMPARE_NOTEQUAL: '!=',
	COMPARE_LESSTHAN: '<',
	COMPARE_LESSTHANOREQUALTO: '<=',
	COMPARE_GREATERTHAN: '>',
	COMPARE_GREATERTHANOREQUALTO: '>='
};
const turned: Readonly<Record<string, Filter['op']>> = {
	'=': '=',
	'!=': '!=',
	'<': '>',
	'<=': '>=',
	'>': '<',
	'>=': '<='
};

/** The WHERE of a query as structured filters that must all hold; anything else is refused. */
export function filtersOf(where: unknown, sources: Sources, book: FieldsBook): Filter[] {
	const column = (part: unknown): string => {
		const expression = grouping(node(part), sources);
		return book.name(naming(expression), expression);
	};
	return conjunction(where).map((part) => filterOf(part, column));
}

function filterOf(part: Node, column: (part: unknown) => string): Filter {
	const type = text(part['type']);
	const op = comparisons[type];
	if (op !== undefined) {
		const [left, right] = [node(part['left']), node(part['right'])];
		if (isValue(right)) return { column: column(left), op, value: valueOf(right) };
		if (isValue(left)) return { column: column(right), op: turned[op] ?? op, value: valueOf(left) };
		throw new Refusal('A condition compares two columns; compare a column with a value.');
	}
	if (type === 'COMPARE_BETWEEN')
		return {
			column: column(part['input']),
			op: 'between',
			value: [valueOf(node(part['lower'])), valueOf(node(part['upper']))]
		};
	const children = Array.isArray(part['children']) ? nodes(part['children']) : [];
	const [first, ...rest] = children;
	if (type === 'COMPARE_IN' || type === 'COMPARE_NOT_IN')
		return {
			column: column(first),
			op: type === 'COMPARE_IN' ? 'in' : 'not in',
			value: rest.map(valueOf)
		};
	if (type === 'OPERATOR_IS_NULL') return { column: column(first), op: 'is null' };
	if (type === 'OPERATOR_IS_NOT_NULL') return { column: column(first), op: 'is not null' };
	throw new Refusal(
		'A condition is not a simple comparison; use =, <, in, between and is null, joined by “and”.'
	);
}

const isValue = (part: Node): boolean =>
	part['class'] === 'CONSTANT' ||
	(part['class'] === 'CAST' && node(part['child'])['class'] === 'CONSTANT');

/** A constant, or one with its type written beside it such as date '2020-01-01'. */
function valueOf(part: Node): Scalar {
	if (!isValue(part)) throw new Refusal('A condition compares with something that is not a value.');
	const value = constant(part['class'] === 'CAST' ? node(part['child']) : part);
	if (value === null) throw new Refusal('Compare with “is null”, not with null.');
	return value;
}
