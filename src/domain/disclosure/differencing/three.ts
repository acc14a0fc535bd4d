import { excess, limitOf, samePrint, type Rule, type Scan } from './scan.ts';
import { flag, samples, type Sketches } from './sketch.ts';
import type { Level } from './difference.ts';
import type { Cell } from './verify.ts';

/**
 * A new cell and a cell of another table, one of which lies in the other but for a few people, so
 * that their difference is a figure of its own: it is compared with further tables as a cell is.
 */
export type Nesting = {
	readonly cell: number;
	/** The other table, as its caller numbers it, and its cell. */
	readonly table: number;
	readonly other: number;
	/** Which of the two holds the other. */
	readonly whole: 'cell' | 'other';
	/** Smallest first are the likeliest: samples outside the whole, then people in the difference. */
	readonly rank: number;
	readonly print: readonly [number, number];
};

/** Differences that are kept of each new cell: those nested for sure, the smallest first. */
const mostEach = 64;

/** Collects the nestings of the new cells, a bounded number of each. */
export function nestings({ asked }: Pick<Scan, 'asked'>) {
	const kept: Nesting[][] = Array.from({ length: asked.count }, () => []);
	/** The rank above which a nesting of a cell is not kept. */
	const worst = new Float64Array(asked.count).fill(Infinity);
	const add = (one: Nesting): void => {
		const all = kept[one.cell];
		if (all === undefined) return;
		let at = all.length;
		while (at > 0 && (all[at - 1]?.rank ?? 0) >= one.rank) {
			at -= 1;
			if (all[at]?.rank === one.rank && same(all[at], one)) return;
		}
		all.splice(at, 0, one);
		if (all.length > mostEach) all.pop();
		if (all.length === mostEach) worst[one.cell] = all.at(-1)?.rank ?? Infinity;
	};
	const print = (old: Sketches, cell: number, other: number) =>
		[
			((asked.prints[2 * cell] ?? 0) ^ (old.prints[2 * other] ?? 0)) >>> 0,
			((asked.prints[2 * cell + 1] ?? 0) ^ (old.prints[2 * other + 1] ?? 0)) >>> 0
		] as const;
	return {
		/** For `candidates`: what it visits of one other table. */
		of:
			(work: Scan, old: Sketches, table: number) =>
			(other: number, length: number): void => {
				const { threshold } = work.rule;
				const size = old.sizes[other] ?? 0;
				const held = Math.min(size, samples);
				let limit = -1;
				for (let i = 0; i < length; i += 1) {
					const cell = work.touched[i] ?? 0;
					if (((asked.flags[cell] ?? 0) & flag.known) === 0) continue;
					const larger = (asked.sizes[cell] ?? 0) - size;
					const most = worst[cell] ?? 0;
					const missed = held - (work.hits[cell] ?? 0);
					const inside = rankOf(missed, larger);
					if (missed < threshold && larger > -threshold && inside < most) {
						if (larger === 0 && samePrint(asked.prints, cell, old.prints, other)) continue;
						const one = { cell, table, other, print: print(old, cell, other) };
						add({ ...one, whole: 'cell', rank: inside });
					}
					// what is kept already is likelier, whoever lies outside
					if (larger >= threshold || rankOf(0, -larger) >= most) continue;
					if (limit < 0) limit = limitOf(old, other);
					const spill = excess(work, cell, limit);
					const around = rankOf(spill, -larger);
					if (spill >= threshold || around >= most) continue;
					if (larger === 0 && samePrint(asked.prints, cell, old.prints, other)) continue;
					const one = { cell, table, other, print: print(old, cell, other) };
					add({ ...one, whole: 'other', rank: around });
				}
			},
		/** The likeliest first, those of `settled` cells left out. */
		found: (settled: ReadonlySet<number>): Nesting[] =>
			kept
				.flatMap((all, cell) => (settled.has(cell) ? [] : all))
				.toSorted((a, b) => a.rank - b.rank)
	};
}

const same = (a: Nesting | undefined, b: Nesting): boolean =>
	a?.whole === b.whole && a.print[0] === b.print[0] && a.print[1] === b.print[1];

const rankOf = (outside: number, left: number): number => outside * 2 ** 33 + left + 2 ** 32;

/** What is left of the whole, and how many of the part lie outside it. */
export type Left<S> = Pick<Cell<S>, 'size' | 'flags'> & { readonly outside: number };

/**
 * Whether a third cell gives a few people away with what two leave: it lies in what is left but for
 * a few (`rest`: a whole less two cells in it), it covers it and a few more (`excess`: two cells
 * less one that they cover), or it was suppressed and is just that (`hidden`).
 */
export function third<S>(
	left: Left<S>,
	third: Cell<S>,
	common: number,
	{ threshold }: Rule
): {
	readonly kind: 'rest' | 'excess' | 'hidden';
	readonly level: Level;
	readonly people: number;
} | null {
	const { outside } = left;
	const [more, fewer] = [left.size - common, third.size - common];
	const level = ((left.flags | third.flags) & flag.rounded) === 0 ? 'fail' : 'review';
	if ((third.flags & flag.known) === 0)
		return more + fewer + outside > 0
			? null
			: { kind: 'hidden', people: common, level: common < threshold ? level : 'review' };
	if (outside === 0 && fewer === 0 && more > 0 && more < threshold)
		return { kind: 'rest', people: more, level };
	const extra = fewer + outside;
	if (more === 0 && extra > 0 && extra < threshold) return { kind: 'excess', people: extra, level };
	return null;
}
