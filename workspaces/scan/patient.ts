import type { Session, Solution, Solver } from '#platform/linear.ts';

const gaveUp: Solution = { status: 'unknown' };

/**
 * A solver that has this many seconds for all questions together, from the first one on. Whatever is
 * asked of it later has the answer "unknown" at once, so that a file with many marks is judged by what
 * could be worked out and not by the limits of its child.
 */
export function patient(solver: Solver, seconds: number): Solver {
	let spent = 0;
	const left = (): number => seconds - spent / 1000;
	return {
		open(problem, most = seconds): Session {
			if (left() <= 0) return silent;
			const session = solver.open(problem, Math.min(most, left()));
			return {
				...session,
				optimise(objective, direction) {
					if (left() <= 0) return gaveUp;
					const begun = performance.now();
					const solution = session.optimise(objective, direction);
					spent += performance.now() - begun;
					return solution;
				}
			};
		}
	};
}

class NotLoaded extends Error {}

const notLoaded: Solver = {
	open: () => {
		throw new NotLoaded('The solver is not loaded.');
	}
};

/**
 * Does the work without a solver, and once more with one, for these seconds, when it asks for it: few
 * files have marks, and loading a solver takes longer than judging a usual file.
 */
export async function whenAsked<T>(
	load: () => Promise<Solver>,
	seconds: number,
	work: (solver: () => Promise<Solver>) => Promise<T>
): Promise<T> {
	try {
		return await work(() => Promise.resolve(notLoaded));
	} catch (error) {
		if (!(error instanceof NotLoaded)) throw error;
		const solver = patient(await load(), seconds);
		return work(() => Promise.resolve(solver));
	}
}

const silent: Session = {
	optimise: () => gaveUp,
	bound: () => undefined,
	add: () => undefined,
	close: () => undefined
};
