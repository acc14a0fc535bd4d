import { join } from 'node:path';
import * as v from 'valibot';
import { SnapshotSpecificationSchema } from '#domain/disclosure/specification.ts';
import { log } from '#platform/log.server.ts';
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
import { insistReadable } from './folder.ts';
import { tableOf, type Data } from './request-tables.ts';
import { measureOf } from './table.ts';

export type Shelf = {
	readonly place: Place;
	readonly ledger: Ledger;
	/** Where the data of a snapshot are. */
	readonly data: (snapshot: string) => Data;
	readonly now: () => Temporal.Instant;
};

/** A release whose people cannot be told any more. `measures` null: nobody knows what it counts. */
export type Lost = {
	readonly release: Release;
	readonly because: string;
	readonly measures: readonly string[] | null;
};

export type Recorded = { readonly releases: readonly Release[]; readonly lost: readonly Lost[] };

/**
 * Keeps the sets of every release that is not kept yet and says in the database what it counts. Safe
 * to repeat, and to be killed in. Answers the releases that are kept, and those whose people are lost:
 * nothing can be compared with these, so nothing that counts the same may be said to be safe. Which
 * they are is written down for the service's people.
 */
export async function recordReleases(shelf: Shelf): Promise<Recorded> {
	const all = await shelf.ledger.releases();
	const lost: Lost[] = [];
	for (const release of all)
		try {
			await keepOne(shelf, release);
		} catch (error) {
			log.error({ error, release: release.id }, 'the people of a release are lost');
			const because = error instanceof Error ? error.message : String(error);
			lost.push({ release, because, measures: await measuresOf(shelf, release) });
		}
	await shelf.ledger.lost(
		lost.map(({ release, because }) => ({ release: release.id, because })),
		shelf.now()
	);
	return { releases: all.filter((one) => !lost.some(({ release }) => release === one)), lost };
}

/** What the computed tables of a release count, as far as the database knows. */
async function measuresOf({ ledger }: Shelf, release: Release): Promise<string[] | null> {
	const files = (await ledger.filesOf(release.request)).filter(({ id }) =>
		release.compared.includes(id)
	);
	if (release.compared.length === 0 || files.length < release.compared.length) return null;
	const read = files.map(({ specification }) =>
		v.safeParse(SnapshotSpecificationSchema, specification)
	);
	return read.every((one) => one.success) ? read.map(({ output }) => measureOf(output)) : null;
}

async function keepOne(shelf: Shelf, release: Release): Promise<void> {
	const { place, ledger, now } = shelf;
	const kept = isKept(place, release.id);
	if (kept) insistReadable(join(place.releases, release.id));
	else if (!promote(place, release)) await again(shelf, release);
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
				`The people behind ${lost.file.name} are not kept and cannot be found again. ${lost.because}`
			);
		const tables = made.filter((one) => 'built' in one);
		write(join(place.releases, release.id), files, tables);
	} finally {
		sets.dispose();
	}
}
