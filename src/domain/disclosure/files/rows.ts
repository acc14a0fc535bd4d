import { read } from '../csv.ts';
import { isFullDate } from '../patterns.ts';

/** Lines one after another that look like the rows of a table, and the table they make. */
export type Pasted = {
	readonly from: number;
	readonly to: number;
	readonly rows: readonly (readonly string[])[];
};

const least = 3;

/** Rows that were pasted into code, a log or a text: at least three lines of the same shape, mostly figures. */
export function pastedRows(lines: readonly string[]): Pasted[] {
	const found: Pasted[] = [];
	let going: { from: number; rows: string[][] } | null = null;
	const close = (): void => {
		if (going !== null && going.rows.length >= least)
			found.push({ from: going.from, to: going.from + going.rows.length - 1, rows: going.rows });
		going = null;
	};
	for (const [index, line] of lines.entries()) {
		const cells = cellsOf(line);
		if (cells === null) close();
		else if (going?.rows[0]?.length === cells.length) going.rows.push(cells);
		else {
			close();
			going = { from: index + 1, rows: [cells] };
		}
	}
	close();
	return found;
}

/** The cells of a line that holds several values; null when it is words or code. */
function cellsOf(line: string): string[] | null {
	if (line.length > 2000) return null;
	// a row of a table in Markdown, or an object in JSON: two values are enough
	const marked = /^\s*(\|.*\||\{\s*["'].*:.*\},?)\s*$/.test(line);
	const bare = line
		.replace(/^\s*(#+'?|--|\/\/|\*|>|\[\d+\])\s*/, '')
		.trim()
		.replace(/^(c?\(|\[|\{|tribble\()\s*/, '')
		.replace(/\s*[)\]}][,;]?$/, '')
		.replace(/,$/, '');
	for (const separator of [/\s*\|\s*/, /\t/, /\s*;\s*/, /\s*,\s*/, / {2,}/, / /]) {
		const cells = bare.split(separator).map(valueOf);
		const values = cells.filter((cell) => cell !== '');
		const figures = values.filter((cell) => isFigure(cell)).length;
		if (marked && figures >= 1 && figures * 2 >= values.length) return cells;
		if (values.length < 3) continue;
		if (figures >= 2 && figures * 2 >= values.length) return cells;
	}
	return null;
}

const isFigure = (cell: string): boolean => {
	const said = read(cell).is;
	return (
		said === 'number' ||
		said === 'mark' ||
		isFullDate(cell) ||
		/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(cell)
	);
};

/** The value of `"name": value`, without quotes. */
const valueOf = (cell: string): string =>
	cell
		.trim()
		.replace(/^(["'])[\w ]{1,60}\1\s*:\s*/, '')
		.replaceAll(/^["']|["']$/g, '');

/** Lines of encoded bytes one under another, each too short to be told by itself: the first of each run. */
export function encodedRuns(lines: readonly string[]): number[] {
	const found: number[] = [];
	let run = 0;
	for (const [index, line] of lines.entries()) {
		const bare = line
			.slice(0, 2000)
			.replace(/^\s*(#+'?|--|\/\/|\*|>|["'])?\s*["']?/, '')
			.replace(/["'\s,;)+\\]*$/, '');
		const encoded =
			/^[A-Za-z0-9+/_-]{32,}={0,2}$/.test(bare) &&
			/[A-Z]/.test(bare) &&
			/[a-z]/.test(bare) &&
			/\d/.test(bare);
		run = encoded ? run + 1 : 0;
		if (run === 4) found.push(index - 2);
	}
	return found;
}

/** Several objects in JSON on one line, each a row. */
export const objectsIn = (line: string): number =>
	line.slice(0, 10_000).match(/\{\s*["'][^{}]{1,500}:[^{}]{1,500},[^{}]{1,500}\}/g)?.length ?? 0;

/** A long run of encoded bytes: a picture, a file or a model kept in the text. */
export const blobIn = (line: string): boolean =>
	/data:[\w/+.-]{0,60};base64,/i.test(line) ||
	/[A-Za-z0-9+/_-]{200,}/.test(line) ||
	/(\\x[0-9a-f]{2}){40,}/i.test(line);

/** Many figures on one line, as in a vector that was typed in. */
export const manyFigures = (line: string): boolean =>
	(line.slice(0, 5000).match(/(?<![\w.])-?\d+(\.\d+)?(?=\s*[,;\s)\]])/g)?.length ?? 0) >= 12;
