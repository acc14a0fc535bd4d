/** People kept of each set, those whose hashes are smallest: so few tell most pairs apart. */
export const samples = 16;
/** Marks that a set has fewer people than samples. */
export const nobody = 0xffff_ffff;

/** A one-to-one mixing of 32 bits (the finaliser of MurmurHash3, public domain). */
export function mix(number: number): number {
	let h = number;
	h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

export type Sketch = {
	/** The people with the smallest hashes, smallest first. */
	readonly people: readonly number[];
	/**
	 * 64 bits that are the same for the same set: of disjoint sets together they are the exclusive or,
	 * so that a table's cells add up to a set or not without a look at any of them.
	 */
	readonly print: readonly [number, number];
};

/** What is kept of a set beside the set itself, so that most comparisons never touch it. */
export function sketchOf(numbers: Iterable<number>, most = samples): Sketch {
	const people: number[] = [];
	const hashes: number[] = [];
	let [high, low] = [0, 0];
	for (const number of numbers) {
		high ^= mix(number ^ 0x9e37_79b9);
		low ^= mix((number + 0x7f4a_7c15) >>> 0);
		const hash = mix(number);
		const last = hashes.at(-1);
		if (hashes.length === most && last !== undefined && hash > last) continue;
		let at = hashes.length;
		while (at > 0 && (hashes[at - 1] ?? 0) > hash) at -= 1;
		hashes.splice(at, 0, hash);
		people.splice(at, 0, number);
		if (hashes.length > most) {
			hashes.pop();
			people.pop();
		}
	}
	return { people, print: [high >>> 0, low >>> 0] };
}

/** Bits of `flags`. */
export const flag = { known: 1, suppressed: 2, rounded: 4 } as const;

/** The sketches of a table's cells, a column each; cell i has samples i·16 … i·16 + 15. */
export type Sketches = {
	readonly count: number;
	readonly sizes: Uint32Array;
	readonly people: Uint32Array;
	readonly prints: Uint32Array;
	readonly flags: Uint8Array;
	/** Bit f: the cell is a part of family f, whose cells have nobody in common. */
	readonly families: Uint8Array;
};

export type Sketched = {
	readonly size: number;
	readonly sketch: Sketch;
	readonly flags: number;
	readonly families: number;
};

export function sketches(cells: readonly Sketched[]): Sketches {
	const count = cells.length;
	const made: Sketches = {
		count,
		sizes: new Uint32Array(count),
		people: new Uint32Array(count * samples).fill(nobody),
		prints: new Uint32Array(count * 2),
		flags: new Uint8Array(count),
		families: new Uint8Array(count)
	};
	cells.forEach(({ size, sketch, flags, families }, at) => {
		made.sizes[at] = size;
		made.people.set(sketch.people.slice(0, samples), at * samples);
		made.prints.set(sketch.print, at * 2);
		made.flags[at] = flags;
		made.families[at] = families;
	});
	return made;
}
