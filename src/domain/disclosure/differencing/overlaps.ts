import type { Scan } from './scan.ts';
import { nobody, samples, type Sketches } from './sketch.ts';

/**
 * Visits each earlier cell with the new cells that hold any of its samples: `touched[0 … length)`,
 * how many of them in `hits`.
 *
 * A new cell that lacks fewer people of an earlier one than it has samples shares one of them, so
 * nothing is lost while the threshold is at most 16. Above it, new cells of nearly the same size are
 * visited whether they share a sample or not, and unions are lost by a chance below 1 in 65,000: all
 * samples would have to be among the few that are left.
 */
export function overlaps(
	work: Scan,
	old: Sketches,
	visit: (other: number, length: number) => void
): void {
	const { asked, rule, hits, touched } = work;
	for (let other = 0; other < old.count; other += 1) {
		const size = old.sizes[other] ?? 0;
		if (size === 0 || old.flags[other] === 0) continue;
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
		if (rule.threshold > samples) length = ofNearSize(work, size, length);
		if (length === 0) continue;
		visit(other, length);
		for (let i = 0; i < length; i += 1) hits[touched[i] ?? 0] = 0;
	}
}

/** Adds the new cells of nearly this size that share no sample. */
function ofNearSize({ asked, rule, hits, touched }: Scan, size: number, length: number): number {
	let end = length;
	for (let cell = 0; cell < asked.count; cell += 1) {
		if (hits[cell] !== 0 || Math.abs((asked.sizes[cell] ?? 0) - size) >= rule.threshold) continue;
		touched[end] = cell;
		end += 1;
	}
	return end;
}
