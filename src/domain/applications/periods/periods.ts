import { addWorkingDays, londonDay } from '#platform/time.ts';

/** How long an application may wait. Policy data, a version of which is in force on each day. */
export type Periods = {
	/** Days after which a draft that nobody touches expires. */
	readonly idleDays: number;
	/** Days in which an approval needs an agreement signed by both parties. */
	readonly contractDays: number;
	readonly appealWorkingDays: number;
};

/** The day of the decision does not count. */
export const lastDayToAppeal = (
	decidedAt: Temporal.Instant,
	workingDays: number
): Temporal.PlainDate => addWorkingDays(londonDay(decidedAt), workingDays);

/** Whatever last happened before this moment has waited for more than `days` full days. */
export const daysBefore = (at: Temporal.Instant, days: number): Temporal.Instant =>
	at.subtract({ hours: 24 * days });
