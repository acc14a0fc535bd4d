import type { Difference, Level } from '#domain/disclosure/differencing/difference.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { combined } from './combined.ts';
import { among, comparison, type Fresh } from './compare.ts';
import { lines, ownSources, releaseSources } from './sources.ts';

/**
 * Compares the tables of a request (`names`: of their files) with each other, with each release kept
 * in `folders`, and with two of all these together. The worst come first.
 */
export function compareAll(
	fresh: readonly Fresh[],
	names: readonly string[],
	folders: readonly { readonly id: string; readonly path: string }[],
	policy: Policy
): Difference[] {
	const own = among(fresh, policy).map(({ found, other }) => ({
		...found,
		within: true,
		release: null,
		otherFile: names[other] ?? ''
	}));
	const work = comparison(fresh, policy);
	const released = releaseSources(folders);
	try {
		const sources = [...ownSources(fresh, names), ...released.sources];
		const earlier = sources.flatMap((source, at): Difference[] => {
			if (source.own !== null) {
				source.open((table) => {
					work.nest(table, at);
				});
				return [];
			}
			return source
				.open((table) => work.with(table, at))
				.map((found) => ({
					...found,
					within: false,
					release: source.release,
					otherFile: source.file()
				}));
		});
		const pairs = [...own, ...earlier];
		const three = lines(combined(work.chains(), sources, policy), sources, pairs);
		return worstFirst([...pairs, ...three]);
	} finally {
		released.close();
	}
}

const rank: Readonly<Record<Level, number>> = { fail: 0, review: 1 };

/** One line a cell, kind and other table: the same people are told once. */
export function worstFirst(all: readonly Difference[]): Difference[] {
	const once = new Map(
		all.map((one) => [
			JSON.stringify([one.file, one.cell, one.kind, one.release, one.otherCells]),
			one
		])
	);
	return [...once.values()].toSorted((a, b) => rank[a.level] - rank[b.level]);
}
