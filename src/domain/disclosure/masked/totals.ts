import { byArithmetic, support } from './by-arithmetic.ts';
import { columnsByLabel, placesOf, rowsByLabel, type Relation } from './by-label.ts';
import type { Column, Shape } from './shape.ts';
import { lineOf, standing, telling, type Line, type Reading } from './sums.ts';
import type { Total } from './types.ts';

/** A total of the table that its figures bear out, or at least do not speak against. */
export type Sum = {
	readonly line: Line;
	readonly by: Total['by'];
	/** The figures shown make up the total although others are hidden. */
	readonly leftOut: boolean;
};

/** Every total of a table: by its labels first, then by its figures, then by their size alone. */
export function sumsIn(shape: Shape, reading: Reading, threshold: number): Sum[] {
	const labelled = [...rowsByLabelled(shape, reading), ...columnsLabelled(shape, reading)];
	const found = byArithmetic(shape, reading).flatMap((relation) =>
		linesAlong(shape, relation).flatMap((line) => sum(line, reading, 'arithmetic'))
	);
	const known = once([...labelled, ...found]);
	return [...known, ...guesses(shape, reading, threshold, known)];
}

function sum(line: Line, reading: Reading, by: Total['by']): Sum[] {
	const found = standing(line, reading);
	return found === 'broken' ? [] : [{ line, by, leftOut: found === 'left-out' }];
}

function linesAlong(shape: Shape, relation: Relation): Line[] {
	const across =
		relation.along === 'rows' ? adding(shape).map(({ index }) => index) : [...shape.body];
	return across.flatMap((at) => {
		const { total, parts } = placesOf(relation, at);
		const line = lineOf(shape, total, parts);
		return line === null ? [] : [line];
	});
}

const adding = (shape: Shape): Column[] =>
	shape.columns.filter(({ kind }) => kind === 'count' || kind === 'amount');

/**
 * Column by column, since a table may hold counts beside figures that do not add up. A column adds up
 * when some total in it can be seen to and none can be seen not to; where all have hidden parts, when
 * the figures leave room for it.
 */
function rowsByLabelled(shape: Shape, reading: Reading): Sum[] {
	const relations = rowsByLabel(shape);
	return adding(shape).flatMap((column) => {
		const lines = relations.flatMap((relation) => {
			const { total, parts } = placesOf(relation, column.index);
			const line = lineOf(shape, total, parts);
			return line === null ? [] : [line];
		});
		const stands = lines.map((line) => standing(line, reading));
		const seen = stands.includes('holds');
		const doubtful = stands.includes('broken') && !seen;
		return lines.flatMap((line, index) => {
			if (doubtful || stands[index] === 'broken') return [];
			if (!seen && column.kind === 'amount' && !telling(line)) return [];
			return sum(line, reading, 'label');
		});
	});
}

/** Of several readings of one total column, the one that can be seen to hold most often. */
function columnsLabelled(shape: Shape, reading: Reading): Sum[] {
	const relations = columnsByLabel(shape);
	const totals = new Set(relations.map(({ total }) => total));
	return [...totals].flatMap((total) => {
		const rated = relations
			.filter((relation) => relation.total === total)
			.map((relation) => ({ relation, seen: support(shape, relation, reading) }))
			.filter(({ seen }) => seen >= 0)
			.sort((a, b) => b.seen - a.seen);
		const [best] = rated;
		if (best === undefined) return [];
		const { relation } = best;
		// nothing can be seen, and one part is no sum: more likely a share of the total than all of it
		if (best.seen === 0 && relation.parts.length < 2) return [];
		return linesAlong(shape, relation).flatMap((line) => sum(line, reading, 'label'));
	});
}

/**
 * The first or last figure of a line may be the total of a line where nothing tells: when what is
 * hidden would then be small, or the figures shown are nearly all of it.
 */
function guesses(shape: Shape, reading: Reading, threshold: number, known: readonly Sum[]): Sum[] {
	const columns = adding(shape).map(({ index }) => index);
	const along = (relation: Relation, at: number): Sum[] => {
		const { total, parts } = placesOf(relation, at);
		const line = lineOf(shape, total, parts);
		if (line === null || !likely(line, threshold)) return [];
		const hidden = line.parts.filter((part) => part.is === 'mark');
		const explained = known.some(
			(one) => one.line.total === line.total || hidden.some((mark) => one.line.parts.includes(mark))
		);
		return explained || standing(line, reading) !== 'open'
			? []
			: [{ line, by: 'guess', leftOut: false }];
	};
	const ends = (list: readonly number[]): { total: number; parts: number[] }[] => [
		{ total: list.at(-1) ?? 0, parts: list.slice(0, -1) },
		{ total: list[0] ?? 0, parts: list.slice(1) }
	];
	const rows = ends(columns).flatMap(({ total, parts }) => {
		const relation: Relation = { along: 'columns', total, parts };
		if (parts.length < 2 || support(shape, relation, reading) < 0) return [];
		return shape.body.flatMap((row) => along(relation, row));
	});
	const down = ends(shape.body).flatMap(({ total, parts }) =>
		parts.length < 2 ? [] : columns.flatMap((at) => along({ along: 'rows', total, parts }, at))
	);
	return [...rows, ...down];
}

function likely({ total, parts }: Line, threshold: number): boolean {
	const shown = parts.flatMap((part) => (part.is === 'number' ? [part.value] : []));
	const hidden = parts.length - shown.length;
	if (total.is !== 'number' || hidden === 0 || shown.length < 2) return false;
	const rest = total.value - shown.reduce((all, value) => all + value, 0);
	if (rest < hidden || shown.some((value) => value < 0)) return false;
	return rest <= hidden * (threshold - 1) || (hidden === 1 && rest <= 0.05 * total.value);
}

function once(sums: readonly Sum[]): Sum[] {
	const seen = new Set<string>();
	return sums.filter(({ line }) => {
		const name = [line.total, ...line.parts].map((one) => `${one.row},${one.column}`).join(';');
		return seen.has(name) ? false : seen.add(name).size > 0;
	});
}
