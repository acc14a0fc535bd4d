type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every object inside a syntax tree as DuckDB's `json_serialize_sql` writes it. */
function* within(value: unknown): Generator<Node> {
	if (!isNode(value)) return;
	yield value;
	for (const part of Object.values(value)) yield* within(part);
}

const aggregates = new Set([
	'count',
	'count_star',
	'sum',
	'avg',
	'mean',
	'min',
	'max',
	'median',
	'mode',
	'stddev',
	'stddev_samp',
	'quantile_cont',
	'quantile_disc'
]);

/** Whether a query reads any table at all; constants and made-up series read none. */
export const readsTables = (tree: unknown): boolean =>
	[...within(tree)].some((node) => node['type'] === 'BASE_TABLE');

/** Whether the outermost select groups or adds up, so that its rows are not plainly records. */
export function addsUp(tree: unknown): boolean {
	const statements: unknown = isNode(tree) ? tree['statements'] : null;
	const statement: unknown = Array.isArray(statements) ? statements[0] : null;
	const select: unknown = isNode(statement) ? statement['node'] : null;
	if (!isNode(select)) return false;
	const groups = select['group_expressions'];
	if (Array.isArray(groups) && groups.length > 0) return true;
	return [...within(select['select_list'])].some(
		(node) => typeof node['function_name'] === 'string' && aggregates.has(node['function_name'])
	);
}
