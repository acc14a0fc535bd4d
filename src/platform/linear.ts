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

export type Optimum = {
	readonly status: 'optimal';
	readonly value: number;
	readonly values: readonly number[];
	/**
	 * By how much the value would change for each unit by which a variable's own bounds were moved
	 * up; empty where there are whole variables.
	 */
	readonly reduced: readonly number[];
};

export type Solution =
	| Optimum
	/** `unknown`: it gave up at its limit of time or steps, so nothing follows from it. */
	| { readonly status: 'infeasible' | 'unbounded' | 'unknown' };

/**
 * A problem that stays open, to be asked many times with other objectives, bounds or further
 * equations. The same array of terms given again as the objective is taken to be unchanged.
 */
export type Session = {
	optimise(objective: readonly Term[], direction: 'least' | 'most'): Solution;
	bound(variable: number, lower: number, upper: number): void;
	add(equation: Equation): void;
	close(): void;
};

/** `seconds` is the most that one question may take; a few when nothing is said. */
export type Solver = { open(problem: Linear, seconds?: number): Session };
