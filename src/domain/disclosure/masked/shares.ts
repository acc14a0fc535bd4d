import type { Column, Figure, Shape } from './shape.ts';
import type { Sum } from './totals.ts';

/** A published share and the two figures that it is the quotient of; it may give a hidden one away. */
export type Share = {
	readonly share: Extract<Figure, { is: 'number' }>;
	readonly part: Figure;
	readonly base: Figure;
	/** What the quotient lies between, as shown to its last decimal. */
	readonly least: number;
	readonly most: number;
};

/**
 * Which published shares are of which figures: of two columns in their row, or of a column's total.
 * Taken to be so only where it can be seen to hold, and holds wherever it can be seen.
 */
export function sharesIn(shape: Shape, sums: readonly Sum[]): Share[] {
	const counts = shape.columns.filter(({ kind }) => kind === 'count');
	return shape.columns
		.filter(({ kind }) => kind === 'share')
		.flatMap((column) => bestOf(shape, column, candidates(shape, counts, sums)));
}

type Pick = (row: number) => { readonly part: Figure; readonly base: Figure } | null;

function candidates(shape: Shape, counts: readonly Column[], sums: readonly Sum[]): Pick[] {
	const inRow = counts.flatMap((part) =>
		counts
			.filter((base) => base !== part)
			.map(
				(base): Pick =>
					(row) =>
						both(shape.figure(row, part.index), shape.figure(row, base.index))
			)
	);
	const ofTotal = counts.map(({ index }): Pick => (row) => {
		const part = shape.figure(row, index);
		const own = sums.find(
			({ line }) => part !== undefined && line.total.column === index && line.parts.includes(part)
		);
		return both(part, own?.line.total);
	});
	return [...inRow, ...ofTotal];
}

const both = (part: Figure | undefined, base: Figure | undefined): ReturnType<Pick> =>
	part === undefined || base === undefined ? null : { part, base };

function bestOf(shape: Shape, column: Column, picks: readonly Pick[]): Share[] {
	const shares = shape.body.flatMap((row) => {
		const figure = shape.figure(row, column.index);
		return figure?.is === 'number' && figure.decimals !== null ? [figure] : [];
	});
	const scale = shares.every(({ value }) => Math.abs(value) <= 1) ? 1 : 100;
	const rated = picks.map((pick) => {
		const found = shares.flatMap((share) => {
			const places = pick(share.row);
			return places === null ? [] : [{ ...places, share, ...around(share, scale) }];
		});
		const seen = found.map(holds);
		return { found, fits: seen.includes(false) ? 0 : seen.filter((one) => one === true).length };
	});
	const none: { found: Share[]; fits: number } = { found: [], fits: 0 };
	const best = rated.reduce((a, b) => (b.fits > a.fits ? b : a), none);
	return best.fits > 0 ? best.found : [];
}

const around = (
	{ value, decimals }: { readonly value: number; readonly decimals: number | null },
	scale: number
): { readonly least: number; readonly most: number } => {
	const half = (0.5 * 10 ** -(decimals ?? 0)) / scale;
	// a hair more: software rounds a half up, down or to even
	return { least: value / scale - half * 1.0001, most: value / scale + half * 1.0001 };
};

function holds({ part, base, least, most }: Share): boolean | null {
	if (part.is === 'mark' || base.is === 'mark' || base.value === 0) return null;
	// a share of 0 or of everybody fits too many pairs to tell
	const quotient = part.value / base.value;
	return least <= quotient && quotient <= most ? (part.value === 0 ? null : true) : false;
}
