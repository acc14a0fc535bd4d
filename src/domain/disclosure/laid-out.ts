import type { Csv } from './csv.ts';

/** A table as a person reads it: its true header, every cell under a column, and the words around it. */
export type LaidOut = {
	readonly csv: Csv;
	/** The line of the header. */
	readonly line: number;
	/** Words above the header and below the figures. */
	readonly notes: readonly string[];
};

/** Titles above a header are a few lines. */
const mostAbove = 10;

const filled = (cells: readonly string[]): number =>
	cells.filter((cell) => cell.trim() !== '').length;

/**
 * Finds the header below a title, and gives cells beyond it columns without a name: else a title of
 * one cell would keep every figure below it from being looked at.
 */
export function laidOut(csv: Csv): LaidOut {
	const all = [{ line: 1, cells: csv.header }, ...csv.records];
	const comment = ({ cells }: { cells: readonly string[] }): boolean =>
		cells[0]?.trim().startsWith('#') === true;
	const first = all.findIndex((row) => filled(row.cells) > 1 && !comment(row));
	const at = first > 0 && first <= mostAbove ? first : 0;
	const rows = all.slice(at);
	const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
	const [header, ...records] = rows;
	const alone = records.filter(({ cells }) => filled(cells) === 1 && cells[0]?.trim() !== '');
	const wide = [
		...(header?.cells ?? []),
		...Array.from({ length: width - (header?.cells.length ?? 0) }, () => '')
	];
	return {
		csv: {
			...csv,
			header: wide,
			records: records.map((row) => ({ ...row, cells: row.cells.map((cell) => plain(cell, csv)) }))
		},
		line: header?.line ?? 1,
		notes: [
			...all.slice(0, at).map(({ cells }) => cells.join(' ')),
			...alone.map(({ cells }) => cells[0] ?? '')
		]
	};
}

const spaced = /^[+-]?\d{1,3}(?:[ '’\u00a0\u2009\u202f]\d{3})+(?=$|[.\s(%])/;
const unit =
	/^(\d[\d,]*)\s+(?:people|persons?|patients?|participants?|individuals?|women|men|children|cases|deaths|events|records|visits)$/i;
const about = /^(?:~|≈|±|c\.|ca\.?|circa|approx(?:\.|imately)?|about)\s*(\d[\d,]*)$/i;
const small = [
	'zero',
	'one',
	'two',
	'three',
	'four',
	'five',
	'six',
	'seven',
	'eight',
	'nine',
	'ten'
];

/** A cell's figure in plain digits, however it was written: 1 200, 99,5, 3 people, ~3, three. */
function plain(cell: string, { separator }: Csv): string {
	const text = cell.trim();
	if (spaced.test(text)) return text.replace(spaced, (found) => found.replaceAll(/[^\d+-]/g, ''));
	if (separator !== ',' && /^[+-]?\d+,\d+\s?%?$/.test(text)) return text.replace(',', '.');
	const written = unit.exec(text)?.[1] ?? about.exec(text)?.[1];
	if (written !== undefined) return written;
	const word = small.indexOf(text.toLowerCase());
	return word >= 0 ? String(word) : cell;
}
