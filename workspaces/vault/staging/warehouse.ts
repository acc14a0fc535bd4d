import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openStore } from './s3.ts';
import { stage, stagedAt } from './stage.ts';

export type OpenWarehouse = {
	/** The folder that the warehouse is read from. */
	readonly source: string;
	/** Brings what is new; for a folder there is nothing to bring. @throws BadInput */
	readonly refresh: () => Promise<void>;
	readonly close: () => void;
};

/**
 * The warehouse that WAREHOUSE_URL names: a folder as it is, or an object store staged beside the
 * vault's keys, where nobody else reads.
 * @throws one sentence when an object store cannot be read and was never staged.
 */
export async function openWarehouse(
	url: string,
	folder: string,
	env: Readonly<Record<string, string | undefined>>
): Promise<OpenWarehouse> {
	if (!url.startsWith('s3://'))
		return { source: resolve(url), refresh: () => Promise.resolve(), close: () => undefined };
	const store = openStore(url, env);
	const root = join(folder, 'staged');
	let last: Promise<unknown> = Promise.resolve();
	// one after the other: two at once would take each other's objects away
	const refresh = async () => {
		const mine = last.catch(() => undefined).then(() => stage(store, root));
		last = mine;
		await mine;
	};
	await refresh().catch((error: unknown) => {
		// what was staged before is still whole, and extracts ask again
		if (!existsSync(stagedAt(root))) throw error;
	});
	return { source: stagedAt(root), refresh, close: store.close };
}
