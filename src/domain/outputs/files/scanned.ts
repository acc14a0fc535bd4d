import { review } from '#domain/disclosure/findings.ts';
import type { Scanned } from '#platform/host.server.ts';
import type { Answer, Preview, Verdict } from './file.ts';

const previewed = 200;

/** The first rows of the first table that the scanner found. */
export function previewOf({ tables }: Pick<Scanned, 'tables'>): Preview {
	const [header = [], ...rows] = tables[0]?.rows ?? [];
	return {
		header: header.slice(0, 50),
		rows: rows.slice(0, previewed).map((row) => row.slice(0, 50)),
		more: Math.max(0, rows.length - previewed)
	};
}

/**
 * What is said of a query's result that we did not compute ourselves, as the host scanned it. It can
 * fail, but never pass: what stands behind it is not known.
 */
export function ofQuery(
	scan: Scanned,
	reason: string
): { readonly answer: Extract<Answer, { kind: 'file' }>; readonly verdict: Verdict } {
	const told = scan.findings.some(({ rule }) => rule === 'needs-evidence');
	const findings = told ? scan.findings : [...scan.findings, needsEvidence];
	return {
		answer: { kind: 'file', reason, findings, preview: previewOf(scan) },
		verdict: scan.verdict === 'pass' ? 'review' : scan.verdict
	};
}

/** What is said of every figure that we did not compute. */
export const needsEvidence = review(
	'needs-evidence',
	'the file',
	'What stands behind this file is not known.',
	'Ask for the table from a query in the workspace.'
);
