import { sayOf } from './cell.ts';

/** What a column holds, at a glance; the answers are null where no number says anything. */
export type ColumnSummary = {
	readonly name: string;
	readonly type: 'integer' | 'float' | 'text' | 'mixed';
	readonly missing: number;
	readonly redacted: number;
	readonly divisibleBy5: boolean | null;
	readonly divisibleBy6: boolean | null;
	readonly midpoint6: boolean | null;
	readonly least: number | null;
	readonly most: number | null;
	/** The number nearest to zero from above or below; null when there is none but zero. */
	readonly leastNonZero: number | null;
};

/** Whether a number can come out of rounding to midpoint 6: 0, or 3 away from a multiple of 6. */
export const isMidpoint6 = (value: number): boolean =>
	value === 0 || (Number.isInteger(value) && Math.abs(value) % 6 === 3);

export const isMultiple = (value: number, base: number): boolean =>
	Number.isInteger(value) && value % base === 0;

/**
 * Summarises the cells of one column. A mark is set aside, a missing value too; `<4` is a mark to us
 * only where the column is otherwise hidden, so the summary counts it as mixed (see cell.ts).
 */
export function summarise(name: string, cells: readonly string[]): ColumnSummary {
	const said = cells.map(sayOf);
	const numbers = said.flatMap((one) => (one.is === 'number' ? [one.value] : []));
	const other = said.filter((one) => one.is === 'text' || one.is === 'below').length;
	const all = (test: (value: number) => boolean): boolean | null =>
		numbers.length === 0 ? null : other === 0 && numbers.every(test);
	const nonZero = numbers.filter((value) => value !== 0);
	return {
		name,
		type: typeOf(numbers, other),
		missing: said.filter((one) => one.is === 'missing').length,
		redacted: said.filter((one) => one.is === 'mark').length,
		divisibleBy5: all((value) => isMultiple(value, 5)),
		divisibleBy6: all((value) => isMultiple(value, 6)),
		midpoint6: all(isMidpoint6),
		least: numbers.length === 0 ? null : Math.min(...numbers),
		most: numbers.length === 0 ? null : Math.max(...numbers),
		leastNonZero: nonZero.length === 0 ? null : Math.min(...nonZero)
	};
}

function typeOf(numbers: readonly number[], other: number): ColumnSummary['type'] {
	if (numbers.length === 0) return 'text';
	if (other > 0) return 'mixed';
	return numbers.every(Number.isInteger) ? 'integer' : 'float';
}
