import { beside, placesOf, type Relation } from './by-label.ts';
import type { Shape } from './shape.ts';
import { lineOf, standing, telling, type Reading } from './sums.ts';

/** Tables larger than this are not searched for sums that no label tells of. */
const mostRows = 300;
const mostColumns = 14;

/**
 * Rows and columns that are the sums of others by their figures alone: a row the sum of those above
 * or below it, a column that of those on one side, of all others, or of two. A sum must hold wherever
 * it can be seen, and in enough places to be no accident.
 */
export function byArithmetic(shape: Shape, reading: Reading): Relation[] {
	return [...rowSums(shape, reading), ...columnSums(shape, reading)];
}

/** In how many lines a relation holds tellingly; −1 when one speaks against it. */
export function support(shape: Shape, relation: Relation, reading: Reading): number {
	const lines =
		relation.along === 'rows'
			? shape.columns.filter(({ kind }) => kind === 'count').map(({ index }) => index)
			: shape.body;
	let seen = 0;
	for (const at of lines) {
		const { total, parts } = placesOf(relation, at);
		const line = lineOf(shape, total, parts);
		if (line === null) continue;
		const found = standing(line, reading);
		if (found === 'broken') return -1;
		if (found === 'holds' && telling(line)) seen++;
	}
	return seen;
}

function rowSums(shape: Shape, reading: Reading): Relation[] {
	const { body } = shape;
	if (body.length > mostRows) return [];
	return body.flatMap((total, at) => {
		for (const run of [...endingAt(body, at), ...startingAt(body, at)]) {
			const relation: Relation = { along: 'rows', total, parts: run };
			if (support(shape, relation, reading) >= 2) return [relation];
		}
		return [];
	});
}

const endingAt = (body: readonly number[], at: number): number[][] =>
	Array.from({ length: Math.max(0, at - 1) }, (_, start) => body.slice(start, at));

const startingAt = (body: readonly number[], at: number): number[][] =>
	Array.from({ length: Math.max(0, body.length - at - 2) }, (_, more) =>
		body.slice(at + 1, at + 3 + more)
	);

function columnSums(shape: Shape, reading: Reading): Relation[] {
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
			if (support(shape, relation, reading) >= needed) return [relation];
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
