import { worst, type Verdict } from './rules.ts';

/** One thing a checker should know of a file (interfaces.md, `check`). */
export type Finding = {
	readonly rule: string;
	readonly level: 'fail' | 'review';
	readonly where: string;
	readonly message: string;
	readonly remedy: string;
};

export type FileReport = {
	readonly path: string;
	readonly kind: 'table' | 'text' | 'other';
	readonly verdict: Verdict;
	readonly findings: readonly Finding[];
};

/** A report whose verdict is that of its worst finding. */
export const report = (
	path: string,
	kind: FileReport['kind'],
	findings: readonly Finding[]
): FileReport => ({
	path,
	kind,
	verdict: worst(findings.map((finding) => finding.level)),
	findings
});

export const fail = (rule: string, where: string, message: string, remedy: string): Finding => ({
	rule,
	level: 'fail',
	where,
	message,
	remedy
});

export const review = (rule: string, where: string, message: string, remedy: string): Finding => ({
	rule,
	level: 'review',
	where,
	message,
	remedy
});
