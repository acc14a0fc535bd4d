import type { Scanned } from '#domain/disclosure/findings.ts';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { solver } from '#platform/solver.server.ts';
import { judgeFile } from '#workspaces/scan/judge.ts';
import { text } from './bytes.ts';

/** What the reader of a file says, in this process: for samples that the child is not needed for. */
export const judged = (name: string, content: Uint8Array | string): Promise<Scanned> =>
	judgeFile({
		name,
		bytes: typeof content === 'string' ? text(content) : content,
		policy: usualPolicy,
		claimed: null,
		solver,
		inside: false
	});

export const rulesOf = ({ findings }: Scanned): string[] => findings.map(({ rule }) => rule);

export const textOf = ({ clean }: Scanned): string =>
	clean === null ? '' : new TextDecoder().decode(clean);

/** The rules that failed. */
export const failed = ({ findings }: Scanned): string[] =>
	findings.filter(({ level }) => level === 'fail').map(({ rule }) => rule);
