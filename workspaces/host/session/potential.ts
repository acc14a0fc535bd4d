/**
 * What of an answer of R or Python could be rows of people (decision 0032). Nothing that the code says
 * of itself lowers the count: only the bytes that a person would see are looked at.
 */

/** Letters of a line that count as one row; a longer line is several rows side by side. */
const lettersOfARow = 240;
/** Letters of lines without a digit that count as one row: values can be spelt with letters too. */
const lettersOfWords = 1000;
/** A picture made of pixels shows shapes, and a few values at its axes and labels. */
const rowsOfAPicture = 10;

/** Lines of print that one cell may show under each policy of rows: a summary is read under all. */
export const linesShown = { 0: 40, 20: 80, 200: 400 } as const;
export type RowPolicy = keyof typeof linesShown;
export const rowPolicies = [0, 20, 200] as const satisfies readonly RowPolicy[];

/** Plots that one cell may show. */
export const plotsShown = 8;

const digit = /\p{Nd}/u;

const rowsOfLine = (line: string): number =>
	digit.test(line) ? Math.ceil(line.length / lettersOfARow) : 0;

/** Rows of people that a text could hold: its lines with a digit, and a little for all other letters. */
export function rowsOfText(text: string): number {
	let rows = 0;
	let letters = 0;
	for (const line of text.split('\n')) {
		const counted = rowsOfLine(line);
		rows += counted;
		if (counted === 0) letters += line.trim().length;
	}
	return rows + Math.floor(letters / lettersOfWords);
}

/** Rows that a plot could hold: a drawing gives each of its points away exactly. */
export const rowsOfPlot = (media: string, bytes: Uint8Array): number =>
	media === 'image/png'
		? rowsOfAPicture
		: Math.max(
				rowsOfAPicture,
				Buffer.from(bytes)
					.toString('latin1')
					.split(/<[a-z]/).length - 1
			);

/** The beginning of a text that holds no more than so many rows, with all its lines whole. */
export function cutText(text: string, most: number): { text: string; cut: boolean } {
	let rows = 0;
	let letters = 0;
	let kept = 0;
	const lines = text.split('\n');
	for (const line of lines) {
		const counted = rowsOfLine(line);
		rows += counted;
		if (counted === 0) letters += line.trim().length;
		if (rows + Math.floor(letters / lettersOfWords) > most) break;
		kept++;
	}
	return kept === lines.length
		? { text, cut: false }
		: { text: lines.slice(0, kept).join('\n'), cut: true };
}
