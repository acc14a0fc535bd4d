import { derive, type Counted, type Part } from '#domain/disclosure/differencing/derive.ts';
import { flag, sketches, sketchOf, type Sketches } from '#domain/disclosure/differencing/sketch.ts';
import type { SnapshotSpecification } from '#domain/disclosure/specification.ts';
import { canonical } from '#platform/canonical.ts';
import { bitmapOf, type Bitmap, type Pool } from './bitmaps.ts';
import type { TablePeople } from './people.ts';

/** A cell as it leaves: its labels, one a dimension, and its figure; null when it is suppressed. */
export type Shown = {
	readonly labels: readonly string[];
	readonly value: string | null;
	/** People behind it, as its evidence says. */
	readonly units: number;
};

export type Built = {
	readonly cells: readonly Part<Bitmap>[];
	readonly sketches: Sketches;
	/** What each person contributes to the whole table. */
	readonly values: ReadonlyMap<number, number>;
};

/**
 * Tables of one measure can be subtracted from each other: counts of people; counts of the same
 * records; statistics of the same value (a mean and its count are a sum, an extreme may move).
 */
export function measureOf(specification: SnapshotSpecification): string {
	const { statistic, of, value, fields, from, joins } = specification;
	if (statistic === 'count')
		return of === 'units' ? 'people' : `records ${canonical({ from, joins })}`;
	const field = value === null ? null : (fields[value] ?? null);
	return `value ${canonical(field)}`;
}

/** The largest difference, in people, whose sum is looked at for one who dominates it. */
export const reachOf = (measure: string): number => (measure.startsWith('value ') ? 200 : 0);

const place = (labels: readonly string[]): string => JSON.stringify(labels);

/**
 * The cells of a table with the people behind each, and what can be worked out of them.
 * `rounded`: its figures are not exact. Null when the evidence says other numbers of people, so
 * that the table was made of other data.
 */
export function build(
	{ leaves, dimensions }: TablePeople,
	shown: readonly Shown[],
	rounded: boolean,
	{ kept, sets }: Pool
): Built | null {
	const leafSets = leaves.map(({ people }) => kept(bitmapOf(people)));
	const under = new Map<string, { labels: string[]; leaves: Bitmap[] }>();
	leaves.forEach((leaf, at) => {
		for (const labels of combinations(leaf.labels, dimensions)) {
			const held = under.get(place(labels)) ?? { labels, leaves: [] };
			under.set(place(labels), held);
			const set = leafSets[at];
			if (set !== undefined) held.leaves.push(set);
		}
	});
	const figures = new Map(shown.map((cell) => [place(cell.labels), cell]));
	const cells = [...under.values()].map(({ labels, leaves: parts }): Counted<Bitmap> => {
		const [only] = parts;
		const set = parts.length === 1 && only !== undefined ? only : sets.union(parts);
		const cell = figures.get(place(labels));
		const known = cell !== undefined && cell.value !== null;
		return { labels, known, suppressed: cell?.value === null, set, size: set.size };
	});
	const sizes = new Map(cells.map((cell) => [place(cell.labels), cell.size]));
	if (shown.some(({ labels, units }) => (sizes.get(place(labels)) ?? 0) !== units)) return null;
	const parts = derive(cells, dimensions, sets).filter(({ size }) => size > 0);
	const flags = rounded ? flag.rounded : 0;
	return {
		cells: parts,
		sketches: sketches(
			parts.map(({ set, size, known, suppressed, families }) => ({
				size,
				families,
				sketch: sketchOf(set.toUint32Array()),
				flags: (known ? flag.known : 0) | (suppressed ? flag.suppressed : 0) | flags
			}))
		),
		values: contributions(leaves)
	};
}

function combinations(leaf: readonly string[], dimensions: TablePeople['dimensions']): string[][] {
	return dimensions.reduce<string[][]>(
		(all, labels, d) => {
			const own = labels.filter((one) => one.leaf === leaf[d]).map(({ label }) => label);
			return all.flatMap((before) => own.map((label) => [...before, label]));
		},
		[[]]
	);
}

function contributions(leaves: TablePeople['leaves']): Map<number, number> {
	const values = new Map<number, number>();
	for (const { people, values: each } of leaves)
		people.forEach((person, at) => {
			values.set(person, (values.get(person) ?? 0) + (each[at] ?? 0));
		});
	return values;
}
