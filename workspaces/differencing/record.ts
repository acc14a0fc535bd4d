import { join } from 'node:path';
import type { Ledger, Release } from './asking.ts';
import { pool, ready } from './bitmaps.ts';
import {
	described,
	forget,
	isKept,
	manifestOf,
	pendingIn,
	promote,
	write,
	type Place
} from './kept.ts';
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
 * @throws when the people behind a released table can no longer be found, once the others are kept:
 * nothing can be compared with a release that is not kept, so nothing is said to be.
 */
export async function recordReleases(shelf: Shelf): Promise<readonly Release[]> {
	const releases = await shelf.ledger.releases();
	const lost: unknown[] = [];
	for (const release of releases)
		await keepOne(shelf, release).catch((error: unknown) => lost.push(error));
	if (lost.length > 0) throw lost[0];
	return releases;
}

async function keepOne(shelf: Shelf, release: Release): Promise<void> {
	const { place, ledger, now } = shelf;
	if (!isKept(place, release.id) && !promote(place, release)) await again(shelf, release);
	if (release.described) return;
	const manifest = manifestOf(join(place.releases, release.id));
	await ledger.describe(release.id, described(manifest), now());
}

/** Forgets the sets of requests that were rejected or taken back: nothing of them will leave. */
export async function forgetOver({ place, ledger }: Shelf): Promise<void> {
	const pending = pendingIn(place);
	if (pending.length === 0) return;
	for (const request of await ledger.over(pending)) forget(place, request);
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
