import * as v from 'valibot';

/**
 * How counts of people are protected (decision 31). One definition of a cohort is answered once: its
 * people are sorted into one bin for each part that leaves them out and one for those who are left;
 * each bin gets noise of a Gaussian with this standard deviation, seeded by a key of the vault and
 * the definition; then everything is rounded. Asking again gives the same bytes.
 */
export const noise = 20;

/** Half of the interval that holds the true number nineteen times in twenty. */
export const margin = 40;

/** Below this nothing but the words is shown, so that an empty cohort hardly ever looks like people. */
export const floor = 50;

/** New definitions that one organisation may have answered in any 365 days. */
export const budget = 200;
export const budgetDays = 365;

/** What may be shown: a number rounded to five, or null and the words below the floor. */
export const Shown = v.object({ shown: v.string(), count: v.nullable(v.number()) });
export type Shown = v.InferOutput<typeof Shown>;

export const hidden: Shown = { shown: `fewer than ${String(floor)}`, count: null };

/** A number that noise has been put on, as it is shown. */
export function shownAs(noised: number): Shown {
	const count = Math.round(noised / 5) * 5;
	return count < floor ? hidden : { shown: count.toLocaleString('en-GB'), count };
}

/** A count, and how many were left after each part of the cohort, in order. */
export const Counted = v.object({
	...Shown.entries,
	/** Everybody who could be in any study for this purpose. */
	usable: v.nullable(Shown),
	steps: v.array(v.object({ key: v.string(), ...Shown.entries })),
	/** Definitions that the organisation may still have answered. */
	left: v.number()
});
export type Counted = v.InferOutput<typeof Counted>;

/** The standard normal distribution (Abramowitz and Stegun 26.2.17, error below 1e-7). */
export function normal(x: number): number {
	if (x < 0) return 1 - normal(-x);
	const t = 1 / (1 + 0.2316419 * x);
	const tail =
		t *
		(0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
	return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}

/**
 * The documented bound: how often the best attacker can be right who knows everybody else's records
 * and asks `queries` definitions to learn whether one person has something. One person's record
 * moves them from one bin to another, √2 in length, and Gaussian noise composes by √queries
 * (Dong, Roth and Su, Gaussian differential privacy). 0.5 is guessing.
 */
export const guessedRight = (queries: number = budget): number =>
	normal(Math.sqrt(2 * queries) / noise / 2);
