/** The page numbers worth a link: first, last, and those beside the current; undefined is a gap. */
export function pagesAround(page: number, last: number): (number | undefined)[] {
	const shown = [1, page - 1, page, page + 1, last].filter((n) => n >= 1 && n <= last);
	const sorted = [...new Set(shown)].sort((a, b) => a - b);
	return sorted.flatMap((n, at) => {
		const before = sorted[at - 1];
		if (before === undefined || n - before === 1) return [n];
		return n - before === 2 ? [n - 1, n] : [undefined, n];
	});
}
