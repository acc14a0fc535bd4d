import { londonDay, workingDaysBetween } from '#platform/time.ts';
import type { Choice } from '../review/ballot.ts';
import { promisedBy, type CheckingPolicy } from '../review/promise.ts';

/** One answered turn of a request: when it was sent and answered, and the votes in their order. */
export type Answered = {
	readonly sentAt: Temporal.Instant;
	readonly answeredAt: Temporal.Instant;
	readonly choices: readonly Choice[];
};

export type Statistics = {
	readonly answered: number;
	/** Working days from sending to the answer; null before the first. */
	readonly medianDays: number | null;
	/** Percent answered by the promised day. */
	readonly inTime: number | null;
	/** Percent in which the first two votes said the same. */
	readonly agreed: number | null;
	/** How many took so many working days, up to ten; the last counts longer ones too. */
	readonly byDays: readonly { readonly label: string; readonly value: number }[];
};

const longest = 10;
const percent = (some: number, all: number): number | null =>
	all === 0 ? null : Math.round((100 * some) / all);

/** How fast and how alike requests were answered. */
export function statisticsOf(
	turns: readonly Answered[],
	policy: Pick<CheckingPolicy, 'promisedDays'>
): Statistics {
	const days = turns
		.map(({ sentAt, answeredAt }) => workingDaysBetween(londonDay(sentAt), londonDay(answeredAt)))
		.sort((a, b) => a - b);
	const middle = days.length / 2;
	const inTime = turns.filter(
		({ sentAt, answeredAt }) =>
			Temporal.PlainDate.compare(londonDay(answeredAt), promisedBy(sentAt, policy)) <= 0
	);
	const pairs = turns.filter(({ choices }) => choices.length >= 2);
	return {
		answered: turns.length,
		medianDays:
			days.length === 0
				? null
				: ((days[Math.ceil(middle) - 1] ?? 0) + (days[Math.floor(middle)] ?? 0)) / 2,
		inTime: percent(inTime.length, turns.length),
		agreed: percent(pairs.filter(({ choices: [a, b] }) => a === b).length, pairs.length),
		byDays: Array.from({ length: longest + 1 }, (_, day) => ({
			label: day === 0 ? 'The same day' : day === longest ? '10 or more' : String(day),
			value: days.filter((one) => (day === longest ? one >= longest : one === day)).length
		}))
	};
}
