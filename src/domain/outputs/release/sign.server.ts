import { act } from '#domain/audit/act.server.ts';
import { service } from '#domain/people/actor.ts';
import { bind } from '#platform/db.server.ts';
import type { Services } from '#platform/services.server.ts';
import { find } from '../store.server.ts';
import * as store from './store.server.ts';

/**
 * Has the vault sign a release and tells its researchers. The vault reads the votes itself, writes
 * the manifest itself, and signs a release once; asked twice, or again after a kill, people are told
 * once and one event is written.
 */
export async function signRelease(
	{ sql, vault }: Pick<Services, 'sql'> & { readonly vault: Pick<Services['vault'], 'sign'> },
	{ request, at }: { readonly request: string; readonly at: Temporal.Instant }
): Promise<void> {
	const db = bind(sql, service.id);
	const release = await db.read((tx) => store.ofRequest(tx, request));
	if (release?.revokedAt !== null) return;
	const signed = await vault.sign({ person: service.id, request });
	await act(db, service, async (tx) => {
		const found = await find(tx, request);
		const told = await store.tell(tx, 'output.released', found, at);
		return {
			result: undefined,
			event:
				told === 0
					? []
					: {
							action: 'output.sign',
							subject: { kind: 'output', id: request },
							organisation: found.organisationId,
							detail: { release: release.releaseId, manifest: signed.sha256, key: signed.keyId },
							at
						}
		};
	});
}

/** Signs what is released and not signed: the sweep behind the job that each release sends. */
export async function signAll(
	services: Parameters<typeof signRelease>[0],
	at: Temporal.Instant
): Promise<number> {
	const waiting = await bind(services.sql, service.id).read((tx) => store.unsigned(tx));
	for (const request of waiting) await signRelease(services, { request, at });
	return waiting.length;
}
