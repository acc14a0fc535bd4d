/** Something known: the groups of `covers` together hold at least `least` people and at most `most`. */
export type Known = {
	readonly covers: readonly number[];
	readonly least: number;
	readonly most: number;
};

type Range = { low: number; high: number };

/**
 * Whether people can be put into `size` groups so that all that is known holds: by trial, in whole
 * numbers up to `largest` in a group. Slow, and shares no code and no formula with what it tries.
 */
export function possible(size: number, known: readonly Known[], largest: number): boolean {
	const start = Array.from({ length: size }, (): Range => ({ low: 0, high: largest }));
	return search(start, known);
}

function search(groups: readonly Range[], known: readonly Known[]): boolean {
	const tight = tightened(groups, known);
	if (tight === null) return false;
	const open = tight.filter((group) => group.low < group.high);
	const [first] = open.toSorted((a, b) => a.high - a.low - (b.high - b.low));
	if (first === undefined) return true;
	const at = tight.indexOf(first);
	for (let n = first.low; n <= first.high; n++)
		if (search(tight.with(at, { low: n, high: n }), known)) return true;
	return false;
}

/** What follows for each group from each thing known by itself; null when they contradict. */
function tightened(groups: readonly Range[], known: readonly Known[]): Range[] | null {
	const now = groups.map((group) => ({ ...group }));
	for (let changed = true; changed;) {
		changed = false;
		for (const { covers, least, most } of known) {
			const among = covers.map((index) => now[index]).filter((group) => group !== undefined);
			const low = among.reduce((sum, group) => sum + group.low, 0);
			const high = among.reduce((sum, group) => sum + group.high, 0);
			if (low > most || high < least) return null;
			for (const group of among) {
				const others = { low: low - group.low, high: high - group.high };
				const next = {
					low: Math.max(group.low, least - others.high),
					high: Math.min(group.high, most - others.low)
				};
				if (next.low > next.high) return null;
				if (next.low === group.low && next.high === group.high) continue;
				Object.assign(group, next);
				changed = true;
				break;
			}
			if (changed) break;
		}
	}
	return now;
}
