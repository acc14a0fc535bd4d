import { join } from 'node:path';
import * as v from 'valibot';
import {
	redacted,
	type Difference,
	type Level
} from '#domain/disclosure/differencing/difference.ts';
import { PolicySchema, strictest, usualPolicy, type Policy } from '#domain/disclosure/policy.ts';
import { Problem } from '#platform/problems.ts';
import type { Compared } from '#platform/vault.server.ts';
import type { Outcome } from './asking.ts';
import { pool, ready } from './bitmaps.ts';
import { comparison, earlierOf, siblingOf, type Fresh } from './compare.ts';
import { openFolder } from './folder.ts';
import { namesIn, write } from './kept.ts';
import { asHeld } from './held.ts';
import { recordReleases, type Shelf } from './record.ts';
import { tableOf, type RequestTable } from './request-tables.ts';

export type Ask = {
	readonly person: string;
	readonly request: string;
	/** With the request's own tables alone; nothing is stored and nothing of others is told. */
	readonly within: boolean;
};

/** More than anybody reads; the worst come first. */
const most = 200;

/**
 * Compares a request with its own tables and every earlier release of any project, stores what was
 * found and answers what its asker may know of it. Releases that are not kept yet are kept first.
 * @throws Problem 403 | 409.
 */
export async function difference(shelf: Shelf, ask: Ask): Promise<Compared> {
	const { ledger, place, data, now } = shelf;
	const found = await ledger.asked(ask.person, ask.request, ask.within);
	if (!found.verdict.allowed) throw new Problem(403, found.verdict.because);
	const { snapshot, files } = found;
	if (snapshot === null) throw new Problem(409, 'This project has no data yet.');
	const policy = strictest([usualPolicy, v.parse(PolicySchema, found.policy)]);
	await ready();
	const sets = pool();
	try {
		const held = asHeld(place, ask.request, files, snapshot, sets);
		const made = [];
		for (const file of files)
			made.push(held.get(file.id) ?? (await tableOf(file, data(snapshot), sets)));
		const tables = made.filter((one) => 'built' in one);
		const compared = made.map((one) => ({
			id: one.file.id,
			name: one.file.name,
			sha256: one.file.sha256,
			compared: 'built' in one,
			because: 'built' in one ? '' : one.because
		}));
		const fresh = tables.map(({ file, measure, built }) => ({ file: file.id, measure, built }));
		const own = amongThemselves(fresh, tables, policy);
		if (ask.within) return answered(compared, 0n, own);
		const releases = await recordReleases(shelf);
		const others = releases.filter(({ request }) => request !== ask.request);
		const ready = comparison(fresh, policy);
		const earlier = others.flatMap(({ id }) => withRelease(ready, join(place.releases, id), id));
		const differences = worstFirst([...own, ...earlier]).slice(0, most);
		const through = releases.reduce(
			(last, { position }) => (position > last ? position : last),
			0n
		);
		write(join(place.pending, ask.request), files, tables);
		const outcome: Outcome = {
			...ask,
			snapshot,
			files: compared,
			through,
			differences,
			at: now()
		};
		await ledger.keep(outcome);
		return answered(compared, through, differences);
	} finally {
		sets.dispose();
	}
}

const answered = (
	files: Compared['files'],
	through: bigint,
	differences: readonly Difference[]
): Compared => ({ files, through: String(through), researcher: differences.map(redacted) });

function amongThemselves(
	fresh: readonly Fresh[],
	tables: readonly RequestTable[],
	policy: Policy
): Difference[] {
	return fresh.flatMap((one, at) =>
		comparison(fresh.slice(0, at), policy)
			.with(siblingOf(one))
			.map((found) => ({
				...found,
				within: true,
				release: null,
				otherFile: tables[at]?.file.name ?? ''
			}))
	);
}

function withRelease(
	ready: ReturnType<typeof comparison>,
	path: string,
	release: string
): Difference[] {
	const folder = openFolder(path);
	try {
		return earlierOf(folder, (manifest, table) => namesIn(manifest, table).parts).flatMap(
			(earlier, table) =>
				ready.with(earlier).map((found) => ({
					...found,
					within: false,
					release,
					otherFile: namesIn(folder.manifest(), table).file
				}))
		);
	} finally {
		folder.close();
	}
}

const rank: Readonly<Record<Level, number>> = { fail: 0, review: 1 };

/** One line a cell, kind and other table: the same people are told once. */
function worstFirst(all: readonly Difference[]): Difference[] {
	const once = new Map(
		all.map((one) => [
			JSON.stringify([one.file, one.cell, one.kind, one.release, one.otherCells]),
			one
		])
	);
	return [...once.values()].toSorted((a, b) => rank[a.level] - rank[b.level]);
}
