/** What the public catalogue says of a table: row counts are rounded to five, never exact. */
export const roundedToFive = (count: bigint): bigint => ((count + 2n) / 5n) * 5n;

export type Dataset = {
	readonly code: string;
	readonly name: string;
	readonly description: string;
	/** The item of the rate card that prices it. */
	readonly product: string;
	readonly version: string;
	readonly asOf: Temporal.PlainDate;
};

export type Column = {
	readonly name: string;
	readonly type: string;
	/** The disclosure class, C01 to C24. */
	readonly class: string;
	readonly description: string;
};

export type Table = {
	readonly name: string;
	readonly description: string;
	/** As stored: exact. Pages and answers show `roundedToFive`. */
	readonly rows: bigint;
	readonly columns: readonly Column[];
};

/** "condition_occurrence" as people read it. */
export const tableName = (name: string): string => {
	const words = name.replaceAll('_', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
};

/** How a column is stored, in plain words. */
export const typeInWords = (type: string): string =>
	({
		BIGINT: 'whole number',
		INTEGER: 'whole number',
		DOUBLE: 'number',
		VARCHAR: 'text',
		DATE: 'date',
		TIMESTAMP: 'date and time'
	})[type] ?? type.toLowerCase();
