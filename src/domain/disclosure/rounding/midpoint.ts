/**
 * Midpoint 6: a count goes to the middle of its band of six, 1–6 to 3, 7–12 to 9, and so on; only
 * zero stays zero. Source: the OpenSAFELY rule, ceil(x / 6) × 6 − 3.
 */
export function midpoint6(count: number): number {
	const size = Math.abs(count);
	const middle = size === 0 ? 0 : Math.ceil(size / 6) * 6 - 3;
	return count < 0 ? -middle : middle;
}
