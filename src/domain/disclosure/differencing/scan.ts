import { upTo, type Asked } from './asked.ts';
import { mix, nobody, samples, type Sketches } from './sketch.ts';
import { most, tally, type Tally } from './tally.ts';

/**
 * What sketches cannot rule out between a new cell and an earlier table; only these are looked at
 * person by person. `cell` is a new cell, `other` an earlier one; parts are the other table's.
 */
export type Candidate =
	| { readonly kind: 'pair'; readonly cell: number; readonly other: number }
	| { readonly kind: 'rest' | 'excess'; readonly cell: number; readonly family: number }
	| {
			readonly kind: 'rest of' | 'excess of';
			readonly other: number;
			readonly table: number;
			readonly family: number;
	  };

export type Rule = {
	readonly threshold: number;
	/** Sums: how much larger a difference may be to be looked at for one who dominates it; 0: none. */
	readonly reach: number;
};

/** Room to count in, made once for all tables that a request is compared with. */
export type Scan = {
	readonly asked: Asked;
	readonly rule: Rule;
	readonly hits: Uint8Array;
	readonly touched: Uint16Array;
	readonly parts: Tally;
	readonly whole: Whole;
};

/** What the parts of each new table amount to, for one earlier cell: counts of its samples. */
type Whole = {
	readonly on: Uint16Array;
	readonly lost: Uint16Array;
	readonly spill: Uint32Array;
	readonly same: Uint8Array;
	readonly touched: Uint32Array;
};

export function scan(asked: Asked, rule: Rule): Scan {
	const tables = (asked.tables.at(-1) ?? 0) + 1;
	return {
		asked,
		rule,
		hits: new Uint8Array(asked.count),
		touched: new Uint16Array(asked.count),
		parts: tally(asked),
		whole: {
			on: new Uint16Array(tables * most),
			lost: new Uint16Array(tables * most),
			spill: new Uint32Array(tables * most),
			same: new Uint8Array(tables * most),
			touched: new Uint32Array(tables * most)
		}
	};
}

/** The largest hash of an earlier cell's samples: nobody of it with a smaller one is missing. */
export const limitOf = ({ sizes, people }: Sketches, other: number): number =>
	(sizes[other] ?? 0) <= samples ? nobody : mix(people[other * samples + samples - 1] ?? nobody);

/** People of a new cell that would be among the samples of an earlier cell if they were in it. */
export function excess({ asked, hits }: Scan, cell: number, limit: number): number {
	const hashes = asked.hashes[cell];
	if (hashes === undefined) return 0;
	const length = hashes.length;
	const whole = (asked.sizes[cell] ?? 0) === length;
	const below = limit > (hashes[length - 1] ?? 0) && !whole ? length : upTo(hashes, limit);
	return Math.max(0, below - (hits[cell] ?? 0));
}

export const samePrint = (a: Uint32Array, i: number, b: Uint32Array, j: number): boolean =>
	a[2 * i] === b[2 * j] && a[2 * i + 1] === b[2 * j + 1];
