import type { Evidence } from './evidence.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rules.ts';
import type { Statistic } from './specification.ts';

/** What the rules need to know of the table that a cell stands in. */
export type Asked = {
	readonly statistic: Statistic;
	readonly of: 'units' | 'records';
	readonly q: number | null;
	/** A dimension of the table is the organisation itself, so each cell names one. */
	readonly namesOrganisation: boolean;
};

/** Strictly above, beyond the noise of adding floating-point numbers: ties are safe. */
const above = (a: number, b: number): boolean =>
	a - b > 1e-12 * Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE);

const magnitude: ReadonlySet<Statistic> = new Set(['sum', 'mean']);

/**
 * Every rule that a cell breaks by itself (disclosure.md §2 rules 1–4 and 8, §3). Rule 5 needs the
 * cell's neighbours: see `classRules`. A cell without units breaks no rule of this kind.
 */
export function primaryRules(cell: Evidence, asked: Asked, policy: Policy): Rule[] {
	const rules: Rule[] = [];
	if (cell.units > 0) {
		if (policy.threshold !== null && cell.units < policy.threshold) rules.push('threshold');
		rules.push(...concentration(cell, asked, policy), ...statistical(cell, asked, policy));
	}
	rules.push(...organisational(cell, asked, policy));
	if (cell.negatives > 0) rules.push('negative');
	if (manyMissing(cell, policy)) rules.push('missing');
	return rules;
}

/**
 * Dominance (n,k), p % and pq. Means and sums disclose alike once n is known. A count of records is a
 * sum too: one unit may hold most of them. Undefined with negative values (they are reviewed).
 */
function concentration(cell: Evidence, asked: Asked, policy: Policy): Rule[] {
	const counted = asked.statistic === 'count' && asked.of === 'records' && cell.units < cell.rows;
	if (!magnitude.has(asked.statistic) && !counted) return [];
	if (cell.negatives > 0) return [];
	const [x1 = 0] = cell.largest;
	if (x1 <= 0) return policy.zerosDisclose ? ['zero'] : [];
	const rules: Rule[] = [];
	if (policy.dominance !== null && dominated(cell, policy.dominance.n, policy.dominance.k))
		rules.push('dominance');
	if (policy.pPercent !== null && estimated(cell, policy.pPercent / 100)) rules.push('p-percent');
	if (policy.pq !== null && estimated(cell, policy.pq.p / policy.pq.q)) rules.push('pq');
	return rules;
}

/** The `n` largest contributors hold more than `k` per cent of the cell. */
export function dominated(cell: Pick<Evidence, 'sum' | 'largest'>, n: number, k: number): boolean {
	const held = cell.largest.slice(0, n).reduce((sum, x) => sum + x, 0);
	return above(held * 100, k * cell.sum);
}

/** The second largest contributor can estimate the largest to within `ratio` of it. */
export function estimated(
	cell: Pick<Evidence, 'sum' | 'largest' | 'units'>,
	ratio: number
): boolean {
	const [x1 = 0, x2 = 0] = cell.largest;
	if (cell.units <= 2) return x1 > 0;
	return above(ratio * x1, cell.sum - x1 - x2);
}

function statistical(cell: Evidence, asked: Asked, policy: Policy): Rule[] {
	const rules: Rule[] = [];
	const { threshold: t, degreesOfFreedom: df } = policy;
	if (t !== null && (asked.statistic === 'median' || asked.statistic === 'quantile')) {
		const q = asked.q ?? 0.5;
		if (above(t, cell.units * Math.min(q, 1 - q))) rules.push('quantile');
	}
	if (t !== null && cell.atEndpoint !== null && cell.atEndpoint < t) rules.push('endpoint');
	if (asked.statistic === 'std' && df !== null && cell.units - 1 < df)
		rules.push('degrees-of-freedom');
	const oneAnswer = cell.modeShare !== null && above(cell.modeShare, policy.classShare ?? 1);
	// A mode that nearly all share tells the answer of each of them: unsafe, not only to be reviewed.
	if (oneAnswer) rules.push('dominance');
	const allEqual = cell.allEqual && cell.units > 1 && asked.statistic !== 'count';
	if (policy.classShare !== null && (allEqual || oneAnswer)) rules.push('class');
	return rules;
}

/** Rule 8: practices, trusts and clinicians are disclosed too. */
function organisational(cell: Evidence, asked: Asked, policy: Policy): Rule[] {
	const limits = policy.organisations;
	if (limits === null) return [];
	if (asked.namesOrganisation && cell.units > 0) return ['organisation'];
	if (cell.organisations === null || cell.units === 0) return [];
	const few = cell.organisations.count < limits.minimum;
	return few || above(cell.organisations.largestShare, limits.share) ? ['organisation'] : [];
}

function manyMissing(cell: Evidence, policy: Policy): boolean {
	if (policy.missingShare === null || cell.rows === 0) return false;
	return above(cell.missing / cell.rows, policy.missingShare);
}
