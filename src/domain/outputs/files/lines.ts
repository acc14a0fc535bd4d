/** A line of a text, and whether it came, went or stayed. */
export type Line = { readonly how: 'same' | 'added' | 'removed'; readonly text: string };

/** Texts with more lines than this are not compared: the table of the comparison grows as its square. */
export const mostLines = 2000;

/**
 * The lines of two texts, common ones once, by the longest run of lines that both have in order.
 * Null when one of them is too long to compare.
 */
export function linesBetween(before: string, after: string): Line[] | null {
	const [old, now] = [split(before), split(after)];
	if (old.length > mostLines || now.length > mostLines) return null;
	const common = lengths(old, now);
	const lines: Line[] = [];
	let [i, j] = [0, 0];
	while (i < old.length && j < now.length) {
		if (old[i] === now[j]) {
			lines.push({ how: 'same', text: now[j] ?? '' });
			i += 1;
			j += 1;
		} else if (at(common, i + 1, j) >= at(common, i, j + 1)) {
			lines.push({ how: 'removed', text: old[i] ?? '' });
			i += 1;
		} else {
			lines.push({ how: 'added', text: now[j] ?? '' });
			j += 1;
		}
	}
	lines.push(...old.slice(i).map((text): Line => ({ how: 'removed', text })));
	lines.push(...now.slice(j).map((text): Line => ({ how: 'added', text })));
	return lines;
}

const split = (text: string): string[] => text.replaceAll('\r\n', '\n').split('\n');

const at = (common: readonly Uint16Array[], i: number, j: number): number => common[i]?.[j] ?? 0;

/** How many lines the ends of both texts have in common, from each place on. */
function lengths(old: readonly string[], now: readonly string[]): Uint16Array[] {
	const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
	for (let i = old.length - 1; i >= 0; i -= 1)
		for (let j = now.length - 1; j >= 0; j -= 1) {
			const row = common[i];
			if (row === undefined) continue;
			row[j] =
				old[i] === now[j]
					? at(common, i + 1, j + 1) + 1
					: Math.max(at(common, i + 1, j), at(common, i, j + 1));
		}
	return common;
}

/** Only what changed, with a few lines about it. */
export function changedLines(lines: readonly Line[], about = 3): Line[] {
	const near = lines.map((_, place) =>
		lines.slice(Math.max(0, place - about), place + about + 1).some(({ how }) => how !== 'same')
	);
	return lines.filter((_, place) => near[place] === true);
}
