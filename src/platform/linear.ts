/**
 * A linear problem: variables between bounds, equations between them. Bounds may be infinite. Rules
 * that need one solved are given a `Solver`, so that they stay pure and can be tried with another.
 */
export type Linear = {
	readonly variables: readonly Variable[];
	readonly equations: readonly Equation[];
};

export type Variable = {
	readonly lower: number;
	readonly upper: number;
	/** Takes whole numbers only. */
	readonly whole: boolean;
};

/** `lower ≤ sum of factor × variable ≤ upper`; the same number twice makes it an equation. */
export type Equation = {
	readonly terms: readonly Term[];
	readonly lower: number;
	readonly upper: number;
};

export type Term = readonly [variable: number, factor: number];

export type Solution =
	| { readonly status: 'optimal'; readonly value: number; readonly values: readonly number[] }
	/** `unknown`: it gave up at its limit of time or steps, so nothing follows from it. */
	| { readonly status: 'infeasible' | 'unbounded' | 'unknown' };

/** A problem that stays open, to be asked many times with other objectives or bounds. */
export type Session = {
	optimise(objective: readonly Term[], direction: 'least' | 'most'): Solution;
	bound(variable: number, lower: number, upper: number): void;
	close(): void;
};

export type Solver = { open(problem: Linear): Session };
