import type { Policy } from '#domain/disclosure/policy.ts';
import type { Bitmap } from './bitmaps.ts';

/**
 * Whether a few people make up nearly all of the sum over who is in `cell` and not in `other`
 * (disclosure.md §2, rules 2 and 3, on the difference). Only where all contribute zero or more.
 */
export function dominates(
	cell: Bitmap,
	other: Bitmap,
	values: ReadonlyMap<number, number> | undefined,
	{ dominance, pPercent }: Pick<Policy, 'dominance' | 'pPercent'>
): boolean {
	const left = cell.clone();
	try {
		left.andNotInPlace(other);
		const each = left
			.toArray()
			.map((person) => values?.get(person) ?? 0)
			.toSorted((a, b) => b - a);
		const sum = each.reduce((all, value) => all + value, 0);
		const [x1 = 0, x2 = 0] = each;
		if (x1 <= 0 || (each.at(-1) ?? 0) < 0) return false;
		const largest = each.slice(0, dominance?.n ?? 0).reduce((all, value) => all + value, 0);
		return (
			(dominance !== null && largest > (dominance.k / 100) * sum) ||
			(pPercent !== null && sum - x1 - x2 < (pPercent / 100) * x1)
		);
	} finally {
		left.dispose();
	}
}
