import { samePrint, type Candidate, type Scan } from './scan.ts';
import { flag, samples, type Sketches } from './sketch.ts';
import { count, most } from './tally.ts';

/** Counts an earlier cell towards each new cell that it could be a part of. */
export function tallied(
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
export function judge({ asked, rule, parts }: Scan, at: number, found: Candidate[]): void {
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
		(parts.overParts[at] ?? 0) > (rule.threshold > samples ? 0 : 1) &&
		(parts.spill[at] ?? 0) < rule.threshold &&
		over < size + rule.threshold &&
		!(over === size && samePrint(asked.prints, cell, parts.overPrints, at))
	)
		found.push({ kind: 'excess', cell, family });
}
