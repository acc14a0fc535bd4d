import type { Evidence } from './evidence.ts';
import { above, fewBehind, levered } from './few.ts';
import { organisationLimits, type Policy } from './policy.ts';
import type { Rule } from './rules.ts';
import { ofTwo, type Statistic } from './statistic.ts';

/** What the rules need to know of the table that a cell stands in. */
export type Asked = {
	readonly statistic: Statistic;
	readonly of: 'units' | 'records';
	readonly q: number | null;
	/** A dimension of the table is the organisation itself, so each cell names one. */
	readonly namesOrganisation: boolean;
	/** The column whose values are published, where the end points of its scale are known to all. */
	readonly value?: string | null;
};

const magnitude: ReadonlySet<Statistic> = new Set(['sum', 'mean']);

/**
 * Every rule that a cell breaks by itself (disclosure.md §2 rules 1–4 and 8, §3). Rule 5 needs the
 * cell's neighbours: see `classRules`. A cell without units breaks no rule of this kind.
 */
export function primaryRules(cell: Evidence, asked: Asked, policy: Policy): Rule[] {
	const rules: Rule[] = [];
	if (cell.units > 0) {
		if (tooFew(cell, policy) || fewBehind(cell, asked, policy)) rules.push('threshold');
		rules.push(...concentration(cell, asked, policy), ...statistical(cell, asked, policy));
	}
	rules.push(...organisational(cell, asked, policy));
	if (cell.negatives > 0 && magnitude.has(asked.statistic)) rules.push('negative');
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

/**
 * The second largest contributor can estimate the largest to within `ratio` of it. Where contributors
 * gave waivers, the largest of those who did not is guarded, against the largest of all others.
 */
export function estimated(
	cell: Pick<Evidence, 'sum' | 'largest' | 'units' | 'exposed'>,
	ratio: number
): boolean {
	const [x1 = 0, x2 = 0] = cell.largest;
	const guarded = cell.exposed === undefined ? x1 : (cell.exposed ?? 0);
	if (guarded <= 0) return false;
	if (cell.units <= 2) return true;
	const other = guarded === x1 ? x2 : x1;
	return above(ratio * guarded, cell.sum - guarded - other);
}

/** Fewer units than the threshold; of a proportion, also of those it holds or does not hold for. */
function tooFew({ units, numerator }: Evidence, { threshold: t }: Policy): boolean {
	const counts = numerator === undefined ? [units] : [units, numerator, units - numerator];
	return t !== null && counts.some((count) => count > 0 && count < t);
}

function statistical(cell: Evidence, asked: Asked, policy: Policy): Rule[] {
	const rules: Rule[] = [];
	const { threshold: t, degreesOfFreedom: df } = policy;
	if (t !== null && (asked.statistic === 'median' || asked.statistic === 'quantile')) {
		const q = asked.q ?? 0.5;
		// by people, and by where their records lie: one person may have most of these
		const few = cell.tail !== undefined && cell.tail !== null && cell.tail < t;
		if (few || above(t, cell.units * Math.min(q, 1 - q))) rules.push('quantile');
	}
	if (
		t !== null &&
		cell.atEndpoint !== null &&
		cell.atEndpoint < t &&
		!endOfScale(cell, asked, policy)
	)
		rules.push('endpoint');
	if (df !== null && tooFree(cell, asked.statistic, df)) rules.push('degrees-of-freedom');
	if (cell.numerator !== undefined) rules.push(...ofProportion(cell.numerator, cell.units, policy));
	if (levered(cell, policy)) rules.push('dominance');
	const oneAnswer = cell.modeShare !== null && above(cell.modeShare, policy.classShare ?? 1);
	// A mode that nearly all share tells the answer of each of them: unsafe, not only to be reviewed.
	if (oneAnswer) rules.push('dominance');
	const counted = asked.statistic === 'count' || asked.statistic === 'proportion';
	const allEqual = cell.allEqual && cell.units > 1 && !counted;
	if (policy.classShare !== null && (allEqual || oneAnswer)) rules.push('class');
	return rules;
}

/** Residual degrees of freedom of a spread or a line; a line through every point has none. */
function tooFree(cell: Evidence, statistic: Statistic, least: number): boolean {
	if (statistic === 'std') return cell.units - 1 < least;
	if (!ofTwo.has(statistic)) return false;
	const exact =
		cell.explained !== null && cell.explained !== undefined && cell.explained > 1 - 1e-9;
	return cell.units - 2 < least || exact;
}

/** Nearly all, or nearly none, of a group: what a proportion says of each of them. */
function ofProportion(numerator: number, units: number, policy: Policy): Rule[] {
	const rules: Rule[] = [];
	const none = numerator === 0 || numerator === units;
	const most = Math.max(numerator, units - numerator) / units;
	if (policy.classShare !== null && (none || above(most, policy.classShare))) rules.push('class');
	if (numerator === 0 && policy.zerosDisclose) rules.push('zero');
	return rules;
}

/** The value is an end of its scale, which the policy says everybody knows. */
const endOfScale = (cell: Evidence, asked: Asked, { structural }: Policy): boolean =>
	structural?.ends.some(({ column, value }) => column === asked.value && value === cell.value) ??
	false;

/** Rule 8: practices, trusts and clinicians are disclosed too. */
function organisational(cell: Evidence, asked: Asked, policy: Policy): Rule[] {
	const kinds = organisationLimits(policy);
	if (kinds.length === 0 || cell.units === 0) return [];
	if (asked.namesOrganisation) return ['organisation'];
	const discloses = kinds.some(({ column, minimum, share }, index) => {
		const further = cell.further?.find((one) => one.column === column);
		const behind = index === 0 ? (cell.organisations ?? further) : further;
		if (behind === undefined) return false;
		return behind.count < minimum || above(behind.largestShare, share);
	});
	return discloses ? ['organisation'] : [];
}

function manyMissing(cell: Evidence, policy: Policy): boolean {
	if (policy.missingShare === null || cell.rows === 0) return false;
	return above(cell.missing / cell.rows, policy.missingShare);
}
