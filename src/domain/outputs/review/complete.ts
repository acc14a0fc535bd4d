import { Problem } from '#platform/problems.ts';
import type { FileVerdict } from './ballot.ts';

/** A file that leaves, as a vote has to answer for it. */
export type ToJudge = {
	readonly id: string;
	readonly name: string;
	/** Two people approved these very bytes at an earlier turn. */
	readonly carried: boolean;
	/** It failed the rules, or nobody stands behind its figures. */
	readonly doubtful: boolean;
};

/**
 * The verdicts of one vote, one a file that leaves; a carried one may be left as it is. The form asks
 * for the same; here is where it holds. @throws Problem 409 that names the file and what is missing.
 */
export function complete(
	files: readonly ToJudge[],
	given: readonly FileVerdict[]
): readonly FileVerdict[] {
	return files.flatMap((file) => {
		const verdict = given.find((one) => one.file === file.id);
		if (verdict === undefined) {
			if (file.carried) return [];
			throw new Problem(409, `${file.name}: choose what you say of this file.`);
		}
		if (verdict.choice === 'approve') {
			if (file.doubtful && verdict.exception === '')
				throw new Problem(
					409,
					`${file.name} failed the rules, or we cannot stand behind its figures. Record why it may leave all the same, or ask for changes.`
				);
			return [{ ...verdict, reasons: [], exception: file.doubtful ? verdict.exception : '' }];
		}
		if (verdict.reasons.length === 0)
			throw new Problem(
				409,
				`${file.name}: give a reason. The researcher is told what to change or why it cannot leave.`
			);
		if (verdict.reasons.includes('other') && verdict.words === '')
			throw new Problem(409, `${file.name}: write what the other reason is.`);
		return [{ ...verdict, exception: '' }];
	});
}

/** What is outside the approved scope needs words, and is not approved whole. @throws Problem 409. */
export function insistScope(
	{ within, words }: { readonly within: boolean; readonly words: string },
	verdicts: readonly FileVerdict[]
): void {
	if (within) return;
	if (words === '')
		throw new Problem(409, 'Say what is outside the approved purpose, population or variables.');
	if (verdicts.every(({ choice }) => choice === 'approve'))
		throw new Problem(
			409,
			'What is outside the approved scope does not leave: ask for changes, reject a file, or ask the information governance lead.'
		);
}
