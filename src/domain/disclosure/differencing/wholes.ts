import { excess, limitOf, samePrint, type Candidate, type Scan } from './scan.ts';
import { flag, samples, type Sketches } from './sketch.ts';
import { most } from './tally.ts';

/** An earlier cell that the parts of one new table could make up but for a few people. */
export function parted(
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
