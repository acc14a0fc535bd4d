import { addWorkingDays, londonDay } from '#platform/time.ts';

/** How checking is done: a version of a policy (`checking_policy`). */
export type CheckingPolicy = {
	readonly version: number;
	/** Working days within which an answer is promised. */
	readonly promisedDays: number;
	/** How long a claim holds. */
	readonly claimHours: number;
	/** How long a tie to somebody of a project keeps away from it after it ended. */
	readonly tieMonths: number;
	/** Whether one of the two checkers may be of the project's organisation; never both. */
	readonly sameEmployer: 'refused' | 'one';
	/** Files that came back before shares of our own reasons are shown. */
	readonly enough: number;
};

/** The day by which an answer is promised to what was sent at an instant. */
export const promisedBy = (
	submittedAt: Temporal.Instant,
	{ promisedDays }: Pick<CheckingPolicy, 'promisedDays'>
): Temporal.PlainDate => addWorkingDays(londonDay(submittedAt), promisedDays);

/** Who looks at a request, until a claim runs out or is given back. */
export type Claim = {
	readonly personId: string;
	readonly name: string | null;
	readonly at: Temporal.Instant;
	readonly until: Temporal.Instant;
};

/** A claim while it holds; it keeps nobody from voting. */
export const held = (claim: Claim | null, at: Temporal.Instant): Claim | null =>
	claim !== null && Temporal.Instant.compare(at, claim.until) < 0 ? claim : null;
