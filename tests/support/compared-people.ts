import { asked } from '#domain/disclosure/differencing/asked.ts';
import { candidates } from '#domain/disclosure/differencing/candidates.ts';
import {
	derive,
	type Counted,
	type Labels,
	type Part
} from '#domain/disclosure/differencing/derive.ts';
import { scan } from '#domain/disclosure/differencing/scan.ts';
import { flag, sketches, sketchOf } from '#domain/disclosure/differencing/sketch.ts';
import { verify, type Verified } from '#domain/disclosure/differencing/verify.ts';

export type People = ReadonlySet<number>;

export const sets = {
	union: (all: readonly People[]): People => new Set(all.flatMap((one) => [...one])),
	without: (all: People, parts: readonly People[]): People =>
		parts.reduce<People>((left, part) => left.difference(part), all),
	size: (set: People): number => set.size
};
export const look = {
	common: (a: People, b: People): number => a.intersection(b).size,
	dominated: () => false
};

const flagsOf = ({ known, suppressed }: Part<People>): number =>
	(known ? flag.known : 0) | (suppressed ? flag.suppressed : 0);

const sketched = (parts: readonly Part<People>[]) =>
	sketches(
		parts.map((part) => ({
			size: part.size,
			sketch: sketchOf(part.set),
			flags: flagsOf(part),
			families: part.families
		}))
	);
export const cellsOf = (parts: readonly Part<People>[]) =>
	parts.map((part) => ({ ...part, flags: flagsOf(part), set: () => part.set }));

/** Runs the whole comparison, as the vault does with bitmaps. */
export function compare(
	fresh: readonly (readonly Part<People>[])[],
	old: readonly Part<People>[],
	threshold: number
): Verified[] {
	const rule = { threshold, reach: 0 };
	const ready = asked(
		fresh.map((parts) => ({
			sketches: sketched(parts),
			people: parts.map(({ set }) => Uint32Array.from(set).sort())
		}))
	);
	const tables = {
		asked: fresh.flatMap(cellsOf),
		of: fresh.flatMap((parts, at) => parts.map(() => at)),
		old: cellsOf(old)
	};
	return candidates(scan(ready, rule), sketched(old)).flatMap((one) => {
		const found = verify(one, tables, rule, look);
		return found === null ? [] : [found];
	});
}

/** A table of people by category, with its total; categories below the threshold and one more hidden. */
export function table(
	groups: ReadonlyMap<string, People>,
	hidden: ReadonlySet<string>
): Part<People>[] {
	const cells: Counted<People>[] = [...groups].map(([label, set]) => ({
		labels: [label],
		known: !hidden.has(label),
		suppressed: hidden.has(label),
		set,
		size: set.size
	}));
	const all = sets.union([...groups.values()]);
	const labels: Labels = [...groups.keys()].flatMap((leaf) => [
		{ leaf, label: leaf },
		{ leaf, label: 'Total' }
	]);
	const total = { labels: ['Total'], known: true, suppressed: false, set: all, size: all.size };
	return derive([...cells, total], [labels], sets);
}

export const range = (from: number, to: number): People =>
	new Set(Array.from({ length: to - from }, (_, n) => from + n));
export const grouped = (groups: Record<string, People>, hidden: readonly string[] = []) =>
	table(new Map(Object.entries(groups)), new Set(hidden));
export const kindsOf = (found: readonly Verified[]) => [...new Set(found.map(({ kind }) => kind))];
