import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { literal, number } from '#workspaces/deidentify/duck.ts';
import type { Step } from '#workspaces/deidentify/run.ts';
import { sync } from '#workspaces/deidentify/steps/seal.ts';
import { finestSql } from '#workspaces/deidentify/what-if/finest.ts';
import type { Keys } from '../keys.ts';

const folderOf = (keys: Keys) => join(keys.folder, 'finest');

/**
 * Counts people by the finest facts once, before the gate: whoever stands at it can then try coarser
 * ones at once, of a run that was blocked too. The counts point at single people, so they stay here.
 */
export const finestStep = (keys: Keys, snapshot: string): Step => ({
	name: 'finest',
	title: 'Count people by every fact about them',
	async run(run) {
		mkdirSync(folderOf(keys), { recursive: true, mode: 0o700 });
		const path = join(folderOf(keys), `${snapshot}.parquet`);
		await run.db.run(
			`copy (${await finestSql(run)}) to ${literal(`${path}.tmp`)} (format parquet, compression zstd)`
		);
		sync(`${path}.tmp`);
		renameSync(`${path}.tmp`, path);
		return { groups: await number(run.db, `select count(*) from read_parquet(${literal(path)})`) };
	}
});

/** Where the counts of an extract are; null when there are none. */
export function finestOf(keys: Keys, snapshot: string): string | null {
	const path = join(folderOf(keys), `${snapshot}.parquet`);
	return existsSync(path) ? path : null;
}
