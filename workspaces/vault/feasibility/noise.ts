import { createHmac } from 'node:crypto';
import { noise, shownAs, type Counted } from '#domain/catalogue/feasibility/protection.ts';

/** People by the first part that leaves them out, and those who are left. Exact: never shown. */
export type Bins = {
	readonly lost: readonly { readonly key: string; readonly people: number }[];
	readonly left: number;
};

/** A number in (0, 1] of 53 bits at a place of a digest. */
const uniform = (digest: Buffer, place: number): number =>
	(Number(digest.readBigUInt64BE(place) >> 11n) + 1) / 2 ** 53;

/**
 * Gaussian noise that is the same for ever for a definition and one of its bins, and cannot be
 * foretold without the key.
 */
export function noiseOf(key: Uint8Array, definition: string, bin: string): number {
	const digest = createHmac('sha256', key).update(`${definition}|${bin}`).digest();
	const radius = Math.sqrt(-2 * Math.log(uniform(digest, 0)));
	return noise * radius * Math.cos(2 * Math.PI * uniform(digest, 8));
}

/**
 * The only way from people to a count that is shown. Each bin is noised once, and all else is made
 * of the noised bins: who is left after a part are those left at the end and all lost after it.
 */
export function protectBins(
	key: Uint8Array,
	definition: string,
	{ lost, left }: Bins
): Omit<Counted, 'left'> {
	const last = left + noiseOf(key, definition, 'left');
	const losses = lost.map((bin) => ({
		key: bin.key,
		people: Math.max(0, bin.people + noiseOf(key, definition, bin.key))
	}));
	const after = (place: number) =>
		last + losses.slice(place).reduce((sum, { people }) => sum + people, 0);
	return {
		...shownAs(last),
		usable: lost.length === 0 ? null : shownAs(after(0)),
		steps: losses.map((bin, place) => ({ key: bin.key, ...shownAs(after(place + 1)) }))
	};
}
