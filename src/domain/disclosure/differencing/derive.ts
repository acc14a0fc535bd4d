/** A cell of a table with the people behind it. Labels are one a dimension. */
export type Counted<S> = {
	readonly labels: readonly string[];
	/** Anybody may know its figure: it was published, or follows from what was. */
	readonly known: boolean;
	readonly suppressed: boolean;
	readonly set: S;
	readonly size: number;
};

/** A cell as it is compared: bit f of `families`, see `Sketches`. */
export type Part<S> = Counted<S> & { readonly name: string; readonly families: number };

/** Which category counts under which label of a dimension: itself, groups, the total. */
export type Labels = readonly { readonly leaf: string; readonly label: string }[];

export type Sets<S> = {
	union(all: readonly S[]): S;
	without(all: S, parts: readonly S[]): S;
	size(set: S): number;
};

const place = (labels: readonly string[]): string => JSON.stringify(labels);
const named = (labels: readonly string[]): string => labels.join(' · ') || 'the whole table';

/**
 * What anybody can work out of one table by adding and subtracting: a total of known cells, and what
 * is left of a total when its known cells are taken away (all its suppressed cells together). And the
 * families: for each dimension the known categories with what is left beside them, nobody twice.
 * `cells` holds every label with somebody, groups and totals among them, whether published or not.
 */
export function derive<S>(
	cells: readonly Counted<S>[],
	dimensions: readonly Labels[],
	sets: Sets<S>
): Part<S>[] {
	const all = new Map(cells.map((cell) => [place(cell.labels), { ...cell }]));
	const leaves = dimensions.map((labels) => new Set(labels.map(({ leaf }) => leaf)));
	const isLeaf = (labels: readonly string[]): boolean =>
		labels.every((label, d) => leaves[d]?.has(label) === true);
	const lines = [...all.values()].flatMap((whole) =>
		dimensions.flatMap((labels, d) => {
			const label = whole.labels[d] ?? '';
			if (leaves[d]?.has(label) === true) return [];
			const inside = labels.filter((one) => one.label === label).map(({ leaf }) => leaf);
			const members = inside.flatMap((leaf) => {
				const cell = all.get(place(whole.labels.with(d, leaf)));
				return cell === undefined ? [] : [cell];
			});
			const adds = members.reduce((sum, { size }) => sum + size, 0) === whole.size;
			return adds ? [{ whole, members, d }] : [];
		})
	);
	for (const { whole, members } of [...lines, ...lines])
		if (members.every(({ known }) => known)) whole.known = true;
	const gaps = lines.flatMap(({ whole, members, d }): Part<S>[] => {
		const shown = members.filter(({ known }) => known);
		if (!whole.known || shown.length === members.length || shown.length === 0) return [];
		const set = sets.without(
			whole.set,
			shown.map((one) => one.set)
		);
		const rest = { labels: whole.labels, known: true, suppressed: false, set };
		const families = isLeaf(whole.labels.toSpliced(d, 1, first(leaves[d]))) ? 1 << d : 0;
		const name = `${named(whole.labels)}, the groups not shown`;
		return [{ ...rest, size: sets.size(set), name, families }];
	});
	const parts = [...all.values()].map((cell): Part<S> => {
		const leaf = cell.known && isLeaf(cell.labels);
		const alone = lines
			.filter(({ whole, members }) => whole === cell && members.every(({ known }) => !known))
			.filter(({ d }) => isLeaf(cell.labels.toSpliced(d, 1, first(leaves[d]))));
		const families = leaf
			? (1 << Math.max(1, dimensions.length)) - 1
			: cell.known
				? alone.reduce((bits, { d }) => bits | (1 << d), 0)
				: 0;
		return { ...cell, name: named(cell.labels), families };
	});
	return disjoint([...parts, ...gaps], sets, dimensions.length);
}

const first = (labels: ReadonlySet<string> | undefined): string =>
	labels?.values().next().value ?? '';

/** A family in which somebody counts twice cannot be added up: it is none. */
function disjoint<S>(parts: Part<S>[], sets: Sets<S>, dimensions: number): Part<S>[] {
	let bad = 0;
	for (let d = 0; d < Math.max(1, dimensions); d += 1) {
		const family = parts.filter(({ families }) => (families & (1 << d)) !== 0);
		const sum = family.reduce((all, { size }) => all + size, 0);
		if (family.length > 1 && sets.size(sets.union(family.map(({ set }) => set))) !== sum)
			bad |= 1 << d;
	}
	return bad === 0 ? parts : parts.map((part) => ({ ...part, families: part.families & ~bad }));
}
