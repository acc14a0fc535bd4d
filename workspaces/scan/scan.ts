import { nameFindings, plainName } from '#domain/disclosure/files/names.ts';
import { fail, type Finding, type Scanned } from '#domain/disclosure/findings.ts';
import { largestFile } from '#domain/disclosure/scan.ts';
import type { Found } from '#workspaces/host/capabilities.ts';
import type { Ending } from '#workspaces/host/launch.ts';
import type { Limits } from '#workspaces/host/limits.ts';
import { limited } from './limited.ts';
import { scanLimits } from './limits.ts';
import { readAnswer, type Ask } from './protocol.ts';

export type Scan = (ask: Ask) => Promise<Scanned>;

/**
 * Scans files of analysts, each in a limited child of its own. Whatever is in a file, and however its
 * child ends, there is a verdict: a file that could not be read is one that fails.
 */
export const scannerOn =
	(found: Found, limits: Limits = scanLimits): Scan =>
	async (ask) => {
		if (ask.bytes.length > largestFile) return tooLarge(ask.name);
		const ending = await limited(found, ask, limits);
		if (ending.cause === 'itself' && ending.status === 0) {
			try {
				return readAnswer(ending.answer);
			} catch {
				return unread(ask.name, broken);
			}
		}
		return unread(ask.name, overrun(ending));
	};

const remedy = 'Send it in a simpler form: tables as CSV, pictures as PNG, words as text.';

const broken = fail('unreadable', 'the file', 'The file could not be read to its end.', remedy);

function overrun({ cause, status }: Ending): Finding {
	// 137 and 152: the kernel ended it for its memory or its processor time
	if (cause === 'time' || status === 152)
		return fail('limits', 'the file', 'Reading the file took longer than any output does.', remedy);
	if (cause === 'memory' || cause === 'answer-too-long' || status === 137 || status === 134)
		return fail('limits', 'the file', 'The file needs more memory than any output does.', remedy);
	return broken;
}

/** What is said of a file that is larger than any output; it need not be read for that. */
export const tooLarge = (name: string): Scanned =>
	unread(
		name,
		fail(
			'size',
			'the file',
			`The file is larger than ${largestFile / 1_000_000} MB, which no output is.`,
			'Send tables of totals, not records.'
		)
	);

const unread = (name: string, finding: Finding): Scanned => ({
	kind: 'other',
	format: 'a file that was not read',
	verdict: 'fail',
	findings: [...nameFindings(name), finding],
	media: 'application/octet-stream',
	clean: null,
	cleanName: plainName(name, ''),
	tables: [],
	preview: {}
});
