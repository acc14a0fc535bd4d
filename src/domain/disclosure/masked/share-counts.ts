import { isCountHeader } from '../patterns.ts';
import type { Shape } from './shape.ts';
import type { Share } from './shares.ts';
import type { Interval, Place } from './types.ts';

export type SharedCount = { readonly place: Place; readonly count: Interval };

/**
 * Counts that are not in the table and follow from a share and the base beside it: 12.5 % of 24 is 3
 * people. Only for shares that belong to no count of the table, with one base they can be of; and
 * only where every row fits some whole number although few would.
 */
export function countsOfShares(
	shape: Shape,
	known: readonly Share[],
	threshold: number | null,
	exact: boolean
): SharedCount[] {
	const bases = shape.columns.filter(({ kind, name }) => kind === 'count' && isCountHeader(name));
	const [base] = bases;
	if (threshold === null || !exact || base === undefined || bases.length > 1) return [];
	const explained = new Set(known.map(({ share }) => share.column));
	return shape.columns
		.filter(({ kind, index }) => kind === 'share' && !explained.has(index))
		.flatMap(({ index }) => {
			const shares = shape.body.flatMap((row) => {
				const share = shape.figure(row, index);
				const of = shape.figure(row, base.index);
				return share?.is === 'number' && of?.is === 'number' && share.decimals !== null
					? [{ place: { row, column: index }, share, base: of.value }]
					: [];
			});
			const scale = shares.every(({ share }) => Math.abs(share.value) <= 1) ? 1 : 100;
			const counts = shares.map(({ place, share, base: of }) => {
				const half = 0.50005 * 10 ** -(share.decimals ?? 0);
				const least = Math.ceil(((share.value - half) / scale) * of - 1e-9);
				const most = Math.floor(((share.value + half) / scale) * of + 1e-9);
				return { place, count: { least: Math.max(0, least), most } };
			});
			const fitting = counts.every(({ count }) => count.least <= count.most);
			const telling = shares.filter(
				({ share, base: of }) => (10 ** -(share.decimals ?? 0) / scale) * of < 0.5
			);
			if (!fitting || telling.length === 0) return [];
			return counts.filter(
				({ count }) => count.least > 0 && count.most < threshold && count.most - count.least < 2
			);
		});
}
