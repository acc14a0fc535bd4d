import type { Equation, Linear, Solution, Solver, Variable } from '#platform/linear.ts';
import type { Figure } from './shape.ts';
import type { Share } from './shares.ts';
import type { Reading } from './sums.ts';
import type { Sum } from './totals.ts';
import type { Interval } from './types.ts';

/** What an attacker takes for granted of a hidden figure. */
export type Belief = (figure: Extract<Figure, { is: 'mark' }>) => Variable;

/** A sum of figures with factors that lies between two numbers. */
export type Relation = {
	readonly terms: readonly (readonly [figure: Figure, factor: number])[];
	readonly least: number;
	readonly most: number;
};

export const relationOfSum = ({ line: { total, parts } }: Sum, slack = 0): Relation => ({
	terms: [...parts.map((part) => [part, 1] as const), [total, -1]],
	least: -slack,
	most: slack
});

export const relationsOfShare = ({ part, base, least, most }: Share): Relation[] => [
	{
		terms: [
			[part, 1],
			[base, -most]
		],
		least: -Infinity,
		most: 0
	},
	{
		terms: [
			[part, 1],
			[base, -least]
		],
		least: 0,
		most: Infinity
	}
];

/** Seconds for one question to the solver; a mark that takes longer has no interval. */
const patience = 2;

export type Intervals = ReadonlyMap<Figure, Interval | null>;

/**
 * The least and the most that each figure can be, given everything published: hidden figures within
 * what is believed of them, shown ones within what they stand for. Null where the solver gave up;
 * the whole answer is null when nothing fits, so that the table contradicts the belief.
 */
export function intervalsOf(
	relations: readonly Relation[],
	reading: Reading,
	belief: Belief,
	solver: Solver,
	wanted: (figure: Figure) => boolean = ({ is }) => is === 'mark'
): Intervals | null {
	const answer = new Map<Figure, Interval | null>();
	for (const part of components(relations, reading)) {
		const found = solved(part, reading, belief, solver, wanted);
		if (found === null) return null;
		for (const [figure, interval] of found) answer.set(figure, interval);
	}
	return answer;
}

const isPoint = (figure: Figure, reading: Reading): boolean => {
	if (figure.is === 'mark') return false;
	const { least, most } = reading(figure);
	return least === most;
};

/** Groups of relations that share no unknown: each is a small problem by itself. */
function components(relations: readonly Relation[], reading: Reading): Relation[][] {
	const group = new Map<Figure, number>();
	const groups: Relation[][] = [];
	for (const relation of relations) {
		const open = relation.terms.map(([figure]) => figure).filter((one) => !isPoint(one, reading));
		const joined = new Set(open.flatMap((figure) => group.get(figure) ?? []));
		const merged = [...[...joined].flatMap((index) => groups[index] ?? []), relation];
		for (const index of joined) groups[index] = [];
		const at = groups.push(merged) - 1;
		for (const one of merged)
			for (const [figure] of one.terms) if (!isPoint(figure, reading)) group.set(figure, at);
	}
	return groups.filter((relations) =>
		relations.some(({ terms }) => terms.some(([figure]) => !isPoint(figure, reading)))
	);
}

function solved(
	relations: readonly Relation[],
	reading: Reading,
	belief: Belief,
	solver: Solver,
	wanted: (figure: Figure) => boolean
): Map<Figure, Interval | null> | null {
	const places = new Map<Figure, number>();
	const variables: Variable[] = [];
	const equations = relations.map(({ terms, least, most }): Equation => {
		let constant = 0;
		const open = terms.flatMap(([figure, factor]): [number, number][] => {
			if (figure.is === 'number' && isPoint(figure, reading)) {
				constant += factor * reading(figure).least;
				return [];
			}
			const known = places.get(figure) ?? variables.length;
			if (known === variables.length) {
				places.set(figure, known);
				variables.push(figure.is === 'mark' ? belief(figure) : between(figure, reading));
			}
			return [[known, factor]];
		});
		return { terms: open, lower: least - constant, upper: most - constant };
	});
	const asked = [...places].filter(([figure]) => wanted(figure));
	if (asked.length === 0) return new Map();
	const found = extremes({ variables: variables.map(broken), equations }, asked, solver);
	if (found === null || !tangled(relations)) return tidied(found, places, variables);
	// fractions may reach further than whole numbers can: those that are nearly known are asked again
	const near = asked.filter(([figure, at]) => {
		const interval = found.get(figure);
		const width = interval ? interval.most - interval.least : Infinity;
		return variables[at]?.whole === true && width < nearlyKnown;
	});
	const whole = extremes({ variables, equations }, near.slice(0, mostWhole), solver);
	if (whole === null) return null;
	for (const [figure, interval] of whole) if (interval !== null) found.set(figure, interval);
	return tidied(found, places, variables);
}

const nearlyKnown = 20;
const mostWhole = 200;

const broken = (variable: Variable): Variable => ({ ...variable, whole: false });

/** Whether a figure is in more than a row and a column, or in a quotient: then fractions count. */
function tangled(relations: readonly Relation[]): boolean {
	const uses = new Map<Figure, number>();
	for (const { terms } of relations)
		for (const [figure, factor] of terms) {
			const count = (uses.get(figure) ?? 0) + 1;
			if (count > 2 || Math.abs(factor) !== 1) return true;
			uses.set(figure, count);
		}
	return false;
}

function extremes(
	problem: Linear,
	asked: readonly (readonly [figure: Figure, at: number])[],
	solver: Solver
): Map<Figure, Interval | null> | null {
	const session = solver.open(problem, patience);
	try {
		const found = new Map<Figure, Interval | null>();
		for (const [figure, at] of asked) {
			const low = session.optimise([[at, 1]], 'least');
			const high = low.status === 'infeasible' ? low : session.optimise([[at, 1]], 'most');
			if (high.status === 'infeasible') return null;
			const least = endOf(low, -Infinity);
			const most = endOf(high, Infinity);
			found.set(figure, least === null || most === null ? null : { least, most });
		}
		return found;
	} finally {
		session.close();
	}
}

function endOf(solution: Solution, open: number): number | null {
	if (solution.status === 'optimal') return solution.value;
	return solution.status === 'unbounded' ? open : null;
}

/** Whole numbers lie between whole ends; null where no whole number is left. */
function tidied(
	found: Map<Figure, Interval | null> | null,
	places: ReadonlyMap<Figure, number>,
	variables: readonly Variable[]
): Map<Figure, Interval | null> | null {
	for (const [figure, interval] of found ?? []) {
		if (interval === null || variables[places.get(figure) ?? -1]?.whole !== true) continue;
		// + 0: rounding up −0.5 gives a zero below zero
		const least = Math.ceil(interval.least - 1e-6) + 0;
		const most = Math.floor(interval.most + 1e-6) + 0;
		if (least > most) return null;
		found?.set(figure, { least, most });
	}
	return found;
}

function between(figure: Extract<Figure, { is: 'number' }>, reading: Reading): Variable {
	const { least, most } = reading(figure);
	return { lower: least, upper: most, whole: Number.isInteger(least) && Number.isInteger(most) };
}
