/**
 * What stands behind one cell, in units (usually people; a unit's records are added up first).
 * `row` and `column` are one label per dimension; "Total" marks a margin.
 */
export type Evidence = {
	readonly row: readonly string[];
	readonly column: readonly string[];
	/** How deep each dimension's label lies: 0 a category, 1 and more a parent, -1 the total. */
	readonly levels: readonly number[];
	/** The statistic as asked for; null when the cell has none. */
	readonly value: number | string | null;
	/** Distinct units with a value. */
	readonly units: number;
	readonly rows: number;
	readonly sum: number;
	/** Largest contributions, one per unit, largest first; at least two where there are two. */
	readonly largest: readonly number[];
	/** Records below zero, and records without a value. */
	readonly negatives: number;
	readonly missing: number;
	/** All values in the cell are the same one. */
	readonly allEqual: boolean;
	/** Units that share the smallest, or largest, value; null when the statistic is neither. */
	readonly atEndpoint: number | null;
	/** Share of units that have the modal value; null when the statistic is not the mode. */
	readonly modeShare: number | null;
	/** Units that a proportion's condition holds for; only of a proportion. */
	readonly numerator?: number;
	/** The largest contribution of a unit that has given no waiver; only where waivers are asked about. */
	readonly exposed?: number | null;
	/** Units at or below a quantile, or at or above it, whichever are fewer; only of a quantile. */
	readonly tail?: number | null;
	/** Units with a value other than zero; only of what adds values up. */
	readonly nonzero?: number;
	/** Records with the rarer of the only two values of the cell; null when it has one, or more than two. */
	readonly rarer?: number | null;
	/** Share of a line's spread, along the axis where it is larger, that two units make up; only of a line. */
	readonly leverage?: number | null;
	/** How much of the values a straight line explains, 0 to 1; only of a line. */
	readonly explained?: number | null;
	/** Sum of the random keys of its units, modulo 2³²; only where a rounding needs them. */
	readonly keys?: number;
	/** Null when the data do not say which organisation a record is from. */
	readonly organisations: { readonly count: number; readonly largestShare: number } | null;
	/** The same of every further kind that the policy asks about and the data name, such as clinicians. */
	readonly further?: readonly {
		readonly column: string;
		readonly count: number;
		readonly largestShare: number;
	}[];
};

export const total = 'Total';

export const isMargin = (cell: Pick<Evidence, 'levels'>): boolean =>
	cell.levels.some((level) => level < 0);

/** One text per cell, for maps; labels cannot collide because they are written as JSON. */
export const key = (cell: Pick<Evidence, 'row' | 'column'>): string =>
	JSON.stringify([cell.row, cell.column]);
