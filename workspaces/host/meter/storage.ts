import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '#platform/db.server.ts';
import { log } from '#platform/log.server.ts';
import { kept, noteStorage } from './usage.store.server.ts';

/** Bytes of a snapshot's files; 0 when it is not there (yet, or any more). */
export function bytesOf(folder: string): number {
	try {
		return readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isFile())
			.reduce((sum, entry) => sum + statSync(join(folder, entry.name)).size, 0);
	} catch {
		return 0;
	}
}

/** Measures what every workspace keeps, and notes it for this hour. */
export async function measureStorage(
	sql: Sql,
	snapshots: string,
	at: Temporal.Instant
): Promise<void> {
	const measured = new Map<string, number>();
	for (const one of await kept(sql)) {
		let bytes = one.textBytes;
		for (const name of one.snapshots) {
			const size = measured.get(name) ?? bytesOf(join(snapshots, name));
			measured.set(name, size);
			bytes += BigInt(size);
		}
		await noteStorage(sql, { workspace: one.workspaceId, bytes, at });
	}
}

/** Measures now and then every minute until the answer is called. */
export function watchStorage(sql: Sql, snapshots: string, now: () => Temporal.Instant): () => void {
	const measure = () => {
		measureStorage(sql, snapshots, now()).catch((error: unknown) => {
			log.warn(
				{ error },
				'what workspaces keep could not be measured; the next minute tries again'
			);
		});
	};
	measure();
	const clock = setInterval(measure, 60_000);
	clock.unref();
	return () => {
		clearInterval(clock);
	};
}
