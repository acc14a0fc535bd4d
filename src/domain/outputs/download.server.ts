import { noteRead } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Objects } from '#platform/objects.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import * as files from './files/store.server.ts';
import { mayCheck, mayDownload } from './policy.ts';
import * as store from './store.server.ts';

/**
 * A file's bytes: after release exactly those that were approved, by their hash. Noted in the log
 * of sensitive reads. @throws Problem 403 before the release and for a
 * supporting file, 404.
 */
export async function download(
	objects: Objects,
	db: Bound,
	who: Actor,
	{ id, file, at }: { id: string; file: string; at: Temporal.Instant }
): Promise<{ name: string; media: string; sha256: string; bytes: Uint8Array }> {
	const wanted = await db.read(async (tx) => {
		const request = await store.find(tx, id);
		const found = await files.file(tx, id, file);
		const standing = await store.standing(tx, request.projectId, who.id);
		insist(mayDownload(who, standing, request.status));
		if (found.supporting && !mayCheck(who, standing).allowed)
			throw new Problem(403, 'A supporting file is for the checkers and never leaves.');
		const released = (await files.released(tx, id)).find((one) => one.id === file);
		const { media } = found;
		return { media, ...(released ?? { name: found.name, sha256: found.sha256 }) };
	});
	const what = `file fetched: ${wanted.name} ${wanted.sha256}`;
	await noteRead(db, { person: who.id, subject: { kind: 'output', id }, what, at });
	return { ...wanted, bytes: await objects.get(wanted.sha256) };
}
