import { join } from 'node:path';
import * as v from 'valibot';
import { redacted, type Difference } from '#domain/disclosure/differencing/difference.ts';
import { PolicySchema, strictest, usualPolicy } from '#domain/disclosure/policy.ts';
import { Problem } from '#platform/problems.ts';
import type { Compared } from '#platform/vault.server.ts';
import type { Ask, Outcome } from './asking.ts';
import { pool, ready } from './bitmaps.ts';
import { compareAll, worstFirst } from './compare-all.ts';
import { write } from './kept.ts';
import { asHeld } from './held.ts';
import { linkedDifferences } from './linked.ts';
import { insistComparable } from './lost.ts';
import { recordReleases, type Recorded, type Shelf } from './record.ts';
import { isThere, tableOf } from './request-tables.ts';

const none: Recorded = { releases: [], lost: [] };

/** More than anybody reads; the worst come first. */
const most = 200;

/**
 * Compares a request with its own tables and every earlier release of any project, stores what was
 * found and answers what its asker may know of it. Releases that are not kept yet are kept first.
 * @throws Problem 403; 409 when what counts the same was released and is lost.
 */
export async function difference(shelf: Shelf, ask: Ask): Promise<Compared> {
	const { ledger, place, data, now } = shelf;
	const found = await ledger.asked(ask, now());
	if (!found.verdict.allowed) throw new Problem(403, found.verdict.because);
	const { snapshot, files } = found;
	if (snapshot === null) throw new Problem(409, 'This project has no data yet.');
	const policies = found.policies.map((one) => v.parse(PolicySchema, one));
	const policy = strictest([usualPolicy, ...policies]);
	await ready();
	const sets = pool();
	try {
		const cut = { snapshot, there: isThere(data(snapshot)) };
		const held = asHeld(place, ask.request, files, cut, sets);
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
		const { releases, lost } = ask.within ? none : await recordReleases(shelf);
		insistComparable(lost, ask.request, fresh);
		const others = releases
			.filter(({ request }) => request !== ask.request)
			.map(({ id }) => ({ id, path: join(place.releases, id) }));
		const names = tables.map(({ file }) => file.name);
		const pairs = compareAll(fresh, names, others, policy);
		// by the policy that the tables were made by: a stricter one asks what nobody promised
		const linked = await linkedDifferences(
			tables,
			strictest(policies),
			(one) => data(one).snapshot
		);
		const differences = worstFirst([...pairs, ...besides(linked, pairs)]).slice(0, most);
		if (ask.within) return answered(compared, 0n, differences);
		const through = [...releases, ...lost.map(({ release }) => release)].reduce(
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

/** What is found besides the cells that are known to be given away. */
function besides(more: readonly Difference[], before: readonly Difference[]): Difference[] {
	const place = ({ file, cell }: Difference): string => JSON.stringify([file, cell]);
	const settled = new Set(before.filter(({ level }) => level === 'fail').map(place));
	return more.filter((one) => !settled.has(place(one)));
}

const answered = (
	files: Compared['files'],
	through: bigint,
	differences: readonly Difference[]
): Compared => ({ files, through: String(through), researcher: differences.map(redacted) });
