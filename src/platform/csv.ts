/** A CSV file as it is written: `line` is where a record begins, the header being line 1. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

export type Csv = {
	readonly separator: ',' | ';' | '\t';
	readonly header: readonly string[];
	readonly records: readonly CsvRecord[];
	/** A quote was opened and never closed. */
	readonly unclosed: boolean;
};

const separators = [',', ';', '\t'] as const;

/** Reads CSV after RFC 4180, forgiving in line ends and separator. Blank lines are left out. */
export function parseCsv(text: string): Csv {
	const firstLine = text.slice(0, (text.search(/[\r\n]/) + 1 || text.length + 1) - 1);
	const separator = separators.toSorted(
		(a, b) => firstLine.split(b).length - firstLine.split(a).length
	)[0];
	const { records, unclosed } = recordsOf(text, separator ?? ',');
	const [header, ...rest] = records;
	return { separator: separator ?? ',', header: header?.cells ?? [], records: rest, unclosed };
}

function recordsOf(text: string, separator: string): { records: CsvRecord[]; unclosed: boolean } {
	const records: CsvRecord[] = [];
	let cells: string[] = [];
	let cell = '';
	let quoted = false;
	let line = 1;
	let begun = 1;
	const endRecord = (): void => {
		cells.push(cell);
		if (cells.length > 1 || cell !== '') records.push({ line: begun, cells });
		cells = [];
		cell = '';
	};
	for (let i = 0; i < text.length; i++) {
		const letter = text.charAt(i);
		if (letter === '\n') line++;
		if (quoted) {
			if (letter !== '"') cell += letter;
			else if (text[i + 1] === '"') cell += text.charAt(i++);
			else quoted = false;
		} else if (letter === '"' && cell === '') quoted = true;
		else if (letter === separator) {
			cells.push(cell);
			cell = '';
		} else if (letter === '\n' || (letter === '\r' && text[i + 1] !== '\n')) {
			endRecord();
			begun = letter === '\r' ? ++line : line;
		} else if (letter !== '\r') cell += letter;
	}
	if (cell !== '' || cells.length > 0) endRecord();
	return { records, unclosed: quoted };
}
