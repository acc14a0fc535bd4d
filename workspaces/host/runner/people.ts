import type { Node, Tree } from './tree.ts';

/** `types` of the result's columns, and the names of key columns in lower case. */
export type Shape = { readonly types: readonly string[]; readonly keys: ReadonlySet<string> };

/** Functions that turn many rows into one value without carrying a row's value out whole. */
const aggregates = new Set(
	`count count_star sum avg mean min max median mode stddev stddev_pop stddev_samp variance var_pop
	var_samp quantile_cont quantile_disc approx_count_distinct bool_and bool_or corr covar_pop
	covar_samp regr_slope regr_intercept regr_r2 regr_count skewness kurtosis entropy count_if
	sum_no_overflow fsum`.split(/\s+/)
);

/** Functions of one row's values that an aggregate may be grouped or filtered by. */
const scalars = new Set(
	`+ - * / // % || ** ^ abs ceil ceiling floor round trunc sign sqrt ln log exp power pow least greatest
	coalesce ifnull nullif if case lower upper trim ltrim rtrim left right substring substr length
	replace concat contains starts_with ends_with prefix suffix like ~~ !~~ ~~* !~~* not_like ilike
	regexp_matches year month quarter day week dayofweek date_part date_trunc date_diff datediff
	date_add date_sub age make_date today current_date epoch isfinite isnan strftime`.split(/\s+/)
);

const tables = new Set(['BASE_TABLE', 'JOIN', 'SUBQUERY', 'EMPTY']);

/**
 * Whether the rows of a result count as rows of people (settled.md 14). Everything does, except
 * - a description of a table, and
 * - a plain aggregate: a single SELECT with aggregates or groups, in which keys of people or records
 *   are only counted, joined on, or handed from an inner query to an outer one under their own names.
 * What is not understood counts: a wrong "yes" costs some of a day's budget, a wrong "no" a leak.
 */
export function showsPeople(tree: Tree, { types, keys }: Shape): boolean {
	const top = node(node(tree.statements?.[0])?.['node']);
	if (top?.['type'] !== 'SELECT_NODE') return true;
	if (node(top['from_table'])?.['type'] === 'SHOW_REF') return !describes(top);
	if (
		types.some(
			(type) =>
				type === 'UUID' ||
				/[[({]|^(STRUCT|MAP|LIST|UNION|VARIANT)/.test(type.replace(/^DECIMAL\(.*\)$/, ''))
		)
	)
		return true;
	const groups = list(top['group_sets']).length > 0;
	if (!groups && !list(top['select_list']).some(aggregate)) return true;
	return !plain(tree, { keys, names: relations(tree), outermost: top });
}

type Rules = {
	readonly keys: ReadonlySet<string>;
	/** Names of tables: used as a column, one stands for its whole row. */
	readonly names: ReadonlySet<string>;
	readonly outermost: Node;
};

/** `describe person`, `show tables`: names and types. SUMMARIZE shows smallest and largest values. */
function describes(top: Node): boolean {
	const [only, second] = list(top['select_list']);
	const kind = String(node(top['from_table'])?.['show_type']);
	return (
		['DESCRIBE', 'SHOW_FROM', 'SHOW_UNQUALIFIED'].includes(kind) &&
		second === undefined &&
		node(only)?.['class'] === 'STAR' &&
		node(only)?.['expr'] === null &&
		list(node(only)?.['replace_list']).length === 0
	);
}

const node = (value: unknown): Node | null =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : null;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const word = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

function aggregate(value: unknown): boolean {
	const it = node(value);
	if (it?.['class'] === 'SUBQUERY') return false;
	if (it?.['class'] === 'FUNCTION' && aggregates.has(word(it['function_name']))) return true;
	return Object.values(it ?? list(value)).some(
		(part) => typeof part === 'object' && part !== null && aggregate(part)
	);
}

/** Every name under which a table, subquery or CTE can be spoken of. */
function relations(value: unknown, found = new Set<string>()): ReadonlySet<string> {
	const it = node(value);
	if (it && tables.has(String(it['type']))) {
		for (const key of ['alias', 'table_name']) if (word(it[key]) !== '') found.add(word(it[key]));
	}
	for (const part of Object.values(it ?? list(value)))
		if (typeof part === 'object' && part !== null) relations(part, found);
	return found;
}

/** Walks a tree and says whether every part of it is one that a plain aggregate may have. */
function plain(value: unknown, rules: Rules): boolean {
	if (Array.isArray(value)) return value.every((part) => plain(part, rules));
	const it = node(value);
	if (it === null) return true;
	if (list(it['column_name_alias']).length > 0 || list(it['aliases']).length > 0) return false;
	if (it['type'] === 'SELECT_NODE') return plainSelect(it, rules);
	if (String(it['type']).endsWith('_NODE')) return false;
	switch (it['class']) {
		case undefined:
			return !isRelation(it) || tables.has(String(it['type'])) ? parts(it, rules) : false;
		case 'COLUMN_REF':
			return !forbidden(it, rules);
		case 'FUNCTION':
			return plainFunction(it, rules);
		case 'COMPARISON':
			return joinsKeys(it) || parts(it, rules);
		case 'SUBQUERY':
			return it['subquery_type'] === 'SCALAR' ? false : plainMembership(it, rules);
		case 'CONSTANT':
		case 'CAST':
		case 'CASE':
		case 'BETWEEN':
		case 'CONJUNCTION':
		case 'OPERATOR':
			return parts(it, rules);
		default:
			return false;
	}
}

const parts = (it: Node, rules: Rules): boolean =>
	Object.values(it).every((part) => typeof part !== 'object' || plain(part, rules));

const isRelation = (it: Node): boolean => 'sample' in it && !('select_list' in it);

/** An inner query may hand a key on, unchanged and under its own name; the outermost may not show one. */
function plainSelect(it: Node, rules: Rules): boolean {
	if (it['qualify'] !== null || it['sample'] !== null) return false;
	if (it === rules.outermost) return parts(it, rules);
	return Object.entries(it).every(([key, part]) =>
		key === 'select_list' || key === 'group_expressions'
			? list(part).every((one) => handsOn(node(one), rules) || plain(one, rules))
			: plain(part, rules)
	);
}

function handsOn(it: Node | null, { names }: Rules): boolean {
	if (it?.['class'] !== 'COLUMN_REF' || names.has(column(it))) return false;
	return word(it['alias']) === '' || word(it['alias']) === column(it);
}

const column = (it: Node): string => word(list(it['column_names']).at(-1));

const forbidden = (it: Node, { keys, names }: Rules): boolean =>
	keys.has(column(it)) || names.has(column(it));

function plainFunction(it: Node, rules: Rules): boolean {
	const name = word(it['function_name']);
	if (!aggregates.has(name) && !scalars.has(name)) return false;
	const counted = name === 'count' || name === 'approx_count_distinct';
	const [first] = list(it['children']);
	const key =
		node(first)?.['class'] === 'COLUMN_REF' && !rules.names.has(column(node(first) ?? {}));
	return Object.entries(it).every(
		([part, inside]) => (part === 'children' && counted && key) || plain(inside, rules)
	);
}

/** `a.person_id = b.person_id`: two columns compared for being equal, as a join does. */
function joinsKeys(it: Node): boolean {
	const sides = [node(it['left']), node(it['right'])];
	return it['type'] === 'COMPARE_EQUAL' && sides.every((side) => side?.['class'] === 'COLUMN_REF');
}

/** `person_id in (select person_id from …)`: yields true or false, never the key. */
function plainMembership(it: Node, rules: Rules): boolean {
	const child = node(it['child']);
	const members = child === null || child['class'] === 'COLUMN_REF' || plain(child, rules);
	return members && plain(it['subquery'], rules);
}
