import type { Range } from '../rounding/stands-for.ts';
import type { Figure, Shape } from './shape.ts';
import type { Place, Total } from './types.ts';

/** What a published number may stand for; a point unless the table is rounded. */
export type Reading = (figure: Extract<Figure, { is: 'number' }>) => Range;

/** A total and its parts, with what is shown of each. */
export type Line = { readonly total: Figure; readonly parts: readonly Figure[] };

/** The figures of a total, or null where one of them is no figure at all. */
export function lineOf(shape: Shape, total: Place, parts: readonly Place[]): Line | null {
	const whole = shape.figure(total.row, total.column);
	const found = parts.map((place) => shape.figure(place.row, place.column));
	const figures = found.filter((figure) => figure !== undefined);
	if (whole === undefined || figures.length < found.length) return null;
	return { total: whole, parts: figures };
}

/**
 * How a line of figures stands to its total: `holds` with every figure shown; `open` where something
 * is hidden and nothing speaks against it; `left-out` where the figures shown make up the whole
 * total, though some are hidden; `broken` where it cannot be their sum.
 */
export function standing(
	{ total, parts }: Line,
	reading: Reading
): 'holds' | 'open' | 'left-out' | 'broken' {
	const shown = parts.filter((part) => part.is === 'number');
	const hidden = parts.filter((part) => part.is === 'mark');
	const lowest = shown.reduce((sum, part) => sum + reading(part).least, 0);
	const highest = shown.reduce((sum, part) => sum + reading(part).most, 0);
	const close = 1e-9 * Math.max(1, Math.abs(highest)) + slack([total, ...parts]);
	if (total.is === 'mark') return 'open';
	const { least, most } = reading(total);
	if (hidden.length === 0)
		return most >= lowest - close && least <= highest + close ? 'holds' : 'broken';
	const exactly = shown.reduce((sum, part) => sum + part.value, 0) === total.value;
	if (exactly && shown.length > 0) return 'left-out';
	return most >= lowest - close ? 'open' : 'broken';
}

/** What the rounding of decimals can add up to. */
function slack(figures: readonly Figure[]): number {
	return figures.reduce((sum, figure) => {
		const decimals = figure.is === 'number' ? (figure.decimals ?? 0) : 0;
		return decimals > 0 ? sum + 0.5 * 10 ** -decimals : sum;
	}, 0);
}

/** Whether figures say enough that a sum which holds is no accident: two parts at least, not zero. */
export const telling = ({ total, parts }: Line): boolean =>
	total.is === 'number' &&
	total.value !== 0 &&
	parts.filter((part) => part.is === 'number' && part.value !== 0).length > 1;

export const totalOf = ({ total, parts }: Line, by: Total['by']): Total => ({
	total: place(total),
	parts: parts.map(place),
	by
});

const place = ({ row, column }: Place): Place => ({ row, column });
