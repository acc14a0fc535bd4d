/** Where a cell stands: one label per dimension, and how deep each lies (-1 the total). */
export type Place = { readonly labels: readonly string[]; readonly levels: readonly number[] };

/** Which labels of a column belong to which larger group. */
export type Hierarchy = {
	readonly column: string;
	readonly parents: readonly (readonly [string, string])[];
};

/** One equation of a table: the cell of the total, and the cells that it is the sum of. */
export type Sum = { readonly total: number; readonly parts: readonly number[] };

/**
 * The equations of a table of any number of dimensions, with groups within groups. Those that follow
 * from others are left out: along a dimension they are needed only where all dimensions before it
 * stand at categories, not at totals of these. Dimensions with groups come first, so that a table
 * with groups in one of two dimensions stays a network. Null when a cell that they need is missing.
 */
export function sumsOf(
	places: readonly Place[],
	columns: readonly string[],
	hierarchies: readonly Hierarchy[]
): Sum[] | null {
	const trees = columns.map((column, d) => treeOf(places, d, parentsOf(hierarchies, column)));
	const order = [...trees.keys()].sort((a, b) => depth(trees[b]) - depth(trees[a]));
	const index = new Map(places.map((place, at) => [key(place.labels), at]));
	const sums: Sum[] = [];
	for (const [at, place] of places.entries())
		for (const d of order) {
			const children = trees[d]?.get(place.labels[d] ?? '');
			if (children === undefined) continue;
			const parts = children.map((child) => index.get(key(place.labels.with(d, child))));
			if (!parts.every((part) => part !== undefined)) return null;
			sums.push({ total: at, parts });
			break;
		}
	return sums;
}

/** Labels of one dimension that are the sum of others, with those others. */
type Tree = ReadonlyMap<string, readonly string[]>;

const key = (labels: readonly string[]): string => JSON.stringify(labels);

const parentsOf = (hierarchies: readonly Hierarchy[], column: string): Map<string, string> =>
	new Map(hierarchies.filter((one) => one.column === column).flatMap((one) => one.parents));

function treeOf(places: readonly Place[], d: number, parents: ReadonlyMap<string, string>): Tree {
	const levels = new Map(places.map((place) => [place.labels[d] ?? '', place.levels[d] ?? 0]));
	const total = [...levels].find(([, level]) => level < 0)?.[0];
	const tree = new Map<string, string[]>();
	for (const [label, level] of levels) {
		if (level < 0) continue;
		let above = parents.get(label);
		while (above !== undefined && !levels.has(above)) above = parents.get(above);
		above ??= total;
		if (above !== undefined) tree.set(above, [...(tree.get(above) ?? []), label]);
	}
	return tree;
}

const depth = (tree: Tree | undefined): number => tree?.size ?? 0;
