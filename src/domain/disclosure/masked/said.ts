import type { Policy } from '../policy.ts';
import { fail, review, type Finding } from '../findings.ts';
import { claimWords, type Claim } from './claim.ts';
import type { Share } from './shares.ts';
import type { Figure } from './shape.ts';
import type { Breach, Interval, Mark, Place } from './types.ts';

/** Where a cell stands, in the words of the finding's `where`. */
export type Where = (place: Place) => string;

const oneMore =
	'Suppress one more cell in the same row and the same column, join the group with another, or leave the total out.';

/** More findings of one kind than anyone reads; the audit itself holds them all. */
const mostSaid = 50;

export const said = (findings: readonly Finding[], what: string): Finding[] => {
	const more = findings.length - mostSaid;
	if (more <= 0) return [...findings];
	const [first] = findings;
	const summary = `There are ${more.toLocaleString('en-GB')} more ${what} like these.`;
	return [
		...findings.slice(0, mostSaid),
		...(first === undefined ? [] : [{ ...first, where: 'the file', message: summary }])
	];
};

const number = (value: number): string =>
	value.toLocaleString('en-GB', { maximumFractionDigits: 4 });

/** A mark that hides too little; null when it holds. */
export function markFinding(
	mark: Mark,
	{ figure, whole, rounded, guess }: Hidden,
	policy: Policy,
	where: Where
): Finding | null {
	const { interval } = mark;
	if (interval === null) return null;
	const { least, most } = interval;
	const at = where(mark);
	const blank = figure.least === 0;
	const says = guess ? review : fail;
	const if_ = guess ? 'If the last or first figure of its line is its total, the' : 'The';
	if (mark.exact) {
		if (blank && Math.abs(most) < 1e-6) return null;
		return says(
			'recoverable',
			at,
			`${if_} hidden value is ${number(least)}: it follows from the figures that are shown.`,
			oneMore
		);
	}
	const threshold = policy.threshold ?? 2;
	const between = `${if_} hidden value can only be between ${number(least)} and ${number(most)}`;
	if (whole && figure.most === null && !blank && most < threshold)
		return (rounded ? review : says)(
			'narrow',
			at,
			`${between}: it is known to be below the threshold of ${threshold}.`,
			oneMore
		);
	if (whole && figure.most !== null && most - least < 2 && figure.most - figure.least > 1)
		return review('narrow', at, `${between}, which is closer than its mark says.`, oneMore);
	const close = (policy.pPercent ?? 0) / 100;
	if (!whole && (most - least) / 2 < (close * (most + least)) / 2)
		return says('narrow', at, `${between}, which is a close estimate.`, oneMore);
	return null;
}

export type Hidden = {
	readonly figure: Extract<Figure, { is: 'mark' }>;
	readonly whole: boolean;
	readonly rounded: boolean;
	/** What is known of it rests on a total that nothing but its size speaks for. */
	readonly guess: boolean;
};

export const leftOutFinding = (place: Place, rounded: boolean, where: Where): Finding =>
	(rounded ? review : fail)(
		'left-out',
		where(place),
		'The total equals the figures that are shown, so what is hidden in its line is zero or was left out of the total.',
		'Take totals from all records and suppress enough cells, or say that the total is of the groups shown.'
	);

export const breachFinding = (breach: Breach, claim: Claim, where: Where): Finding =>
	fail(
		'claim',
		where(breach),
		`The cell “${breach.text}” does not keep to what is claimed (${claimWords(claim)}): ${breach.why}.`,
		'Apply the control to every cell, or say which control was applied.'
	);

export const contradiction = (): Finding =>
	review(
		'inconsistent',
		'the file',
		'The marks and totals of this table contradict each other, so what the marks hide cannot be worked out.',
		'Say how totals were made and what each mark stands for.'
	);

/** Marks whose intervals nobody has worked out: too many, or too much time. */
export const unknownFinding = (unknown: number, all: number): Finding =>
	review(
		'not-worked-out',
		'the file',
		`What ${unknown === all ? 'the' : `${number(unknown)} of the ${number(all)}`} marks of this table hide could not be worked out in time.`,
		'Send a smaller table, or ask for it from a query in the workspace.'
	);

export const controlFinding = (control: string): Finding =>
	review(
		'control',
		'the file',
		`No control is claimed, and every count looks ${control}.`,
		'Say which control was applied, so that it can be held against the file.'
	);

/** What a share of a base gives away: the few who are not in it. */
export function complementFinding(
	{ share, part, base }: Share,
	policy: Policy,
	where: Where
): Finding | null {
	if (part.is === 'mark' || base.is === 'mark' || policy.threshold === null) return null;
	const rest = base.value - part.value;
	if (!Number.isInteger(rest) || rest <= 0 || rest >= policy.threshold) return null;
	return fail(
		'complement',
		where(share),
		`All but ${rest} of the ${number(base.value)} are in this group, which is below the threshold of ${policy.threshold}.`,
		'Suppress the figure and its share, or join the group with another.'
	);
}

/** A share whose count is not in the table, and follows from the base beside it. */
export const sharedCountFinding = (place: Place, count: Interval, where: Where): Finding =>
	fail(
		'percentage',
		where(place),
		`The share and its base give the count away: it is ${count.least === count.most ? number(count.least) : `between ${number(count.least)} and ${number(count.most)}`}, below the threshold.`,
		'Suppress the share, or show it with fewer decimals.'
	);

export const meansFinding = (place: Place, value: number, where: Where): Finding =>
	fail(
		'exact-mean',
		where(place),
		`The means beside the rounded counts give the true count away: it is ${number(value)}.`,
		'Publish the sum divided by the rounded count, or means with fewer decimals.'
	);
