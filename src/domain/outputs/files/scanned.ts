import { parseCsv } from '#domain/disclosure/csv.ts';
import { review } from '#domain/disclosure/findings.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { scan } from '#domain/disclosure/scan.ts';
import { Problem } from '#platform/problems.ts';
import type { Answer, Preview, Verdict } from './file.ts';

/** Cells that are scanned in this process; a table to be read by people has far fewer. */
const mostCells = 100_000;
const previewed = 200;

/**
 * Scans a file whose figures we did not compute. It can fail, but never pass: what stands behind it
 * is not known. @throws Problem 409 when it is too large to be a table.
 */
export function scanned(
	bytes: Uint8Array,
	policy: Policy,
	reason: string
): { readonly answer: Extract<Answer, { kind: 'file' }>; readonly verdict: Verdict } {
	// a small file can hold very many cells: refused before the scanner looks at each of them
	const csv = parseCsv(new TextDecoder().decode(bytes));
	if (csv.header.length * (csv.records.length + 1) > mostCells)
		throw new Problem(
			409,
			`This file has more than ${mostCells.toLocaleString('en-GB')} cells. Send a table of totals that a person can read.`
		);
	const report = scan('the file', bytes, policy);
	const findings = report.findings.some(({ rule }) => rule === 'needs-evidence')
		? report.findings
		: [...report.findings, needsEvidence];
	const preview: Preview =
		report.kind === 'table'
			? {
					header: csv.header.slice(0, 50),
					rows: csv.records.slice(0, previewed).map(({ cells }) => cells.slice(0, 50)),
					more: Math.max(0, csv.records.length - previewed)
				}
			: { header: [], rows: [], more: 0 };
	return {
		answer: { kind: 'file', reason, findings, preview },
		verdict: report.verdict === 'pass' ? 'review' : report.verdict
	};
}

/** What is said of every figure that we did not compute. */
export const needsEvidence = review(
	'needs-evidence',
	'the file',
	'What stands behind this file is not known.',
	'Ask for the table from a query in the workspace.'
);
