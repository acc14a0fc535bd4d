import type { Ask } from '#workspaces/scan/protocol.ts';
import type { Scan } from '#workspaces/scan/scan.ts';
import { Full, type Queue } from './queue.ts';

/** How files are scanned, and how many at once: they take no place of a run. */
export type Files = { readonly scan: Scan; readonly queue: Queue };

/**
 * Scans a file that is to be released. No data of ours is there, so nobody's standing matters. 503 when
 * very many wait: then nothing was said of the file.
 */
export async function performScan({ scan, queue }: Files, ask: Ask) {
	try {
		const { clean, ...scanned } = await queue.join('everyone', () => scan(ask));
		const bytes = clean === null ? null : Buffer.from(clean).toString('base64');
		return { status: 200, body: { ...scanned, clean: bytes } };
	} catch (error) {
		if (!(error instanceof Full)) throw error;
		const message = 'Many files are being checked; try again in a minute.';
		return { status: 503, body: { ok: false, error: { code: 'busy', message } } };
	}
}
