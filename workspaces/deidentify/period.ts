import { literal, quoted } from './duck.ts';
import type { Plan } from './plan.ts';

/** SQL: whether a row `r` lies in the period asked for. A lasting row does when it overlaps. */
export function inPeriod(plan: Plan, from: string | null, to: string | null): string {
	if (plan.day === null) return 'true';
	const start = `r.${quoted(plan.day)}`;
	const end = plan.until === null ? start : `r.${quoted(plan.until)}`;
	const bounds = ['true'];
	if (from !== null) bounds.push(`${end} >= ${literal(from)}::date`);
	if (to !== null) bounds.push(`${start} <= ${literal(to)}::date`);
	return bounds.join(' and ');
}
