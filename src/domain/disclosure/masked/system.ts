import type { Equation, Solver, Variable } from '#platform/linear.ts';
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
	const session = solver.open({ variables, equations }, patience);
	try {
		const found = new Map<Figure, Interval | null>();
		for (const [figure, at] of asked) {
			const low = session.optimise([[at, 1]], 'least');
			if (low.status === 'infeasible') return null;
			const high = session.optimise([[at, 1]], 'most');
			if (high.status === 'infeasible') return null;
			const least =
				low.status === 'optimal' ? low.value : low.status === 'unbounded' ? -Infinity : null;
			const most =
				high.status === 'optimal' ? high.value : high.status === 'unbounded' ? Infinity : null;
			const tidy = variables[at]?.whole === true ? Math.round : (value: number) => value;
			found.set(
				figure,
				least === null || most === null ? null : { least: tidy(least), most: tidy(most) }
			);
		}
		return found;
	} finally {
		session.close();
	}
}

function between(figure: Extract<Figure, { is: 'number' }>, reading: Reading): Variable {
	const { least, most } = reading(figure);
	return { lower: least, upper: most, whole: Number.isInteger(least) && Number.isInteger(most) };
}
