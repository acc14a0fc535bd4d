import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '#platform/db.server.ts';

const hour = 3_600_000; // ms

/** What lies in the folder of snapshots for work under way, by the snapshot's name. */
const underWay = /^\.(s[0-9a-f]{24})\.(partial|shared)$/;

type Left = {
	/** A folder of this vault's own, where it holds who is who while it helps. */
	readonly scratch: string;
	/** Seen by all vaults. */
	readonly snapshots: string;
	readonly now: Temporal.Instant;
};

const names = (folder: string): string[] => {
	try {
		return readdirSync(folder);
	} catch {
		return []; // nothing was made here yet
	}
};

/** When something in a folder was last made or taken away, in milliseconds; 0 when it is gone. */
const touched = (folder: string): number => {
	const of = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
	return Math.max(of(folder), ...names(folder).map((name) => of(join(folder, name))));
};

/**
 * Takes away what vaults that died have left, for it says whose pseudonym is whose: this vault's own
 * scratch at once, since it has just started; of what all vaults see, what nothing has been done with
 * for an hour and nobody may go on with, or nothing for a day. Answers what went.
 */
export async function sweepLeft(sql: Sql, { scratch, snapshots, now }: Left): Promise<string[]> {
	const swept = names(scratch);
	rmSync(scratch, { recursive: true, force: true });
	for (const name of names(snapshots)) {
		const [, snapshot, kind] = underWay.exec(name) ?? [];
		const idle = now.epochMilliseconds - touched(join(snapshots, name));
		if (snapshot === undefined || idle < hour) continue;
		if (idle < 24 * hour && (kind === 'partial' || (await isOpen(sql, snapshot)))) continue;
		if (kind === 'shared')
			await sql`update extract_share set ended_at = now() where snapshot_id = ${snapshot} and ended_at is null`;
		rmSync(join(snapshots, name), { recursive: true, force: true });
		swept.push(name);
	}
	return swept;
}

async function isOpen(sql: Sql, snapshot: string): Promise<boolean> {
	const [row] = await sql<{ open: boolean }[]>`
		select exists (
			select from extract_share where snapshot_id = ${snapshot} and ended_at is null
		) as open
	`;
	return row?.open ?? false;
}
