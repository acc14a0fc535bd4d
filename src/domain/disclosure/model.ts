import type { Judged, Specification } from './judge.ts';
import type { Policy } from './policy.ts';

/** What of a cell obeys the table's equations: a mean gives its sum away, since n can be known. */
export function quantity(cell: Judged, specification: Specification): number {
	const units = specification.statistic === 'count' && specification.of === 'units';
	return units ? cell.units : cell.sum;
}

/** Whether a total is the sum of its parts; not so when one person counts in several. */
export function adds(total: number, parts: readonly number[]): boolean {
	const sum = parts.reduce((all, part) => all + part, 0);
	return Math.abs(sum - total) <= 1e-9 * Math.max(1, Math.abs(sum), Math.abs(total));
}

/** What an attacker may still believe of a suppressed cell: a mark is never a zero (settled.md 18). */
export function marked(
	value: number,
	specification: Specification,
	signed: boolean
): { lower: number; upper: number } {
	const lower = signed ? -Infinity : specification.statistic === 'count' ? 1 : 0;
	return { lower: Math.min(value, lower), upper: Infinity };
}

/**
 * How far above its true quantity a primary cell must be able to lie (disclosure.md §4): a count must
 * reach the threshold; a sum, or a count of several records a person, must be uncertain by what its broken rules ask, and by a tenth at least.
 */
export function protection(cell: Judged, specification: Specification, policy: Policy): number {
	const flow = quantity(cell, specification);
	if (specification.statistic === 'count') {
		const reach = (policy.threshold ?? 2) - flow;
		// records of few people: how many they are is theirs as an amount is
		const records = specification.of === 'records' && flow > cell.units ? Math.ceil(flow / 10) : 0;
		return Math.max(1, reach, records, ...concentrated(cell, policy).map(Math.ceil));
	}
	return Math.max(Math.abs(flow) / 10, 1e-6, ...concentrated(cell, policy));
}

function concentrated(cell: Judged, policy: Policy): number[] {
	const [x1 = 0, x2 = 0] = cell.largest;
	const levels: number[] = [];
	const ratio = (r: number): number => r * x1 - (cell.sum - x1 - x2);
	if (cell.rules.includes('p-percent') && policy.pPercent !== null)
		levels.push(ratio(policy.pPercent / 100));
	if (cell.rules.includes('pq') && policy.pq !== null)
		levels.push(ratio(policy.pq.p / policy.pq.q));
	if (cell.rules.includes('dominance') && policy.dominance !== null) {
		const held = cell.largest.slice(0, policy.dominance.n).reduce((sum, x) => sum + x, 0);
		levels.push((100 / policy.dominance.k) * held - cell.sum);
	}
	return levels;
}
