import { overlaps } from './overlaps.ts';
import { pairs } from './pairs.ts';
import { judge, tallied } from './parts.ts';
import type { Candidate, Scan } from './scan.ts';
import { flag, type Sketches } from './sketch.ts';
import { clear } from './tally.ts';
import { parted } from './wholes.ts';

/**
 * Every way in which cells of an earlier table and the new cells could differ by few people. Sound:
 * what is ruled out differs by nobody or by the threshold or more. `also` is told of each earlier
 * cell that shares somebody with new ones.
 */
export function candidates(
	work: Scan,
	old: Sketches,
	also: (other: number, length: number) => void = () => undefined
): Candidate[] {
	const found: Candidate[] = [];
	overlaps(work, old, (other, length) => {
		pairs(work, old, other, length, found);
		if (((old.flags[other] ?? 0) & flag.known) === 0) return;
		parted(work, old, other, length, found);
		if ((old.families[other] ?? 0) !== 0) tallied(work, old, other, length);
		also(other, length);
	});
	const { parts } = work;
	for (let i = 0; i < parts.length; i += 1) judge(work, parts.touched[i] ?? 0, found);
	clear(parts);
	return found;
}
