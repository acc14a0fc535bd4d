import { asked } from '#domain/disclosure/differencing/asked.ts';
import { sizeClass } from '#domain/disclosure/differencing/difference.ts';
import { overlaps } from '#domain/disclosure/differencing/overlaps.ts';
import { pairs } from '#domain/disclosure/differencing/pairs.ts';
import { scan, type Candidate } from '#domain/disclosure/differencing/scan.ts';
import { flag, sketches, sketchOf } from '#domain/disclosure/differencing/sketch.ts';
import { third, type Nesting } from '#domain/disclosure/differencing/three.ts';
import type { Cell } from '#domain/disclosure/differencing/verify.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import type { Bitmap } from './bitmaps.ts';
import { looked, type Chains, type Earlier, type Told } from './compare.ts';

/** A table that others are combined with, read when it is needed. */
export type Source = {
	readonly key: string;
	readonly cells: number;
	/** The file of the request that it is; null for an earlier release. */
	readonly own: string | null;
	/** Opens it for as long as `use` takes. */
	open<T>(use: (table: Earlier) => T): T;
};

/** What a cell of the request gives away with cells of two other tables, by their numbers. */
export type Combined = {
	readonly told: Omit<Told, 'otherCells'>;
	readonly tables: readonly [number, number];
	readonly cells: readonly [string, string];
};

/** What is left of a whole without a part, once both were looked at. */
type Left = {
	readonly nesting: Nesting;
	readonly set: Bitmap;
	readonly size: number;
	readonly flags: number;
	readonly outside: number;
	readonly part: string;
};

/**
 * Differences looked at with further tables at most, and the people in them together: fewer the more
 * cells were released, so that the time grows no faster than that of comparing pairs.
 */
const mostLefts = 1000;
const mostPeople = (released: number): number => Math.min(4_000_000, 2e11 / Math.max(1, released));

/**
 * What the new cells make recoverable with two further tables: differences of a new cell and one
 * table, the smallest first and a bounded number of them, are compared with all tables as cells are.
 */
export function combined(
	chains: readonly Chains[],
	sources: readonly Source[],
	{ threshold: rule }: Pick<Policy, 'threshold'>
): Combined[] {
	const threshold = rule ?? 10;
	return chains.flatMap((chain) => {
		const lefts = leftsOf(chain, sources, threshold);
		try {
			return lefts.length === 0 ? [] : withThirds(chain, lefts, sources, threshold);
		} finally {
			for (const { set } of lefts) set.dispose();
		}
	});
}

function leftsOf({ found, cells }: Chains, sources: readonly Source[], threshold: number): Left[] {
	const chosen = found.slice(0, 2 * mostLefts);
	const made = new Map<Nesting, Left>();
	const room = mostPeople(sources.reduce((all, { cells: count }) => all + count, 0));
	let people = 0;
	// table by table, so that each is opened once
	const byTable = [...Map.groupBy(chosen, ({ table }) => table)].toSorted(([a], [b]) => a - b);
	for (const [at, own] of byTable)
		sources[at]?.open((table) => {
			const { cells: others, dispose } = looked(table);
			try {
				for (const nesting of own) {
					if (made.size >= mostLefts || people >= room) return;
					const [cell, other] = [cells[nesting.cell], others[nesting.other]];
					if (cell === undefined || other === undefined) continue;
					const left = leftOf(nesting, cell, other, threshold);
					if (left === null) continue;
					made.set(nesting, left);
					people += left.size;
				}
			} finally {
				dispose();
			}
		});
	return chosen.flatMap((nesting) => made.get(nesting) ?? []);
}

function leftOf(
	nesting: Nesting,
	cell: Cell<Bitmap>,
	other: Cell<Bitmap>,
	threshold: number
): Left | null {
	const [whole, part] = nesting.whole === 'cell' ? [cell, other] : [other, cell];
	const common = whole.set().andCardinality(part.set());
	const [size, outside] = [whole.size - common, part.size - common];
	if (common === 0 || size === 0 || outside >= threshold) return null;
	const set = whole.set().clone();
	set.andNotInPlace(part.set());
	const flags = flag.known | ((whole.flags | part.flags) & flag.rounded);
	return { nesting, set, size, flags, outside, part: other.name };
}

function withThirds(
	{ key, fresh, cells, of }: Chains,
	lefts: readonly Left[],
	sources: readonly Source[],
	threshold: number
): Combined[] {
	const rule = { threshold, reach: 0 };
	const people = lefts.map(({ set }) => set.toUint32Array());
	const made = sketches(
		lefts.map(({ size, flags, outside }, at) => {
			const sketch = sketchOf(people[at] ?? []);
			const [high, low] = sketch.print;
			// with people outside, what is left is no set of its own: it is the same as none
			const print = outside === 0 ? sketch.print : ([~high >>> 0, ~low >>> 0] as const);
			return { size, flags, families: 0, sketch: { ...sketch, print } };
		})
	);
	const work = scan(asked([{ sketches: made, people }]), rule);
	const told: Combined[] = [];
	sources.forEach((source, at) => {
		if (source.key !== key) return;
		source.open((table) => {
			const found: Candidate[] = [];
			overlaps(work, table.sketches, (other, length) => {
				pairs(work, table.sketches, other, length, found);
			});
			if (found.length === 0) return;
			const { cells: others, dispose } = looked(table);
			try {
				for (const one of found) {
					if (one.kind !== 'pair') continue;
					const [left, other] = [lefts[one.cell], others[one.other]];
					if (left === undefined || other === undefined) continue;
					const { nesting } = left;
					const file = fresh[of[nesting.cell] ?? 0]?.file;
					// a table alone is not compared: it was judged as a table
					if (source.own === file && sources[nesting.table]?.own === file) continue;
					const verdict = third(left, other, left.set.andCardinality(other.set()), rule);
					if (verdict === null || file === undefined) continue;
					const { kind, level, people: few } = verdict;
					const cell = cells[nesting.cell]?.name ?? '';
					told.push({
						told: { file, cell, level, kind, sizeClass: sizeClass(few, threshold) },
						tables: [nesting.table, at],
						cells: [left.part, other.name]
					});
				}
			} finally {
				dispose();
			}
		});
	});
	return told;
}
