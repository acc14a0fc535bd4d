/** Seeded chance: the same seed gives the same requests on every machine. */
export type Chance = {
	/** From 0 up to 1. */
	next(): number;
	/** A whole number, ends included. */
	between(least: number, most: number): number;
	pick<T>(values: readonly T[]): T;
	/** True this often. */
	often(share: number): boolean;
	/** About normal: the sum of four evens, enough for made-up measurements. */
	normal(mean: number, deviation: number): number;
};

/** The generator is xorshift32, spread by a multiplication; a seed of 0 would stand still. */
export function chance(seed: number): Chance {
	let state = Math.imul(seed + 1, 0x9e37_79b1) | 1;
	const next = (): number => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (Math.imul(state, 0x2c1b_3c6d) >>> 0) / 0x1_0000_0000;
	};
	const between = (least: number, most: number): number =>
		least + Math.floor(next() * (most - least + 1));
	return {
		next,
		between,
		pick<T>(values: readonly T[]): T {
			const value = values[between(0, values.length - 1)];
			if (value === undefined) throw new RangeError('There is nothing to pick from.');
			return value;
		},
		often: (share) => next() < share,
		normal: (mean, deviation) =>
			mean + deviation * (next() + next() + next() + next() - 2) * Math.sqrt(3)
	};
}
