import { standsFor } from '../rounding/stands-for.ts';
import type { Claim, ClaimedRounding } from './claim.ts';
import type { Figure, Shape } from './shape.ts';
import { isMidpoint6, isMultiple } from './summary.ts';
import type { Reading } from './sums.ts';
import type { Breach } from './types.ts';

type Shown = Extract<Figure, { is: 'number' }>;

/** So few figures may be multiples of five by accident. */
const fewest = 6;

/** How far a cell key usually moves a count; the table of changes itself is not known here. */
const usualChange = 5;

/** The counts that are shown in a table. */
export function countsIn(shape: Shape): Shown[] {
	return shape.columns
		.filter(({ kind }) => kind === 'count')
		.flatMap(({ index }) => shape.body.map((row) => shape.figure(row, index)))
		.filter((figure) => figure?.is === 'number');
}

/** The rounding that all counts of a table look to have been given; null when there are too few. */
export function roundingIn(shape: Shape): ClaimedRounding | null {
	const counts = countsIn(shape).filter(({ value }) => value !== 0);
	if (counts.length < fewest) return null;
	for (const base of [100, 50, 20, 10, 5])
		if (counts.every(({ value }) => isMultiple(value, base))) return { method: 'base', base };
	return counts.every(({ value }) => isMidpoint6(value)) ? { method: 'midpoint6' } : null;
}

/** What a shown figure says of the true one under a rounding. */
export function readingUnder(
	shape: Shape,
	rounding: ClaimedRounding | null,
	method: 'conventional' | 'random' = 'conventional'
): Reading {
	const counts = new Set(
		shape.columns.filter(({ kind }) => kind === 'count').map(({ index }) => index)
	);
	return (figure) => {
		const { value, column } = figure;
		if (rounding === null || !counts.has(column) || value < 0 || !Number.isInteger(value))
			return { least: value, most: value };
		if (rounding.method === 'cell-key')
			return { least: Math.max(0, value - usualChange), most: value + usualChange };
		const fits =
			rounding.method === 'midpoint6' ? isMidpoint6(value) : isMultiple(value, rounding.base);
		if (!fits) return { least: value, most: value };
		return rounding.method === 'midpoint6'
			? standsFor(value, 'midpoint6', 6)
			: standsFor(value, method, rounding.base);
	};
}

/** Every count that does not keep to what was claimed. */
export function breachesOf(shape: Shape, { redacted, rounding }: Claim): Breach[] {
	return countsIn(shape).flatMap(({ row, column, text, value }) => {
		const breach = (why: string): Breach[] => [{ row, column, text, why }];
		if (redacted !== null && value > 0 && value <= redacted)
			return breach(`it is between 1 and ${redacted}, and is not redacted`);
		if (rounding === null) return [];
		if (rounding.method === 'base' && !isMultiple(value, rounding.base))
			return breach(`it is no multiple of ${rounding.base}`);
		if (rounding.method === 'midpoint6' && !isMidpoint6(value))
			return breach('it is no midpoint of a band of six');
		return rounding.method === 'cell-key' && (value < 0 || !Number.isInteger(value))
			? breach('it is no count')
			: [];
	});
}
