import type { ModelRead } from './models/remedies.ts';
import { worst, type Verdict } from './rules.ts';

/** One thing a checker should know of a file (interfaces.md, `check`). */
export type Finding = {
	readonly rule: string;
	readonly level: 'fail' | 'review';
	readonly where: string;
	readonly message: string;
	readonly remedy: string;
};

/** What a file is, by its content. `other` is what nobody can read here, and so never leaves. */
export const fileKinds = [
	'table',
	'image',
	'drawing',
	'document',
	'code',
	'log',
	'text',
	'notebook',
	'archive',
	'model',
	'other'
] as const;
export type FileKind = (typeof fileKinds)[number];

export type FileReport = {
	readonly path: string;
	readonly kind: FileKind;
	readonly verdict: Verdict;
	readonly findings: readonly Finding[];
};

/**
 * What the scanner says of one file. Everything in it comes from an analyst's file: plain text,
 * escaped nowhere, bounded in size.
 */
export type Scanned = {
	readonly kind: FileKind;
	/** The format in words, such as "a PNG image". */
	readonly format: string;
	readonly verdict: Verdict;
	readonly findings: readonly Finding[];
	/** Media type of `clean`, chosen by us and never by the file. */
	readonly media: string;
	/**
	 * The only bytes that may leave: the file's own, or re-encoded or re-serialised ones. Null when
	 * nothing of this file may leave, whoever approves.
	 */
	readonly clean: Uint8Array | null;
	/** A plain file name for `clean`, with the ending of its format. */
	readonly cleanName: string;
	/** Tables found in the file, header first, at most 1,000 rows of 200 cells each. */
	readonly tables: readonly {
		readonly name: string;
		readonly rows: readonly (readonly string[])[];
	}[];
	/** The beginning of what would leave, as text, where it is text. Images are shown from `clean`. */
	readonly preview: { readonly text?: string };
	/** Of results of a model, a survival table or ratios: what would make them safe, in one click. */
	readonly model?: ModelRead;
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
