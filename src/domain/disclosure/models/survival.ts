import { fail, review, type Finding } from '../findings.ts';
import type { Policy } from '../policy.ts';
import { figure, sheetOf, type Lines } from './format.ts';

/** One published time: how many were at risk just before it, and who left at it or since the last. */
export type Step = {
	readonly time: number;
	readonly atRisk: number;
	readonly events: number;
	readonly censored: number;
	readonly survival: number;
};

export type Survival = {
	readonly findings: readonly Finding[];
	/** The same curves made safe by pooling, one by group: what may be published instead. */
	readonly pooled: readonly { readonly group: string; readonly steps: readonly Step[] }[];
};

/**
 * Judges a survival table or life table (columns time, at_risk, events, censored, survival, group) and
 * makes the safe one. Null when the lines are no such table. Source: disclosure.md §3, Kaplan–Meier.
 */
export function judgeSurvival(lines: Lines, policy: Policy): Survival | null {
	const { columns, records } = sheetOf(lines);
	const names = survivalColumns(columns);
	if (names === null) return null;
	const groups = new Map<string, Raw[]>();
	for (const record of records) {
		const read = (name: string | undefined) =>
			name === undefined ? null : figure(record.get(name));
		const group = names.group === undefined ? '' : (record.get(names.group) ?? '');
		const raw = {
			time: read(names.time),
			atRisk: read(names.atRisk),
			events: read(names.events),
			censored: read(names.censored),
			survival: read(names.survival)
		};
		groups.set(group, [...(groups.get(group) ?? []), raw]);
	}
	const curves = [...groups].map(([group, raw]) => curve(group, raw, policy));
	return {
		findings: curves.flatMap(({ findings }) => findings),
		pooled: curves.map(({ group, steps }) => ({ group, steps }))
	};
}

/** Which column of a file says what; null when it is no survival table. */
export function survivalColumns(columns: readonly string[]) {
	const has = (...names: string[]) => names.find((name) => columns.includes(name));
	const time = has('time');
	const atRisk = has('at_risk', 'n_risk', 'n_at_risk');
	if (time === undefined || atRisk === undefined) return null;
	return {
		time,
		atRisk,
		events: has('events', 'n_event', 'event', 'deaths'),
		censored: has('censored', 'n_censor', 'n_censored'),
		survival: has('survival', 'surv', 'estimate'),
		group: has('group', 'strata', 'stratum')
	};
}

type Raw = { readonly [K in keyof Step]: number | null };

function curve(group: string, raw: readonly Raw[], policy: Policy) {
	const where = (time: number): string =>
		`${group === '' ? '' : `group “${group}”, `}time ${String(time)}`;
	const steps = completed(raw);
	if (steps === null)
		return {
			group,
			findings: [
				review(
					'needs-evidence',
					group === '' ? 'the survival table' : `group “${group}”`,
					'The table does not say plainly who was at risk, and who had the event, at each time.',
					'Give time, at_risk and events as numbers, in the order of time.'
				)
			],
			steps: []
		};
	const t = policy.threshold ?? 1;
	const bad = (count: number): boolean => count > 0 && count < t;
	const findings = steps.flatMap((step, index) => {
		const after = step.atRisk - step.events - step.censored;
		const last = index === steps.length - 1;
		if (!(bad(step.atRisk) || bad(step.events) || bad(step.censored) || (last && bad(after))))
			return [];
		return [
			fail(
				'threshold',
				where(step.time),
				'Too few people left, or too few are still at risk, at this time.',
				'Publish the pooled table: times are joined until enough people have left, and the end is cut off.'
			)
		];
	});
	return { group, findings, steps: pool(steps, policy) };
}

/** Fills in who was censored from who is at risk next; null when the table contradicts itself. */
function completed(raw: readonly Raw[]): Step[] | null {
	const steps: Step[] = [];
	let survival = 1;
	for (const [index, row] of raw.entries()) {
		const { time, atRisk } = row;
		const next = raw[index + 1]?.atRisk;
		if (time === null || atRisk === null || next === null) return null;
		const derived = survivalEvents(row, survival);
		const events = row.events ?? derived;
		if (events === null) return null;
		const left = next === undefined ? null : atRisk - next;
		const censored = left === null ? (row.censored ?? 0) : left - events;
		survival = row.survival ?? (atRisk > 0 ? survival * (1 - events / atRisk) : survival);
		const step = { time, atRisk, events, censored, survival };
		const odd = Object.values(step).some((value) => !Number.isFinite(value) || value < 0);
		const earlier = time <= (steps.at(-1)?.time ?? -Infinity);
		if (odd || earlier || events + censored > atRisk || survival > 1) return null;
		steps.push(step);
	}
	return steps.length === 0 ? null : steps;
}

/** A curve without its events still gives them away: the drop times the people at risk. */
function survivalEvents({ atRisk, survival }: Raw, before: number): number | null {
	if (survival === null || atRisk === null || before <= 0) return null;
	return Math.round(atRisk * (1 - survival / before));
}

/**
 * Joins times until nobody or at least a threshold of people had the event, left for another reason,
 * and stay at risk; what never gets so far is cut off. Survival is worked out again from the joined
 * figures, so that the curve gives nothing finer away.
 */
export function pool(steps: readonly Step[], { threshold }: Policy): Step[] {
	const t = threshold ?? 1;
	const fine = (count: number): boolean => count === 0 || count >= t;
	const pooled: Step[] = [];
	let [events, censored, survival] = [0, 0, 1];
	let atRisk = steps[0]?.atRisk ?? 0;
	for (const step of steps) {
		events += step.events;
		censored += step.censored;
		const after = step.atRisk - step.events - step.censored;
		const enough = events + censored >= t && fine(events) && fine(censored);
		if (!enough || atRisk < t || !fine(after)) continue;
		survival *= 1 - events / atRisk;
		pooled.push({ time: step.time, atRisk, events, censored, survival });
		[events, censored, atRisk] = [0, 0, after];
	}
	return pooled;
}
