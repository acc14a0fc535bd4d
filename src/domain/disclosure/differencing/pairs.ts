import { excess, limitOf, samePrint, type Candidate, type Scan } from './scan.ts';
import { flag, samples, type Sketches } from './sketch.ts';

/** Cells of nearly the same size whose samples agree; the same people when one is suppressed. */
export function pairs(
	work: Scan,
	old: Sketches,
	other: number,
	length: number,
	found: Candidate[]
): void {
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
