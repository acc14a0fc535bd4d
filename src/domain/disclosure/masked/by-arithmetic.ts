import { beside, placesOf, type Relation } from './by-label.ts';
import type { Figure, Shape } from './shape.ts';
import { lineOf, standing, telling, type Reading } from './sums.ts';

/** Tables larger than this are not searched for sums that no label tells of. */
const mostRows = 300;
const mostColumns = 14;
/** Figures that a search may look at: more than tables need that people read, and seconds at most. */
const mostLooks = 10_000_000;

/** What is left of a search; it ends without an answer rather than run on. */
type Budget = { looks: number };

/**
 * Rows and columns that are the sums of others by their figures alone: a row the sum of those above
 * or below it, a column that of those on one side, of all others, or of two. A sum must hold wherever
 * it can be seen, and in enough places to be no accident.
 */
export function byArithmetic(shape: Shape, reading: Reading): Relation[] {
	const budget = (): Budget => ({ looks: mostLooks });
	return [...rowSums(shape, reading, budget()), ...columnSums(shape, reading, budget())];
}

/** In how many lines a relation holds tellingly; −1 when one speaks against it. */
export function support(
	shape: Shape,
	relation: Relation,
	reading: Reading,
	budget: Budget = { looks: Infinity }
): number {
	const lines =
		relation.along === 'rows'
			? shape.columns.filter(({ kind }) => kind === 'count').map(({ index }) => index)
			: shape.body;
	let seen = 0;
	for (const at of lines) {
		if ((budget.looks -= relation.parts.length) < 0) return 0;
		const { total, parts } = placesOf(relation, at);
		const line = lineOf(shape, total, parts);
		if (line === null) continue;
		const found = standing(line, reading);
		if (found === 'broken') return -1;
		if (found === 'holds' && telling(line)) seen++;
	}
	return seen;
}

function rowSums(shape: Shape, reading: Reading, budget: Budget): Relation[] {
	const { body } = shape;
	if (body.length > mostRows) return [];
	return body.flatMap((total, at) => {
		const figures = countsOf(shape, total).filter(({ value }) => value !== 0);
		if (figures.length < 2) return [];
		const above = body.slice(0, at);
		const below = body.slice(at + 1);
		const up = roomFor(shape, figures, above.toReversed(), reading);
		const down = roomFor(shape, figures, below, reading);
		const runs = [...endingAt(above.slice(above.length - up)), ...startingAt(below.slice(0, down))];
		for (const parts of runs) {
			const relation: Relation = { along: 'rows', total, parts };
			if (support(shape, relation, reading, budget) >= 2) return [relation];
		}
		return [];
	});
}

type Shown = Extract<Figure, { is: 'number' }>;

const countsOf = (shape: Shape, row: number): Shown[] =>
	shape.columns
		.filter(({ kind }) => kind === 'count')
		.map(({ index }) => shape.figure(row, index))
		.filter((figure) => figure?.is === 'number');

/** How many of these rows, in their order, can be parts before they exceed one of the total's figures. */
function roomFor(
	shape: Shape,
	totals: readonly Shown[],
	rows: readonly number[],
	reading: Reading
): number {
	const room = totals.map((total) => ({ total, left: reading(total).most + 0.5 }));
	const full = rows.findIndex((row) =>
		room.some((one) => {
			const part = shape.figure(row, one.total.column);
			const least = part?.is === 'number' ? reading(part).least - cutOff(part) : 0;
			// with values below zero a longer run may fit again
			one.left = least < -0.5 ? Infinity : one.left - least;
			return one.left < 0;
		})
	);
	return full < 0 ? rows.length : full;
}

/** What the rounding of its decimals can have taken off a figure. */
const cutOff = ({ decimals }: Shown): number => (decimals ? 0.5 * 10 ** -decimals : 0);

/** Runs of two rows or more that end with the last of these, the longest first. */
const endingAt = (rows: readonly number[]): number[][] =>
	Array.from({ length: Math.max(0, rows.length - 1) }, (_, start) => rows.slice(start));

/** Runs of two rows or more that begin with the first of these, the shortest first. */
const startingAt = (rows: readonly number[]): number[][] =>
	Array.from({ length: Math.max(0, rows.length - 1) }, (_, more) => rows.slice(0, more + 2));

function columnSums(shape: Shape, reading: Reading, budget: Budget): Relation[] {
	const adding = shape.columns.filter(({ kind }) => kind === 'count' || kind === 'amount');
	if (adding.length > mostColumns * 3) return [];
	return adding.flatMap((total) => {
		const others = adding.filter((column) => column !== total);
		const sides = [others, ...beside(adding, total), ...runs(adding, adding.indexOf(total))];
		const pairs = adding.length > mostColumns ? [] : pairsOf(others);
		for (const [parts, needed] of [
			...sides.map((side) => [side, 2] as const),
			...pairs.map((pair) => [pair, 3] as const)
		]) {
			if (parts.length < 2) continue;
			const indexes = parts.map(({ index }) => index);
			const relation: Relation = { along: 'columns', total: total.index, parts: indexes };
			if (support(shape, relation, reading, budget) >= needed) return [relation];
		}
		return [];
	});
}

const runs = <T>(list: readonly T[], at: number): T[][] => [
	...Array.from({ length: Math.max(0, at - 1) }, (_, start) => list.slice(start, at)),
	...Array.from({ length: Math.max(0, list.length - at - 2) }, (_, more) =>
		list.slice(at + 1, at + 3 + more)
	)
];

const pairsOf = <T>(list: readonly T[]): T[][] =>
	list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other]));
