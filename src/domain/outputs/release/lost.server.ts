import { may } from '#domain/people/permissions.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import * as store from './lost.store.server.ts';

/**
 * Releases that nothing can be compared with, because the vault lost the people behind their figures.
 * @throws Problem 404 for who may not know.
 */
export async function lostReleases(db: Bound, who: Actor) {
	if (!may(who, 'read.lost-releases').allowed) throw new Problem(404, 'There is no such page.');
	const found = await db.read(store.lost);
	return found.map((one) => ({
		id: one.id,
		title: one.title,
		whom: `${one.projectTitle} (project ${String(one.projectNumber)}), ${one.organisation}`,
		releasedAt: one.releasedAt.toString(),
		files: one.files.join(', '),
		because: one.because,
		noticedAt: one.noticedAt.toString()
	}));
}
