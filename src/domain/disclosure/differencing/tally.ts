import { type Asked } from './asked.ts';

/** Dimensions, and so families, of a table at most. */
export const most = 4;

/** What the parts of one earlier table amount to, per new cell and family: sums over sketches. */
export type Tally = {
	readonly inside: Float64Array;
	readonly insideParts: Uint32Array;
	readonly insidePrints: Uint32Array;
	/** Sampled people of parts that are not inside, yet are of the cell. */
	readonly strays: Uint32Array;
	readonly over: Float64Array;
	readonly overParts: Uint32Array;
	readonly overPrints: Uint32Array;
	/** Sampled people outside the cell, of parts that have others in it. */
	readonly spill: Uint32Array;
	readonly touched: Uint32Array;
	readonly seen: Uint8Array;
	/** How many of `touched` are in use. */
	length: number;
};

export function tally({ count }: Pick<Asked, 'count'>): Tally {
	const places = count * most;
	return {
		inside: new Float64Array(places),
		insideParts: new Uint32Array(places),
		insidePrints: new Uint32Array(places * 2),
		strays: new Uint32Array(places),
		over: new Float64Array(places),
		overParts: new Uint32Array(places),
		overPrints: new Uint32Array(places * 2),
		spill: new Uint32Array(places),
		touched: new Uint32Array(places),
		seen: new Uint8Array(places),
		length: 0
	};
}

type Part = {
	readonly size: number;
	readonly samples: number;
	readonly high: number;
	readonly low: number;
};

/**
 * Counts a part towards a cell, `hits` of whose samples are of the cell. A cell that already has
 * `limit` strays and as much spill can be neither made up nor covered: it is counted no more.
 */
export function count(all: Tally, at: number, part: Part, hits: number, limit: number): void {
	if (all.seen[at] === 2) return;
	if (all.seen[at] === 0) {
		all.seen[at] = 1;
		all.touched[all.length] = at;
		all.length += 1;
	}
	const { size, samples, high, low } = part;
	if (hits === samples) {
		all.inside[at] = (all.inside[at] ?? 0) + size;
		all.insideParts[at] = (all.insideParts[at] ?? 0) + 1;
		all.insidePrints[2 * at] = (all.insidePrints[2 * at] ?? 0) ^ high;
		all.insidePrints[2 * at + 1] = (all.insidePrints[2 * at + 1] ?? 0) ^ low;
	} else all.strays[at] = (all.strays[at] ?? 0) + hits;
	all.over[at] = (all.over[at] ?? 0) + size;
	all.overParts[at] = (all.overParts[at] ?? 0) + 1;
	all.overPrints[2 * at] = (all.overPrints[2 * at] ?? 0) ^ high;
	all.overPrints[2 * at + 1] = (all.overPrints[2 * at + 1] ?? 0) ^ low;
	const spill = (all.spill[at] ?? 0) + samples - hits;
	all.spill[at] = spill;
	if (spill >= limit && (all.strays[at] ?? 0) >= limit) all.seen[at] = 2;
}

/** Empties a tally for the next table: only what was touched. */
export function clear(all: Tally): void {
	for (let i = 0; i < all.length; i += 1) {
		const at = all.touched[i] ?? 0;
		all.inside[at] = 0;
		all.insideParts[at] = 0;
		all.insidePrints[2 * at] = 0;
		all.insidePrints[2 * at + 1] = 0;
		all.strays[at] = 0;
		all.over[at] = 0;
		all.overParts[at] = 0;
		all.overPrints[2 * at] = 0;
		all.overPrints[2 * at + 1] = 0;
		all.spill[at] = 0;
		all.seen[at] = 0;
	}
	all.length = 0;
}
