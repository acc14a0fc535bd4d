import * as v from 'valibot';
import { PolicySchema, strictest } from '#domain/disclosure/policy.ts';
import { Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { Held } from '#workspaces/policies/store.server.ts';
import type { Ask } from '#workspaces/scan/protocol.ts';
import type { Scan } from '#workspaces/scan/scan.ts';
import { Full, type Queue } from './queue.ts';

/** How files are scanned, and how many at once: they take no place of a run. */
export type Files = {
	readonly scan: Scan;
	readonly queue: Queue;
	/** What a project is held to, as `policiesOf` of workspaces/policies says. */
	readonly policiesOf: (person: string, project: string, held: Held) => Promise<readonly unknown[]>;
	readonly now: () => Temporal.Instant;
};

/** A file, and whose policies it is held to: those of a request of the project, or of today. */
export type Asked = Omit<Ask, 'policy'> & {
	readonly person: string;
	readonly project: string;
	readonly request?: string | undefined;
};

/**
 * Scans a file that is to be released, by the policies that the host reads itself: whoever asks neither
 * sends nor learns them. 503 when very many wait: then nothing was said of the file.
 */
export async function performScan({ scan, queue, policiesOf, now }: Files, asked: Asked) {
	const { person, project, request, ...file } = asked;
	try {
		const held = request === undefined ? { day: londonDay(now()) } : { request };
		const policies = await policiesOf(person, project, held);
		const policy = strictest(policies.map((one) => v.parse(PolicySchema, one)));
		const { clean, ...scanned } = await queue.join('everyone', () => scan({ ...file, policy }));
		const bytes = clean === null ? null : Buffer.from(clean).toString('base64');
		return { status: 200, body: { ...scanned, clean: bytes } };
	} catch (error) {
		if (error instanceof Problem)
			return failed(error.status, error.status === 404 ? 'not-found' : 'refused', error.message);
		if (!(error instanceof Full)) throw error;
		return failed(503, 'busy', 'Many files are being checked; try again in a minute.');
	}
}

const failed = (status: number, code: string, message: string) => ({
	status,
	body: { ok: false, error: { code, message } }
});
