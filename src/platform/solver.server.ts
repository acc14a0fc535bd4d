import loadHighs, { type Highs, type Model } from 'highs';
import { build, solve, steer, type State } from './highs.server.ts';
import type { Linear, Session, Solution, Solver, Term } from './linear.ts';

/** Seconds for one question when the caller names no limit. */
const patience = 10;

/** The module's memory only ever grows; past this it is left behind for a fresh one. */
const largestMemory = 512 * 1024 * 1024;

let shared: Promise<Solver> | undefined;

/** HiGHS, in WebAssembly, behind the types of `linear.ts`. Loaded once for the process. */
export function solver(): Promise<Solver> {
	shared ??= load();
	return shared;
}

type Runtime = { engine: Highs; readonly spares: Highs[] };

/**
 * A question is answered at once, but a fresh copy of the module takes a moment to load, so two are
 * kept ready: after an abort, which leaves a module unusable, sessions go on with a spare, and a
 * problem that brings that one down too still leaves one for all the others.
 */
async function load(): Promise<Solver> {
	const runtime: Runtime = { engine: await fresh(), spares: [await fresh(), await fresh()] };
	return { open: (problem, seconds = patience) => session(runtime, problem, seconds) };
}

const fresh = (): Promise<Highs> => loadHighs({ print: () => {}, printErr: () => {} });

/** Puts the spare in the place of a module that aborted or outgrew its memory. */
function replace(runtime: Runtime): void {
	const spare = runtime.spares.pop();
	if (spare === undefined) return;
	runtime.engine = spare;
	void fresh().then((engine) => runtime.spares.push(engine));
}

function session(runtime: Runtime, problem: Linear, seconds: number): Session {
	const state = start(problem, seconds);
	if (runtime.engine.memoryBytes > largestMemory) replace(runtime);
	let engine = runtime.engine;
	let model: Model | null = null;
	let objective: readonly Term[] | null = null;
	const close = (): void => {
		quietly(() => model?.dispose());
		model = null;
	};
	/** After a failure: a module that threw may be dead, so the next question goes to another. */
	const abandon = (): void => {
		close();
		if (engine === runtime.engine) replace(runtime);
	};
	/** Changes the open model; one that refuses is built again from the state at the next question. */
	const tell = (work: (model: Model) => unknown): void => {
		const open = model;
		if (open !== null && !quietly(() => work(open))) close();
	};
	/** A model with whole variables keeps nothing worth keeping between two questions. */
	const ask = (): Solution => {
		try {
			engine = model === null ? runtime.engine : engine;
			model ??= build(engine, state);
			return solve(engine, model, state);
		} finally {
			if (state.whole) close();
		}
	};
	return {
		optimise(terms, direction) {
			if (objective !== terms || state.direction !== direction) {
				objective = terms;
				state.direction = direction;
				const before = state.costs;
				state.costs = costsOf(terms, before.length);
				tell((open) => {
					steer(engine, open, state, before);
				});
			}
			try {
				return ask();
			} catch {
				abandon();
			}
			try {
				return ask();
			} catch {
				abandon();
				return { status: 'unknown' };
			}
		},
		bound(variable, lower, upper) {
			if (state.lower[variable] === lower && state.upper[variable] === upper) return;
			state.lower[variable] = lower;
			state.upper[variable] = upper;
			tell((open) => open.changeColBounds(variable, lower, upper));
		},
		add(equation) {
			state.added.push(equation);
			const { lower, upper, terms } = equation;
			const indices = terms.map(([variable]) => variable);
			const values = terms.map(([, factor]) => factor);
			tell((open) => open.addRow(lower, upper, { indices, values }));
		},
		close
	};
}

const start = (problem: Linear, seconds: number): State => ({
	problem,
	seconds,
	whole: problem.variables.some((one) => one.whole),
	lower: Float64Array.from(problem.variables, (one) => one.lower),
	upper: Float64Array.from(problem.variables, (one) => one.upper),
	added: [],
	costs: new Float64Array(problem.variables.length),
	direction: 'least'
});

/** Whether the work was done; an aborted module throws on every call, disposal too. */
function quietly(work: () => unknown): boolean {
	const before = process.exitCode;
	try {
		work();
		return true;
	} catch {
		process.exitCode = before;
		return false;
	}
}

function costsOf(terms: readonly Term[], size: number): Float64Array {
	const costs = new Float64Array(size);
	for (const [variable, factor] of terms) costs[variable] = (costs[variable] ?? 0) + factor;
	return costs;
}
