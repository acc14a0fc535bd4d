import { sentence, type Judged } from './metrics/limits.ts';
import type { Detail, Run } from './run.ts';

export type Gate = {
	/** `open-able`: two people may open it. `shut`: nobody may, whatever they think. */
	readonly verdict: 'open-able' | 'shut';
	readonly reasons: readonly string[];
	/** What the two who open it must have seen. */
	readonly acknowledge: readonly string[];
};

type Measured = { readonly minimumK: number; readonly uniques: number; readonly persons: number };
type Alone = { readonly knownEvents: number; readonly share: number };
type Found = { readonly message: string };

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

const limitsOf = (report: Detail | undefined) =>
	(report?.['limits'] ?? []) as unknown as readonly Judged[];

function seen(report: Detail | undefined): string[] {
	if (!report) return [];
	const after = report['after'] as unknown as Measured;
	const unicity = report['unicity'] as unknown as readonly Alone[];
	const relink = report['relink'] as unknown as { readonly rate: number } | null;
	return [
		`The smallest group of people alike on what a neighbour could know has ${String(after.minimumK)}; ${String(after.uniques)} of ${String(after.persons)} people stand alone.`,
		...unicity.map(
			({ knownEvents, share }) =>
				`Someone who knows ${knownEvents === 1 ? 'one event' : `${String(knownEvents)} events`} of a person and the month could single out ${percent(share)} of people.`
		),
		...(relink
			? [
					`Someone who knows birth date, sex, home and two months of a person would find ${percent(relink.rate)} of people again.`
				]
			: []),
		...limitsOf(report)
			.filter(({ holds }) => !holds)
			.map(
				(limit) =>
					`${limit.waived ? 'Set aside by a waiver' : 'Beyond its limit'}: ${sentence(limit)}`
			)
	];
}

/**
 * What stands in the way. Under controlled research limits are shown, under the enhanced
 * preset they block; a finding of the scan, or a refusal by a rule, keeps the gate shut under both (deidentification.md §0a, §6).
 */
export function judge(run: Pick<Run, 'details'>, refusals: readonly string[] = []): Gate {
	const scan = run.details.get('scan');
	const findings = (scan?.['findings'] ?? []) as unknown as readonly Found[];
	const broken = limitsOf(run.details.get('report')).filter(({ blocks }) => blocks);
	const reasons = [
		...refusals,
		...findings.map(({ message }) => message),
		...broken.map((limit) => sentence(limit))
	];
	if (!scan && reasons.length === 0) reasons.push('The files have not been scanned.');
	return {
		verdict: reasons.length === 0 ? 'open-able' : 'shut',
		reasons,
		acknowledge: seen(run.details.get('report'))
	};
}
