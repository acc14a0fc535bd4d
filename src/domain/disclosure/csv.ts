export { parseCsv, type Csv, type CsvRecord } from '#platform/csv.ts';

/** What a cell of an output says. A mark stands for a suppressed value. */
export type Said =
	| { readonly is: 'number'; readonly value: number; readonly decimals: number }
	| { readonly is: 'missing' | 'mark' | 'text' };

const missing = /^(|none|null|nan|na|n\/a|-)$/i;
const mark = /^(\[?\s*redacted\s*\]?|\[?\s*suppressed\s*\]?|\*+|c|<=?\s*\d+)$/i;
const number = /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.(\d+))?(e[+-]?\d+)?\s?%?$/i;

export function read(cell: string): Said {
	const text = cell.trim();
	if (missing.test(text)) return { is: 'missing' };
	if (mark.test(text)) return { is: 'mark' };
	const found = /\d/.test(text) ? number.exec(text) : null;
	if (found === null) return { is: 'text' };
	const value = Number(text.replaceAll(',', '').replace(/\s?%$/, ''));
	return { is: 'number', value, decimals: found[4]?.length ?? 0 };
}
