/**
 * What a cell of a submitted table says. `mark`: a value was hidden, and the mark may say that it was
 * at most `most`. `below` is a mark written `<10`. `missing` may hide a value too: in a column of
 * figures an empty cell is taken for one, which may be zero.
 */
export type Say =
	| {
			readonly is: 'number';
			readonly value: number;
			/** As written after the point; null when written with an exponent. */
			readonly decimals: number | null;
			readonly percent: boolean;
	  }
	| { readonly is: 'mark' | 'below'; readonly most: number | null }
	| { readonly is: 'missing' | 'text' };

const missing = /^(|none|null|nan|na|n\/a|#n\/a|<na>|-|–|—|\.{1,3}|…)$/i;
const hidden =
	/^([[(]?\s*(redacted|suppressed|masked|hidden|withheld|confidential)\s*[\])]?|\*+|[[(]?(c|x|s|z|dc|low)[\])]?|#+|†)$/i;
const atMost = /^(?:<=|≤|=<|\[<=|up to )\s*(\d{1,9})\s*$/i;
const below = /^<\s*(\d{1,9})$/;
const span = /^(\d{1,9})\s*(?:-|–|to)\s*(\d{1,9})$/i;
const number = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?(e[+-]?\d+)?\s?(%?)$/i;

export function sayOf(cell: string): Say {
	const text = cell.trim();
	if (missing.test(text)) return { is: 'missing' };
	if (hidden.test(text)) return { is: 'mark', most: null };
	const upTo = atMost.exec(text);
	if (upTo !== null) return { is: 'mark', most: Number(upTo[1]) };
	const less = below.exec(text);
	if (less !== null) return { is: 'below', most: Math.max(0, Number(less[1]) - 1) };
	const found = /\d/.test(text) ? number.exec(text) : null;
	if (found === null) return { is: 'text' };
	return {
		is: 'number',
		value: Number(text.replaceAll(',', '').replace(/\s?%$/, '')),
		decimals: found[2] === undefined ? (found[1]?.length ?? 0) : null,
		percent: found[3] === '%'
	};
}

/** A mark that is a range, `1-7`, as some tables write it; only where figures stand beside it. */
export function spanOf(cell: string): { readonly least: number; readonly most: number } | null {
	const found = span.exec(cell.trim());
	if (found === null) return null;
	const [least, most] = [Number(found[1]), Number(found[2])];
	return least < most ? { least, most } : null;
}
