export const choices = ['approve', 'changes', 'reject'] as const;
export type Choice = (typeof choices)[number];

export const choiceNames = {
	approve: 'Approve',
	changes: 'Ask for changes',
	reject: 'Reject'
} as const satisfies Record<Choice, string>;

/** A file as it was voted on and is released: its bytes by their hash. */
export type VotedFile = { readonly id: string; readonly name: string; readonly sha256: string };

export type Outcome = 'output.release' | 'output.return' | 'output.reject';

/**
 * What the votes of a turn decide (settled.md 12); null: another checker is needed. Two approvals
 * release and two rejections reject. Two who disagree on approve and reject are settled by a third;
 * every other pair asks for changes, and so does a third vote that sides with neither.
 */
export function outcomeOf(votes: readonly Choice[]): Outcome | null {
	const of = (choice: Choice): number => votes.filter((vote) => vote === choice).length;
	if (votes.length < 2) return null;
	if (of('approve') >= 2) return 'output.release';
	if (of('reject') >= 2) return 'output.reject';
	const split = votes.length === 2 && of('approve') === 1 && of('reject') === 1;
	return split ? null : 'output.return';
}

/** Whether two lists name the same files with the same bytes, in any order. */
export function sameFiles(a: readonly VotedFile[], b: readonly VotedFile[]): boolean {
	const written = (files: readonly VotedFile[]): string =>
		files
			.map(({ id, sha256 }) => `${id}:${sha256}`)
			.sort()
			.join(' ');
	return a.length === b.length && written(a) === written(b);
}
