import type { Finding } from '../findings.ts';

/** A line of a file as it is now; `changed` when the cleared version had no such line at that place. */
export type Line = { readonly number: number; readonly text: string; readonly changed: boolean };

export type Since = {
	readonly lines: readonly Line[];
	/** Lines that were cleared and are no longer there. */
	readonly gone: readonly string[];
	/** What is to be looked at again: findings on changed lines, and those of the file as a whole. */
	readonly findings: readonly Finding[];
};

/**
 * What has changed in a text since it was last cleared, so that a checker reads only that. The
 * verdict stays that of the whole file: an old line can become wrong when the rules do.
 */
export function sinceCleared(earlier: string, now: string, findings: readonly Finding[]): Since {
	const before = linesOf(earlier);
	const after = linesOf(now);
	const kept = keptLines(before, after);
	const lines = after.map((text, index) => ({
		number: index + 1,
		text,
		changed: !kept.after.has(index)
	}));
	return {
		lines,
		gone: before.filter((_, index) => !kept.before.has(index)),
		findings: findings.filter((finding) => {
			const named = lineNumbers(finding);
			return named.length === 0 || named.some((number) => lines[number - 1]?.changed ?? true);
		})
	};
}

const linesOf = (text: string): string[] => text.replaceAll('\r\n', '\n').split('\n');

/** The lines a finding names: "line 4", "lines 4, 7 and 9", "row 4, column n". */
function lineNumbers({ where }: Finding): number[] {
	// "and 7 more" names no line, so the finding stays
	const named = where.endsWith(' more') ? '' : /^(?:lines?|rows?) ([\d, and]+)/.exec(where)?.[1];
	return (named?.match(/\d+/g) ?? []).map(Number);
}

/** Most comparisons of a line with a line; beyond it everything between the ends counts as changed. */
const mostWork = 4_000_000;

/** The longest common lines of both, after the equal beginning and end are taken off. */
function keptLines(before: readonly string[], after: readonly string[]) {
	const kept = { before: new Set<number>(), after: new Set<number>() };
	const keep = (b: number, a: number): void => {
		kept.before.add(b);
		kept.after.add(a);
	};
	let start = 0;
	while (start < before.length && start < after.length && before[start] === after[start]) {
		keep(start, start);
		start++;
	}
	let [endB, endA] = [before.length, after.length];
	while (endB > start && endA > start && before[endB - 1] === after[endA - 1]) keep(--endB, --endA);
	const [rows, columns] = [endB - start, endA - start];
	if (rows * columns > mostWork) return kept;
	const width = columns + 1;
	const longest = new Uint32Array((rows + 1) * width);
	const best = (b: number, a: number): number => longest[b * width + a] ?? 0;
	for (let b = rows - 1; b >= 0; b--)
		for (let a = columns - 1; a >= 0; a--)
			longest[b * width + a] =
				before[start + b] === after[start + a]
					? best(b + 1, a + 1) + 1
					: Math.max(best(b + 1, a), best(b, a + 1));
	for (let b = 0, a = 0; b < rows && a < columns;) {
		if (before[start + b] === after[start + a]) keep(start + b++, start + a++);
		else if (best(b + 1, a) >= best(b, a + 1)) b++;
		else a++;
	}
	return kept;
}
