export type Range = { low: number; high: number };

/**
 * How each inner cell ranges over every table of whole numbers that agrees with the published one,
 * none above `largest`. Slow, and shares no code with what it tries.
 */
export function ranges(shown: readonly (readonly (number | null)[])[], largest: number): Range[][] {
	const height = shown.length - 1;
	const width = (shown[0]?.length ?? 0) - 1;
	const found = Array.from({ length: height }, () =>
		Array.from({ length: width }, () => ({ low: Infinity, high: -Infinity }))
	);
	const filled = Array.from({ length: height }, () => Array<number>(width).fill(0));
	const cell = (r: number, c: number): number | null => shown[r]?.[c] ?? null;
	const agrees = (published: number | null, sum: number): boolean =>
		published === null ? sum >= 1 : published === sum;
	const sumOf = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
	const keep = (): void => {
		const columns = Array.from({ length: width }, (_, c) =>
			sumOf(filled.map((row) => row[c] ?? 0))
		);
		if (!columns.every((sum, c) => agrees(cell(height, c), sum))) return;
		if (!agrees(cell(height, width), sumOf(columns))) return;
		filled.forEach((row, r) => {
			row.forEach((value, c) => {
				const range = found[r]?.[c];
				if (range === undefined) return;
				range.low = Math.min(range.low, value);
				range.high = Math.max(range.high, value);
			});
		});
	};
	const step = (index: number): void => {
		if (index === height * width) {
			keep();
			return;
		}
		const [r, c] = [Math.floor(index / width), index % width];
		const row = filled[r] ?? [];
		const known = cell(r, c);
		for (let option = known ?? 1; option <= (known ?? largest); option++) {
			row[c] = option;
			if (c < width - 1 || agrees(cell(r, width), sumOf(row))) step(index + 1);
		}
	};
	step(0);
	return found;
}
