/** A figure with its percentage in the same cell, as papers print them: 120 (45.3%). */
const together = /^\s*([^()]{1,20}?)\s*\(\s*(\d{1,3}(?:\.\d+)?\s?%?|[^()\d]{1,12})\s*\)\s*$/;

export type Unfolded = {
	readonly table: readonly (readonly string[])[];
	/** The column of the file that a column of the table comes from. */
	readonly column: (index: number) => number;
};

/** Takes apart the columns whose cells hold a figure and its percentage; the shares go to the end. */
export function unfold(rows: readonly (readonly string[])[]): Unfolded {
	const width = rows[0]?.length ?? 0;
	const apart = Array.from({ length: width }, (_, index) => index).filter((index) => {
		const cells = rows.slice(1).flatMap((row) => (row[index]?.trim() ? [row[index]] : []));
		const both = cells.filter((cell) =>
			/^\s*[\d,]+\s*\(\s*\d{1,3}(\.\d+)?\s?%?\s*\)\s*$/.test(cell)
		);
		return both.length > 0 && both.length * 2 >= cells.length;
	});
	if (apart.length === 0) return { table: rows, column: (index) => index };
	const table = rows.map((row, at) => {
		const found = apart.map((index) => together.exec(row[index] ?? ''));
		const shares = apart.map((index, n) =>
			at === 0 ? `${row[index] ?? ''} %` : percent(found[n]?.[2])
		);
		const kept = row.map((cell, index) => {
			const n = apart.indexOf(index);
			if (n < 0) return cell;
			return at === 0 ? bare(cell) : (found[n]?.[1] ?? cell);
		});
		return [...kept, ...shares];
	});
	return { table, column: (index) => (index < width ? index : (apart[index - width] ?? index)) };
}

/** The name without what says that a percentage stands in the same cell. */
const bare = (name: string): string => name.replaceAll(/\(?\s*(%|per ?cent(age)?|pct)\s*\)?/gi, '');

const percent = (text: string | undefined): string =>
	text === undefined ? '' : /\d/.test(text) && !text.includes('%') ? `${text}%` : text;
