import type { Actor } from '#domain/people/actor.ts';
import type { Services } from '#platform/services.server.ts';
import { ServiceError } from '#platform/socket.server.ts';
import type { OutputPage } from './read.server.ts';

/** A cell of one table of a request that another table of the same request gives away. */
export type Given = {
	readonly file: string;
	readonly cell: string;
	readonly level: 'review' | 'fail';
};

export type Compared = { readonly given: readonly Given[]; readonly failed: boolean };

/**
 * Compares the tables of a request with each other, before it is sent: earlier releases are left out,
 * because asking about them as often as one likes would give them away (settled.md 17). `failed` when
 * the vault cannot be reached; it compares again before the request is sent.
 */
export async function precheck(
	vault: Pick<Services['vault'], 'difference'>,
	who: Actor,
	{ request, files }: Pick<OutputPage, 'request' | 'files'>
): Promise<Compared> {
	try {
		const found = await vault.difference({ person: who.id, request: request.id, within: true });
		const given = found.researcher.map(({ file, cell, level }) => ({
			file: files.find(({ id }) => id === file)?.name ?? 'A table',
			cell,
			level
		}));
		return { given, failed: false };
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		return { given: [], failed: true };
	}
}
