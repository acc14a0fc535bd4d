import type { ReasonCode } from './reasons.ts';

export const choices = ['approve', 'changes', 'reject'] as const;
export type Choice = (typeof choices)[number];

export const choiceNames = {
	approve: 'Approve',
	changes: 'Ask for changes',
	reject: 'Reject'
} as const satisfies Record<Choice, string>;

/** A file as it was voted on and is released: its bytes by their hash. */
export type VotedFile = { readonly id: string; readonly name: string; readonly sha256: string };

/** What one vote says of one file. */
export type FileVerdict = {
	readonly file: string;
	readonly choice: Choice;
	/** Why, in codes that are counted; none with an approval. */
	readonly reasons: readonly ReasonCode[];
	readonly words: string;
	/** Why a file that failed the rules or has no evidence may leave all the same. */
	readonly exception: string;
};

export type Outcome = 'output.release' | 'output.return' | 'output.reject';

/** A whole vote in one word: approve or reject when it says so of every file. */
export function overall(verdicts: readonly Choice[]): Choice {
	if (verdicts.every((choice) => choice === 'approve')) return 'approve';
	return verdicts.every((choice) => choice === 'reject') ? 'reject' : 'changes';
}

/**
 * What the votes of a turn say of one file (settled.md 12); null: another checker is needed. Two
 * approvals approve and two rejections reject. Two who disagree on approve and reject are settled by
 * a third; every other pair asks for changes, and so does a third vote that sides with neither.
 */
export function fileOutcome(votes: readonly Choice[]): Choice | null {
	const of = (choice: Choice): number => votes.filter((vote) => vote === choice).length;
	if (votes.length < 2) return null;
	if (of('approve') >= 2) return 'approve';
	if (of('reject') >= 2) return 'reject';
	const split = votes.length === 2 && of('approve') === 1 && of('reject') === 1;
	return split ? null : 'changes';
}

/**
 * What the votes of a turn decide of the request: a list of votes a file. Nothing leaves in part: all
 * files approved release, all rejected reject, any mixture goes back with its reasons, and the
 * approved files carry their approvals. Null: another checker is needed.
 */
export function outcomeOf(files: readonly (readonly Choice[])[]): Outcome | null {
	const settled = files.map(fileOutcome);
	if (settled.includes(null)) return null;
	if (settled.length > 0 && settled.every((one) => one === 'approve')) return 'output.release';
	return settled.length > 0 && settled.every((one) => one === 'reject')
		? 'output.reject'
		: 'output.return';
}

/** Whether two lists name the same files with the same bytes, in any order. */
export function sameFiles(
	a: readonly Omit<VotedFile, 'name'>[],
	b: readonly Omit<VotedFile, 'name'>[]
): boolean {
	const written = (files: readonly Omit<VotedFile, 'name'>[]): string =>
		files
			.map(({ id, sha256 }) => `${id}:${sha256}`)
			.sort()
			.join(' ');
	return a.length === b.length && written(a) === written(b);
}
