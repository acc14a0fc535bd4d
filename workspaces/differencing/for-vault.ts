import { join } from 'node:path';
import type { Sql } from '#platform/db.server.ts';
import type { Compared } from '#platform/vault.server.ts';
import type { Keys } from '#workspaces/vault/keys.ts';
import { oneAtATime } from '#workspaces/vault/one-at-a-time.ts';
import { sidecarOf } from '#workspaces/vault/person-index.ts';
import type { Ask } from './asking.ts';
import { difference } from './difference.ts';
import { placeIn } from './kept.ts';
import { forgetOver, recordReleases, type Shelf } from './record.ts';
import { ledger } from './store.server.ts';

/** What the vault answers of differencing; one piece of it at a time. */
export type Differencing = {
	difference(ask: Ask): Promise<Compared>;
	/** Keeps what is not kept yet and forgets what is over; answers how many releases are kept and lost. */
	record(): Promise<{ readonly releases: number; readonly lost: number }>;
};

export function differencing(
	sql: Sql,
	{ keys, snapshots }: { readonly keys: Keys; readonly snapshots: string }
): Differencing {
	const shelf: Shelf = {
		place: placeIn(keys.folder),
		ledger: ledger(sql),
		data: (snapshot) => ({
			snapshot: join(snapshots, snapshot),
			sidecar: snapshot === '' ? null : sidecarOf(keys, snapshot)
		}),
		now: () => Temporal.Now.instant()
	};
	const inTurn = oneAtATime();
	return {
		difference: (ask) => inTurn(() => difference(shelf, ask)),
		record: () =>
			inTurn(async () => {
				await forgetOver(shelf);
				const { releases, lost } = await recordReleases(shelf);
				return { releases: releases.length, lost: lost.length };
			})
	};
}
