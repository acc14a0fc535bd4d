import { fail, review, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import { figure, sheetOf, type Lines } from './format.ts';

/** A ratio as printed, with the totals of its four-fold table. */
export type Ratio = {
	readonly kind: 'odds' | 'risk';
	/** The ratio lies from `low` to `high`: what its decimals leave open. */
	readonly low: number;
	readonly high: number;
	readonly exposed: number;
	readonly unexposed: number;
	/** People with the outcome, of both groups together. */
	readonly cases: number;
};

/** The four cells: exposed with and without the outcome, unexposed with and without it. */
export type FourCells = readonly [a: number, b: number, c: number, d: number];

/** The largest total that is tried number by number. */
const largest = 10_000_000;

/**
 * Every four-fold table of whole numbers that fits a ratio and its totals: what anybody can work out
 * who reads both. Null when the totals are no whole numbers, or too large to try.
 */
export function solveOddsRatio(ratio: Ratio): FourCells[] | null {
	const { kind, low, high, exposed, unexposed, cases } = ratio;
	const whole = [exposed, unexposed, cases].every((n) => Number.isSafeInteger(n) && n >= 0);
	if (!whole || cases > exposed + unexposed || exposed + unexposed > largest) return null;
	const cell = (a: number): FourCells => {
		const c = cases - a;
		return [a, exposed - a, c, unexposed - c];
	};
	const measure = ([a, b, c, d]: FourCells): number => {
		const value = kind === 'odds' ? (a * d) / (b * c) : a / exposed / (c / unexposed);
		// nought by nought is no ratio, and nobody prints one
		return Number.isNaN(value) ? -Infinity : value;
	};
	const least = Math.max(0, cases - unexposed);
	const most = Math.min(exposed, cases);
	// Both ratios grow with the first cell, so the fits lie side by side: find the first by halving.
	let [from, to] = [least, most + 1];
	while (from < to) {
		const middle = Math.floor((from + to) / 2);
		if (measure(cell(middle)) < low) from = middle + 1;
		else to = middle;
	}
	const found: FourCells[] = [];
	for (let a = from; a <= most && measure(cell(a)) <= high; a++) found.push(cell(a));
	return found;
}

/** The columns of a ratio's totals. */
export const totals: readonly string[] = ['exposed', 'unexposed', 'cases'];

/** Judges ratios with published totals. Null when the lines are no such file. */
export function judgeRatios(lines: Lines, policy: Policy): Finding[] | null {
	const { columns, records } = sheetOf(lines);
	const odds = columns.find((column) => column === 'odds_ratio' || column === 'or');
	const risk = columns.find((column) => column === 'risk_ratio' || column === 'rr');
	const printed = odds ?? risk;
	if (printed === undefined || !totals.every((total) => columns.includes(total))) return null;
	return records.flatMap((record, index) => {
		const text = record.get(printed) ?? '';
		const where = `row ${String(index + 1)}, column ${printed}`;
		const value = figure(text);
		const [exposed, unexposed, cases] = totals.map((total) => figure(record.get(total)));
		if (value === null || exposed == null || unexposed == null || cases == null)
			return [unknown(where)];
		const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
		const half = 0.5 / 10 ** decimals + 1e-12 * Math.max(1, value);
		const kind = odds === undefined ? 'risk' : 'odds';
		const ratio = {
			kind,
			low: value - half,
			high: value + half,
			exposed,
			unexposed,
			cases
		} as const;
		return judgeRatio(where, solveOddsRatio(ratio), policy);
	});
}

const unknown = (where: string): Finding =>
	review(
		'needs-evidence',
		where,
		'This ratio or its totals cannot be read.',
		'Give the ratio, exposed, unexposed and cases as numbers.'
	);

const remedy = 'Leave the ratio or the totals out, or combine groups.';

function judgeRatio(
	where: string,
	solutions: readonly FourCells[] | null,
	{ threshold: t }: Policy
): Finding[] {
	if (solutions === null) return [unknown(where)];
	if (solutions.length === 0)
		return [
			review(
				'needs-evidence',
				where,
				'No whole numbers of people give this ratio with these totals.',
				'Check the ratio and the totals.'
			)
		];
	const small = (count: number | undefined): boolean =>
		count !== undefined && t !== null && count > 0 && count < t;
	const cells = [0, 1, 2, 3];
	if (cells.some((cell) => solutions.every((solution) => small(solution[cell]))))
		return [
			fail(
				'threshold',
				where,
				'The four cells behind this ratio can be worked out from its totals, and one is too small.',
				remedy
			)
		];
	if (cells.some((cell) => solutions.every((solution) => solution[cell] === 0)))
		return [review('class', where, 'One of the four cells behind this ratio is empty.', remedy)];
	return solutions.some((solution) => solution.some(small))
		? [
				review(
					'threshold',
					where,
					'One of the four cells behind this ratio may be too small.',
					'Say how many people are in each of the four cells.'
				)
			]
		: [];
}
