import type { Highs, Model } from 'highs';
import type { Equation, Linear, Solution, Term } from './linear.ts';

/** A problem as a session knows it now: bounds and equations change, and it may be built again. */
export type State = {
	readonly problem: Linear;
	readonly seconds: number;
	readonly whole: boolean;
	readonly lower: Float64Array;
	readonly upper: Float64Array;
	readonly added: Equation[];
	costs: Float64Array;
	direction: 'least' | 'most';
};

/** The problem as HiGHS holds it. The caller disposes of it. */
export function build(engine: Highs, state: State): Model {
	const { problem, costs, lower, upper, added, whole } = state;
	const rows = [...problem.equations, ...added];
	const starts = [0];
	const indices: number[] = [];
	const values: number[] = [];
	for (const { terms } of rows) {
		for (const [variable, factor] of merged(terms)) {
			indices.push(variable);
			values.push(factor);
		}
		starts.push(indices.length);
	}
	const { integer, continuous } = engine.constants.variableType;
	const { minimize, maximize } = engine.constants.objectiveSense;
	const size = { numCols: lower.length, numRows: rows.length };
	const model = engine.createModel({
		...size,
		sense: state.direction === 'least' ? minimize : maximize,
		colCost: costs,
		colLower: lower,
		colUpper: upper,
		rowLower: Float64Array.from(rows, (row) => row.lower),
		rowUpper: Float64Array.from(rows, (row) => row.upper),
		matrix: {
			format: 'csr',
			...size,
			starts: Int32Array.from(starts),
			indices: Int32Array.from(indices),
			values: Float64Array.from(values)
		},
		...(whole
			? { integrality: problem.variables.map((one) => (one.whole ? integer : continuous)) }
			: {})
	});
	model.options.set({ output_flag: false, time_limit: state.seconds, random_seed: 0 });
	if (whole) model.options.set({ mip_rel_gap: 0, mip_abs_gap: 1e-6 });
	return model;
}

/** HiGHS refuses a variable named twice in one row. */
function merged(terms: readonly Term[]): readonly Term[] {
	const sums = new Map<number, number>();
	for (const [variable, factor] of terms) sums.set(variable, (sums.get(variable) ?? 0) + factor);
	return sums.size === terms.length ? terms : [...sums];
}

/** Solves the problem as it stands. Throws when the module aborts or refuses. */
export function solve(engine: Highs, model: Model, state: State): Solution {
	model.zeroAllClocks();
	model.run();
	const { modelStatus: known } = engine.constants;
	switch (model.getModelStatus()) {
		case known.optimal: {
			const { colValue, colDual } = model.getSolution();
			const value = model.getObjectiveValue();
			const reduced = state.whole ? [] : [...colDual];
			return { status: 'optimal', value, values: [...colValue], reduced };
		}
		case known.empty:
			return { status: 'optimal', value: 0, values: [...state.lower], reduced: [] };
		case known.infeasible:
			return { status: 'infeasible' };
		case known.unbounded:
			return { status: 'unbounded' };
		case known.unboundedOrInfeasible:
			return undecided(engine, model);
		default:
			return { status: 'unknown' };
	}
}

/** Presolve may see that there is no optimum without seeing which way: without it, HiGHS says. */
function undecided(engine: Highs, model: Model): Solution {
	model.options.set({ presolve: 'off' });
	model.clearSolver();
	model.run();
	const status = model.getModelStatus();
	model.options.set({ presolve: 'choose' });
	const { infeasible, unbounded } = engine.constants.modelStatus;
	if (status === infeasible) return { status: 'infeasible' };
	return { status: status === unbounded ? 'unbounded' : 'unknown' };
}

/** Tells HiGHS of another objective, cost by cost where it differs. */
export function steer(engine: Highs, model: Model, state: State, before: Float64Array): void {
	const { minimize, maximize } = engine.constants.objectiveSense;
	model.changeObjectiveSense(state.direction === 'least' ? minimize : maximize);
	state.costs.forEach((cost, variable) => {
		if (cost !== before[variable]) model.changeColCost(variable, cost);
	});
}
