/** What the host gave, as far as a page needs it. */
type Given = {
	readonly columns: readonly { readonly name: string; readonly type: string }[];
	readonly rows: readonly (readonly (string | number | boolean | null)[])[];
};

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC)/i;

export const isNumeric = (type: string): boolean => numeric.test(type);

export const views = ['table', 'bar', 'line'] as const;
export type View = (typeof views)[number];

/** The view that an address asks for: `?chart=bar`. Anything else is the table. */
export const viewOf = (asked: string | null): View => views.find((one) => one === asked) ?? 'table';

export type Series = {
	readonly label: string;
	readonly value: string;
	readonly data: readonly { readonly label: string; readonly value: number | null }[];
};

/** Bars that still can be read on a phone. */
const most = 50;

/**
 * A result of labels and one number each, as a chart takes it: null when it is anything else, such
 * as several numbers a row, negative numbers or more labels than can be read.
 */
export function seriesOf({ columns, rows }: Given): Series | null {
	const at = columns.findLastIndex(({ type }) => isNumeric(type));
	const labels = columns.flatMap((_, place) => (place === at ? [] : [place]));
	if (at < 0 || labels.length === 0 || labels.length > 2) return null;
	if (rows.length < 2 || rows.length > most) return null;
	const data = rows.map((row) => {
		const value = row[at];
		return {
			label: labels.map((place) => String(row[place] ?? 'none')).join(', '),
			value: value === null || value === undefined ? null : Number(value)
		};
	});
	if (data.some(({ value }) => value !== null && !(value >= 0))) return null;
	return {
		label: labels.map((place) => columns[place]?.name ?? '').join(', '),
		value: columns[at]?.name ?? '',
		data
	};
}
