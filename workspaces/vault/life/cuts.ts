import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '#platform/canonical.ts';
import { Problem } from '#platform/problems.ts';
import { hashFile } from '#workspaces/deidentify/steps/seal.ts';

/** Every file of a snapshot with its size and SHA-256, read now. Null when it is not there. */
export function filesOf(snapshots: string, snapshot: string): Json[] | null {
	const folder = join(snapshots, snapshot);
	if (!existsSync(join(folder, 'manifest.json'))) return null;
	return readdirSync(folder)
		.sort()
		.map((name) => {
			const path = join(folder, name);
			return { name, bytes: statSync(path).size, sha256: hashFile(path) };
		});
}

/** What a workspace holds, cut by cut. @throws Problem 409 when a cut is not there in full. */
export function inventoryOf(
	snapshots: string,
	cuts: readonly { readonly number: number; readonly snapshot: string }[]
): Json {
	return {
		format: 'inventory/1',
		cuts: cuts.map(({ number, snapshot }) => {
			const files = filesOf(snapshots, snapshot);
			if (files === null)
				throw new Problem(409, `Data ${String(number)} of this workspace are not there in full.`);
			return { number, snapshot, files };
		})
	};
}
