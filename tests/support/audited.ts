import { auditMasked } from '#domain/disclosure/masked/audit.ts';
import { claimFrom } from '#domain/disclosure/masked/claim.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { solver } from '#platform/solver.server.ts';

export const highs = await solver();

/** The cells of a table written as simple CSV, blanks around them left out. */
export const rowsOf = (text: string): string[][] =>
	text
		.trim()
		.split('\n')
		.map((line) => line.split(',').map((cell) => cell.trim()));

/** The audit of such a table by the usual policy. */
export const audited = (text: string, claim?: string) =>
	auditMasked(
		rowsOf(text),
		usualPolicy,
		highs,
		claim === undefined ? undefined : (claimFrom(claim) ?? undefined)
	);

/** Rule and place of each finding that fails it. */
export const fails = (text: string, claim?: string): string[] =>
	audited(text, claim)
		.findings.filter(({ level }) => level === 'fail')
		.map(({ rule, where }) => `${rule}: ${where}`);
