import type { Filter } from '#domain/disclosure/specification.ts';
import { filtersOf } from './conditions.ts';
import type { FieldsBook } from './fields.ts';
import { alike, find, person, type Sources } from './sources.ts';
import { aggregates } from './statistics.ts';
import { constant, isNode, node, nodes, nothing, Refusal, text, texts, type Node } from './tree.ts';

const instead = `Write a share of people as count(distinct case when … then ${person} end) / count(distinct ${person}).`;

const nameOf = (part: Node): string =>
	part['class'] === 'FUNCTION' ? text(part['function_name']).toLowerCase() : '';

const partsOf = (part: Node): Node[] => nodes(part['children']);

/** Whether a part of the select list is one statistic divided by another. */
export const isQuotient = (item: Node): boolean =>
	nameOf(item) === '/' &&
	partsOf(item).every((part) => aggregates(nameOf(plain(part, isConstant))));

/** A statistic without what only makes its numbers fractions: a cast, or a factor of one. */
function plain(part: Node, dropped: (factor: Node) => boolean = isOne): Node {
	if (part['class'] === 'CAST') return plain(node(part['child']), dropped);
	if (nameOf(part) !== '*') return part;
	const factors = partsOf(part);
	const rest = factors.filter((factor) => !dropped(factor));
	return rest.length === 1 && rest[0] !== undefined ? plain(rest[0], dropped) : part;
}

const isNumber = (part: unknown, value: number): boolean =>
	isNode(part) && part['class'] === 'CONSTANT' && constant(part) === value;

/**
 * The condition of a share of people, in the two ways to write one that say exactly this: people who
 * meet it among all people, or the mean of ones and zeros over a table that has one record a person.
 * Null when the item is no share. @throws Refusal of what looks like one and is not plainly so.
 */
export function conditionOf(item: Node, sources: Sources, book: FieldsBook): Filter[] | null {
	if (isQuotient(item)) return ofQuotient(item, sources, book);
	const [what] = ['avg', 'mean'].includes(nameOf(item)) ? partsOf(item) : [];
	if (what === undefined || caseOf(what) === null) return null;
	const only = sources.tables.length === 1 && sources.tables[0]?.table === person.slice(0, -3);
	if (!only || item['distinct'] === true || !nothing(item['filter']))
		throw new Refusal(`A mean of ones and zeros counts records, not people. ${instead}`);
	const { when, then, otherwise } = caseOf(what) ?? {};
	if (!isNumber(then, 1) || !isNumber(otherwise, 0)) throw new Refusal(instead);
	return filtersOf(when, sources, book);
}

function ofQuotient(item: Node, sources: Sources, book: FieldsBook): Filter[] {
	const [numerator, base] = partsOf(item).map((part) => plain(part));
	const [met] = numerator === undefined ? [] : peopleCounted(numerator);
	const [all] = base === undefined ? [] : peopleCounted(base);
	const one = met === undefined ? null : caseOf(met);
	if (one === null || all === undefined || !nothingElse(one.otherwise)) throw new Refusal(instead);
	// people of an optional table are not those of the table before it
	if (sources.joins.some(({ kind }) => kind === 'left'))
		throw new Refusal(`A share of people needs an inner join. ${instead}`);
	for (const counted of [one.then, all])
		if (!isPerson(counted, sources)) throw new Refusal(instead);
	return filtersOf(one.when, sources, book);
}

const isConstant = (part: Node): boolean => part['class'] === 'CONSTANT';
const isOne = (part: Node): boolean => isNumber(part, 1);

/** What a `count(distinct …)` without a filter counts. */
const peopleCounted = (part: Node): Node[] =>
	nameOf(part) === 'count' && part['distinct'] === true && nothing(part['filter'])
		? partsOf(part)
		: [];

const isPerson = (part: unknown, sources: Sources): boolean =>
	isNode(part) &&
	part['class'] === 'COLUMN_REF' &&
	alike(find(sources.tables, texts(part['column_names'])).column, person);

const nothingElse = (part: unknown): boolean =>
	nothing(part) || (isNode(part) && part['class'] === 'CONSTANT' && constant(part) === null);

/** A case of one condition: when, then, else. */
function caseOf(part: Node) {
	if (part['class'] !== 'CASE') return null;
	const [first, ...more] = nodes(part['case_checks']);
	if (first === undefined || more.length > 0) throw new Refusal(instead);
	return { when: first['when_expr'], then: first['then_expr'], otherwise: part['else_expr'] };
}
