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
	const bare = line
		.replace(/^\s*(#+'?|--|\/\/|\*|>|\[\d+\])\s*/, '')
		.trim()
		.replace(/^(c?\(|\[|\{|tribble\()\s*/, '')
		.replace(/\s*[)\]}][,;]?$/, '')
		.replace(/,$/, '');
	for (const separator of [/\s*\|\s*/, /\t/, /\s*;\s*/, /\s*,\s*/, / {2,}/, / /]) {
		const cells = bare.split(separator).map((cell) => cell.trim().replaceAll(/^["']|["']$/g, ''));
		const values = cells.filter((cell) => cell !== '');
		if (values.length < 3) continue;
		const figures = values.filter((cell) => isFigure(cell)).length;
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

/** A long run of encoded bytes: a picture, a file or a model kept in the text. */
export const blobIn = (line: string): boolean =>
	/data:[\w/+.-]{0,60};base64,/i.test(line) ||
	/[A-Za-z0-9+/_-]{200,}/.test(line) ||
	/(\\x[0-9a-f]{2}){40,}/i.test(line);

/** Many figures on one line, as in a vector that was typed in. */
export const manyFigures = (line: string): boolean =>
	(line.slice(0, 5000).match(/(?<![\w.])-?\d+(\.\d+)?(?=\s*[,;\s)\]])/g)?.length ?? 0) >= 12;
