import { fail, review, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import { place, small } from './said.ts';
import { intercept, parameters, type Model } from './format.ts';

/**
 * A model with as many parameters as there are groups gives each group's mean: it is a table of means
 * and is judged like one. The number of groups is what the file says (`cells`), and at most the
 * product of the levels of its variables when all of its terms are levels.
 */
export function saturation(model: Model, policy: Policy): Finding[] {
	const cells = fewest(model.cells, combinations(model));
	if (cells === null || parameters(model) < cells) return [];
	const where = place(model);
	const sizes = model.terms.map(({ levelN }) => levelN ?? Number.NaN);
	const told = sizes.every((size, index) => size > 0 || isIntercept(model, index));
	const safe = told && !sizes.some((size) => small(size, policy));
	const message = 'The model has a term for every group, so it is a table of means.';
	const remedy = 'Ask for the means as a table, or use fewer terms.';
	return [
		safe
			? review('saturated', where, message, remedy)
			: fail('saturated', where, `${message} Not every group is known to be large.`, remedy)
	];
}

const isIntercept = (model: Model, index: number): boolean =>
	intercept.test(model.terms[index]?.term ?? '');

const fewest = (a: number | null, b: number | null): number | null =>
	a === null || !Number.isFinite(a) ? b : b === null ? a : Math.min(a, b);

/** How many groups the variables make together; null when a term is not known to be a level. */
function combinations(model: Model): number | null {
	const levels = new Map<string, number>();
	for (const { term, variable, estimate, levelN } of model.terms) {
		if (intercept.test(term)) continue;
		// a term of several variables is a group within their levels
		if (/[:*×]/.test(variable)) continue;
		if (variable === '' || levelN === null || levelN === model.n) return null;
		levels.set(variable, (levels.get(variable) ?? 1) + (estimate === null ? 0 : 1));
	}
	return levels.size === 0 ? null : [...levels.values()].reduce((all, many) => all * many, 1);
}
