/**
 * How two tables together give away a few people (disclosure.md §6).
 * `nested`: one cell lies in the other and few are left. `near`: a few on both sides.
 * `rest`: a cell less the other table's cells inside it. `excess`: the other table's cells that
 * cover a cell, less that cell. `hidden`: the very people of a suppressed cell.
 * `dominated`: the sum over the people left is nearly one person's.
 * `linked`: tables of one request that share cells, read as one set of equations.
 * `mean`: a mean or a proportion that tells how many people a hidden or rounded count is of.
 */
export const kinds = [
	'nested',
	'near',
	'rest',
	'excess',
	'hidden',
	'dominated',
	'linked',
	'mean'
] as const;
export type Kind = (typeof kinds)[number];

export type Level = 'review' | 'fail';

/** What a researcher may know: that the cell can be worked out, and nothing of how. */
export type Redacted = {
	readonly file: string;
	/** "2021 · Female": the labels of the cell. */
	readonly cell: string;
	readonly level: Level;
	/** By another table of the same request, not by an earlier release. */
	readonly within: boolean;
};

/** What a checker may know of it; the number of people is in no answer. */
export type Difference = Redacted & {
	readonly kind: Kind;
	/** "1 to 9 people". */
	readonly sizeClass: string;
	/** Id of the earlier release; null for the request's own. */
	readonly release: string | null;
	readonly otherFile: string;
	readonly otherCells: string;
};

/** A file of a request and whether it could be compared; `because` says why not. */
export type ComparedFile = {
	readonly id: string;
	readonly name: string;
	readonly sha256: string;
	readonly compared: boolean;
	readonly because: string;
};

/** The size of a difference as it may be told: below the threshold its class alone. */
export const sizeClass = (people: number, threshold: number): string =>
	people < threshold ? `1 to ${String(threshold - 1)} people` : 'a larger group';

/** What a researcher may see of a difference. */
export const redacted = ({ file, cell, level, within }: Difference): Redacted => ({
	file,
	cell,
	level,
	within
});

export const sentence = ({ within }: Pick<Redacted, 'within'>): string =>
	within
		? 'Another table of this request makes this cell recoverable.'
		: 'An earlier release makes this cell recoverable.';

export const remedy = ({ within }: Pick<Redacted, 'within'>): string =>
	within
		? 'Protect the tables together, use the same groups and people in both, or leave one of them out.'
		: 'Use the same groups as the earlier release, broader ones, or suppress the cell.';
