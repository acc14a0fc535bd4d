import { join } from 'node:path';
import type { Ledger, Release } from './asking.ts';
import { pool, ready } from './bitmaps.ts';
import { described, isKept, manifestOf, promote, write, type Place } from './kept.ts';
import { tableOf, type Data } from './request-tables.ts';

export type Shelf = {
	readonly place: Place;
	readonly ledger: Ledger;
	/** Where the data of a snapshot are. */
	readonly data: (snapshot: string) => Data;
	readonly now: () => Temporal.Instant;
};

/**
 * Keeps the sets of every release that is not kept yet and says in the database what it counts. Safe
 * to repeat, and to be killed in. Answers the releases, all of them kept.
 * @throws when the people behind a released table can no longer be found: nothing can be compared
 * with a release that is not kept, so nothing is said to be.
 */
export async function recordReleases(shelf: Shelf): Promise<readonly Release[]> {
	const releases = await shelf.ledger.releases();
	for (const release of releases) {
		if (!isKept(shelf.place, release.id) && !promote(shelf.place, release))
			await again(shelf, release);
		if (release.described) continue;
		const manifest = manifestOf(join(shelf.place.releases, release.id));
		await shelf.ledger.describe(release.id, described(manifest), shelf.now());
	}
	return releases;
}

/** The sets made anew from the snapshot that the request was compared on. */
async function again({ place, ledger, data }: Shelf, release: Release): Promise<void> {
	await ready();
	const sets = pool();
	try {
		const files = (await ledger.filesOf(release.request)).filter((file) =>
			release.files.some(({ id, sha256 }) => id === file.id && sha256 === file.sha256)
		);
		const made = [];
		for (const file of files) made.push(await tableOf(file, data(release.snapshot ?? ''), sets));
		const lost = made.find((one) => 'because' in one && release.compared.includes(one.file.id));
		if (lost !== undefined && 'because' in lost)
			throw new Error(
				`The people behind ${lost.file.name} of release ${release.id} are not kept and cannot be found again (${lost.because}): restore the vault's folder.`
			);
		const tables = made.filter((one) => 'built' in one);
		write(join(place.releases, release.id), files, tables);
	} finally {
		sets.dispose();
	}
}
