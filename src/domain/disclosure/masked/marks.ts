import type { Solver } from '#platform/linear.ts';
import type { Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import type { ClaimedRounding } from './claim.ts';
import { readingUnder } from './control.ts';
import {
	contradiction,
	leftOutFinding,
	markFinding,
	said,
	unknownFinding,
	type Where
} from './said.ts';
import type { Figure, Shape } from './shape.ts';
import type { Share } from './shares.ts';
import type { Reading } from './sums.ts';
import {
	intervalsOf,
	relationOfSum,
	relationsOfShare,
	type Belief,
	type Intervals
} from './system.ts';
import type { Sum } from './totals.ts';
import type { Mark } from './types.ts';

type Hidden = Extract<Figure, { is: 'mark' }>;

/** What is known of a table before its marks are looked into. */
export type Known = {
	readonly shape: Shape;
	readonly sums: readonly Sum[];
	readonly shares: readonly Share[];
	readonly rounding: ClaimedRounding | null;
};

/** More hidden cells than can be worked out in a moment. */
const mostMarks = 2000;

/** Every mark with what follows of it from the totals and shares around it. */
export function marksIn(
	{ shape, sums, shares, rounding }: Known,
	policy: Policy,
	solver: Solver,
	where: Where
): { readonly marks: Mark[]; readonly findings: Finding[] } {
	const hidden = hiddenIn(shape);
	const open = sums.filter(({ leftOut }) => !leftOut);
	const solve = (some: readonly Sum[]) =>
		hidden.length > mostMarks ? null : workOut(shape, some, shares, rounding, solver);
	const sure = solve(open.filter(({ by }) => by !== 'guess'));
	const maybe = open.some(({ by }) => by === 'guess') ? solve(open) : sure;
	const lost = sums.filter(({ leftOut }) => leftOut);
	const marks: Mark[] = [];
	const findings: Finding[] = [];
	for (const figure of hidden) {
		const known = sure?.get(figure) ?? null;
		const zero = lost.some(({ line }) => line.parts.includes(figure)) && rounding === null;
		const guess = known === null && maybe?.get(figure) !== undefined;
		const interval = zero ? { least: 0, most: 0 } : (known ?? maybe?.get(figure) ?? null);
		const exact = interval !== null && isPoint(interval);
		const { row, column, text } = figure;
		const mark = { row, column, text, interval, exact };
		marks.push(mark);
		const whole = shape.columns.some(({ index, kind }) => index === column && kind === 'count');
		const about = { figure, whole, rounded: rounding !== null, guess };
		const finding = zero ? null : markFinding(mark, about, policy, where);
		if (finding !== null) findings.push(finding);
	}
	const without = lost
		.filter(({ line }) => line.parts.some((part) => part.is === 'mark' && part.least > 0))
		.map(({ line }) => leftOutFinding(line.total, rounding !== null, where));
	const wrong = hidden.length > 0 && hidden.length <= mostMarks && sure === null;
	const unanswered = hidden.filter((figure) => sure?.get(figure) === null).length;
	const unknown = hidden.length > mostMarks ? hidden.length : unanswered;
	return {
		marks,
		findings: [
			...said(findings, 'marks'),
			...said(without, 'totals'),
			...(wrong ? [contradiction()] : []),
			...(unknown > 0 ? [unknownFinding(unknown, hidden.length)] : [])
		]
	};
}

const isPoint = ({ least, most }: { least: number; most: number }): boolean =>
	// an open end is as far off as a point can be, however large the other end
	Number.isFinite(most) && most - least <= 1e-6 * Math.max(1, Math.abs(most));

const hiddenIn = (shape: Shape): Hidden[] =>
	shape.columns.flatMap(({ index }) =>
		shape.body.flatMap((row) => {
			const figure = shape.figure(row, index);
			return figure?.is === 'mark' ? [figure] : [];
		})
	);

/**
 * Tries beliefs from the strictest to the most cautious until one fits the table: a mark is what it
 * says; a mark is at least 1; it may be anything from 0. Rounding is taken to go to the nearest
 * multiple, then to either side.
 */
function workOut(
	shape: Shape,
	sums: readonly Sum[],
	shares: readonly Share[],
	rounding: ClaimedRounding | null,
	solver: Solver
): Intervals | null {
	const relations = [
		...sums.filter(concerns).map((sum) => relationOfSum(sum, slackOf(sum))),
		...shares
			.filter(({ part, base }) => part.is === 'mark' || base.is === 'mark')
			.flatMap(relationsOfShare)
	];
	const signed = signedColumns(shape);
	const amounts = new Set(
		shape.columns.filter(({ kind }) => kind !== 'count').map(({ index }) => index)
	);
	const belief =
		(says: boolean, least: number): Belief =>
		(figure) => ({
			lower: signed.has(figure.column)
				? -Infinity
				: amounts.has(figure.column)
					? 0
					: Math.min(least, figure.least),
			upper: says ? (figure.most ?? Infinity) : Infinity,
			whole: !amounts.has(figure.column)
		});
	const readings: Reading[] =
		rounding === null
			? [readingUnder(shape, null)]
			: [readingUnder(shape, rounding), readingUnder(shape, rounding, 'random')];
	for (const reading of readings)
		for (const [says, least] of [
			[true, Infinity],
			[false, 1],
			[false, 0]
		] as const) {
			const found = intervalsOf(relations, reading, belief(says, least), solver);
			if (found !== null) return found;
		}
	return null;
}

const concerns = ({ line }: Sum): boolean =>
	line.total.is === 'mark' || line.parts.some(({ is }) => is === 'mark');

/** Decimals that were cut off may add up to this much in a line. */
function slackOf({ line: { total, parts } }: Sum): number {
	const halves = [total, ...parts].map((figure) => {
		const decimals = figure.is === 'number' ? (figure.decimals ?? 0) : 0;
		return decimals > 0 ? 0.5 * 10 ** -decimals : 0;
	});
	return halves.reduce((sum, half) => sum + half, 0);
}

const signedColumns = (shape: Shape): Set<number> =>
	new Set(
		shape.columns
			.filter(({ index }) =>
				shape.body.some((row) => {
					const figure = shape.figure(row, index);
					return figure?.is === 'number' && figure.value < 0;
				})
			)
			.map(({ index }) => index)
	);
