import type { Solver } from '#platform/linear.ts';
import type { Figure, Shape } from './shape.ts';
import type { Line, Reading } from './sums.ts';
import { intervalsOf, type Intervals, type Relation } from './system.ts';

type Shown = Extract<Figure, { is: 'number' }>;

/** A total of counts with the mean that is published beside each of its figures. */
export type Weighed = {
	readonly line: Line;
	readonly meanOf: (count: Figure) => Shown | undefined;
};

/**
 * Exact means beside rounded counts give the counts away: the counts times the means add up to the
 * total's (SDC Handbook 2nd ed. §5.7). Each mean is known to its last decimal.
 */
export function relationsOfMeans({ line, meanOf }: Weighed): Relation[] {
	const means = [...line.parts, line.total].map((count) => ({ count, mean: meanOf(count) }));
	const bounds = means.map(({ count, mean }) => {
		if (mean === undefined) return null;
		const half = 0.5 * 10 ** -(mean.decimals ?? 12);
		return { count, least: mean.value - half, most: mean.value + half };
	});
	const known = bounds.filter((one) => one !== null);
	const whole = known.at(-1);
	if (known.length < means.length || whole === undefined) return [];
	const parts = known.slice(0, -1);
	return [
		{
			terms: [...parts.map((one) => [one.count, one.most] as const), [whole.count, -whole.least]],
			least: 0,
			most: Infinity
		},
		{
			terms: [...parts.map((one) => [one.count, one.least] as const), [whole.count, -whole.most]],
			least: -Infinity,
			most: 0
		},
		{
			terms: [...line.parts.map((part) => [part, 1] as const), [line.total, -1]],
			least: 0,
			most: 0
		}
	];
}

/** What the means say of the rounded counts beside them. */
export const countsFromMeans = (
	weighed: readonly Weighed[],
	reading: Reading,
	solver: Solver
): Intervals | null =>
	intervalsOf(
		weighed.flatMap(relationsOfMeans),
		reading,
		() => ({ lower: 0, upper: Infinity, whole: true }),
		solver,
		({ is }) => is === 'number'
	);

/** The totals of a table's only column of counts, each figure with the mean in its row. */
export function weighedIn(shape: Shape, lines: readonly Line[]): Weighed[] {
	const counts = shape.columns.filter(({ kind }) => kind === 'count');
	const means = shape.columns.filter(({ name }) => /mean|average|avg/i.test(name));
	const [count] = counts;
	const [mean] = means;
	if (count === undefined || mean === undefined || counts.length > 1) return [];
	return lines
		.filter(({ total, parts }) => total.column === count.index && parts.length < 30)
		.map((line) => ({
			line,
			meanOf: (figure) => {
				const found = shape.figure(figure.row, mean.index);
				return found?.is === 'number' ? found : undefined;
			}
		}));
}
