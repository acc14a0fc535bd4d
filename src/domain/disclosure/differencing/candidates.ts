import { upTo, type Asked } from './asked.ts';
import { flag, mix, nobody, samples, type Sketches } from './sketch.ts';
import { clear, count, most, tally, type Tally } from './tally.ts';

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

/**
 * Every way in which cells of an earlier table and the new cells could differ by few people. Sound
 * but for chance: a pair of cells that share none of the samples is taken to be apart.
 */
export function candidates(work: Scan, old: Sketches): Candidate[] {
	const found: Candidate[] = [];
	const { asked, hits, touched, parts } = work;
	for (let other = 0; other < old.count; other += 1) {
		const flags = old.flags[other] ?? 0;
		const size = old.sizes[other] ?? 0;
		if (size === 0 || flags === 0) continue;
		let length = 0;
		const first = other * samples;
		const held = Math.min(size, samples);
		for (let s = first; s < first + held; s += 1) {
			const person = old.people[s] ?? nobody;
			const end = asked.starts[person + 1] ?? 0;
			for (let at = asked.starts[person] ?? end; at < end; at += 1) {
				const cell = asked.held[at] ?? 0;
				if (hits[cell] === 0) {
					touched[length] = cell;
					length += 1;
				}
				hits[cell] = (hits[cell] ?? 0) + 1;
			}
		}
		if (length === 0) continue;
		pairs(work, old, other, length, found);
		if ((flags & flag.known) !== 0) {
			parted(work, old, other, length, found);
			const families = old.families[other] ?? 0;
			if (families !== 0) tallied(work, old, other, length);
		}
		for (let i = 0; i < length; i += 1) hits[touched[i] ?? 0] = 0;
	}
	for (let i = 0; i < parts.length; i += 1) judge(work, parts.touched[i] ?? 0, found);
	clear(parts);
	return found;
}

/** Cells of nearly the same size whose samples agree; the same people when one is suppressed. */
function pairs(work: Scan, old: Sketches, other: number, length: number, found: Candidate[]): void {
	const { asked, rule, hits, touched } = work;
	const { threshold } = rule;
	const size = old.sizes[other] ?? 0;
	const held = Math.min(size, samples);
	const known = ((old.flags[other] ?? 0) & flag.known) !== 0;
	const reach = Math.max(threshold - 1, rule.reach);
	for (let i = 0; i < length; i += 1) {
		const cell = touched[i] ?? 0;
		const larger = (asked.sizes[cell] ?? 0) - size;
		// by size alone nearly every pair is ruled out here
		if (larger > reach || larger <= -threshold) continue;
		if (((asked.flags[cell] ?? 0) & flag.known) === 0) continue;
		const missed = held - (hits[cell] ?? 0);
		const inside = missed === 0 && larger > 0 && larger <= rule.reach;
		const close = Math.abs(larger) < threshold && missed < threshold;
		if (!(known ? inside || close : larger === 0 && missed === 0)) continue;
		const same = larger === 0 && samePrint(asked.prints, cell, old.prints, other);
		if (same === known) continue;
		if (known && !inside && excess(work, cell, limitOf(old, other)) >= threshold) continue;
		found.push({ kind: 'pair', cell, other });
	}
}

/** The largest hash of an earlier cell's samples: nobody of it with a smaller one is missing. */
const limitOf = ({ sizes, people }: Sketches, other: number): number =>
	(sizes[other] ?? 0) <= samples ? nobody : mix(people[other * samples + samples - 1] ?? nobody);

/** People of a new cell that would be among the samples of an earlier cell if they were in it. */
function excess({ asked, hits }: Scan, cell: number, limit: number): number {
	const hashes = asked.hashes[cell];
	if (hashes === undefined) return 0;
	const length = hashes.length;
	const whole = (asked.sizes[cell] ?? 0) === length;
	const below = limit > (hashes[length - 1] ?? 0) && !whole ? length : upTo(hashes, limit);
	return Math.max(0, below - (hits[cell] ?? 0));
}

/** An earlier cell that the parts of one new table could make up but for a few people. */
function parted(
	work: Scan,
	old: Sketches,
	other: number,
	length: number,
	found: Candidate[]
): void {
	const { asked, rule, hits, touched, whole } = work;
	const { threshold } = rule;
	const size = old.sizes[other] ?? 0;
	const held = Math.min(size, samples);
	const limit = limitOf(old, other);
	let [tables, sames] = [0, false];
	for (let i = 0; i < length; i += 1) {
		const cell = touched[i] ?? 0;
		const own = asked.families[cell] ?? 0;
		const large = asked.sizes[cell] ?? 0;
		const base = (asked.tables[cell] ?? 0) * most;
		const known = ((asked.flags[cell] ?? 0) & flag.known) !== 0;
		if (known && large === size && samePrint(asked.prints, cell, old.prints, other))
			for (let family = 0; family < most; family += 1) {
				whole.same[base + family] = 1;
				sames = true;
			}
		if (own === 0) continue;
		const hit = hits[cell] ?? 0;
		let spill = -1;
		for (let family = 0; family < most; family += 1) {
			if ((own & (1 << family)) === 0) continue;
			const at = base + family;
			if (whole.on[at] === 0) {
				whole.touched[tables] = at;
				tables += 1;
			}
			whole.on[at] = (whole.on[at] ?? 0) + hit;
			// lost for both ways: nothing more to learn of this table
			if ((whole.lost[at] ?? 0) >= threshold && (whole.spill[at] ?? 0) >= threshold) continue;
			if (spill < 0) spill = excess(work, cell, limit);
			if (large >= size || spill > 0) whole.lost[at] = (whole.lost[at] ?? 0) + hit;
			whole.spill[at] = (whole.spill[at] ?? 0) + spill;
		}
	}
	for (let i = 0; i < tables; i += 1) {
		const at = whole.touched[i] ?? 0;
		const [table, family] = [Math.floor(at / most), at % most];
		const on = whole.on[at] ?? 0;
		const inside = on - (whole.lost[at] ?? 0);
		if (whole.same[at] === 0 && inside > 0 && held - inside < threshold)
			found.push({ kind: 'rest of', other, table, family });
		if (whole.same[at] === 0 && on === held && (whole.spill[at] ?? 0) < threshold)
			found.push({ kind: 'excess of', other, table, family });
		whole.on[at] = 0;
		whole.lost[at] = 0;
		whole.spill[at] = 0;
	}
	if (sames) whole.same.fill(0);
}

function tallied(
	{ hits, touched, parts, rule }: Scan,
	old: Sketches,
	other: number,
	length: number
): void {
	const size = old.sizes[other] ?? 0;
	const part = {
		size,
		samples: Math.min(size, samples),
		high: old.prints[2 * other] ?? 0,
		low: old.prints[2 * other + 1] ?? 0
	};
	const families = old.families[other] ?? 0;
	for (let i = 0; i < length; i += 1) {
		const cell = touched[i] ?? 0;
		for (let family = 0; family < most; family += 1)
			if ((families & (1 << family)) !== 0)
				count(parts, cell * most + family, part, hits[cell] ?? 0, rule.threshold);
	}
}

/** Whether the parts of an earlier table could make up a new cell but for a few people. */
function judge({ asked, rule, parts }: Scan, at: number, found: Candidate[]): void {
	const [cell, family] = [Math.floor(at / most), at % most];
	if (((asked.flags[cell] ?? 0) & flag.known) === 0) return;
	const size = asked.sizes[cell] ?? 0;
	const inside = parts.inside[at] ?? 0;
	const over = parts.over[at] ?? 0;
	if (
		(parts.insideParts[at] ?? 0) > 1 &&
		(parts.strays[at] ?? 0) < rule.threshold &&
		inside > size - rule.threshold &&
		!(inside === size && samePrint(asked.prints, cell, parts.insidePrints, at))
	)
		found.push({ kind: 'rest', cell, family });
	if (
		(parts.overParts[at] ?? 0) > 1 &&
		(parts.spill[at] ?? 0) < rule.threshold &&
		over < size + rule.threshold &&
		!(over === size && samePrint(asked.prints, cell, parts.overPrints, at))
	)
		found.push({ kind: 'excess', cell, family });
}

const samePrint = (a: Uint32Array, i: number, b: Uint32Array, j: number): boolean =>
	a[2 * i] === b[2 * j] && a[2 * i + 1] === b[2 * j + 1];
