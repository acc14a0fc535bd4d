import type { Evidence } from './evidence.ts';
import type { Policy } from './policy.ts';
import { ofTwo, type Statistic } from './statistic.ts';

/** Strictly above, beyond the noise of adding floating-point numbers: ties are safe. */
export const above = (a: number, b: number): boolean =>
	a - b > 1e-12 * Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE);

const ofValues: ReadonlySet<Statistic> = new Set(['sum', 'mean', 'std', ...ofTwo]);

/**
 * Whether a figure over many people is really about a few: a sum to which few contribute anything but
 * zero, a mean of yes and no (which is a count in disguise), a mode that few share. The threshold
 * holds for those few, as it does for the numerator of a proportion.
 */
export function fewBehind(
	{ nonzero, rarer, modeShare, units }: Evidence,
	{ statistic }: { readonly statistic: Statistic },
	{ threshold }: Policy
): boolean {
	if (threshold === null) return false;
	const few = (count: number | null | undefined): boolean =>
		count !== null && count !== undefined && count > 0 && count < threshold;
	if (statistic === 'mode') return modeShare !== null && few(Math.round(modeShare * units));
	return ofValues.has(statistic) && (few(nonzero) || few(rarer));
}

/**
 * Whether a straight line rests on few people: with one person far from all others, or marked by an
 * indicator, its slope gives that person's value away.
 */
export const levered = ({ leverage }: Evidence, { dominance }: Policy): boolean =>
	dominance !== null &&
	leverage !== undefined &&
	leverage !== null &&
	above(leverage * 100, dominance.k);
