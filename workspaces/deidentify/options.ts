import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '#platform/canonical.ts';
import { digest } from '#platform/digest.server.ts';
import type { Rules } from './rules.ts';
import type { Step } from './run.ts';
import type { Share } from './share.ts';

export type Options = {
	/** Folder of OMOP Parquet files, with catalogue.json and identities where it has them. */
	readonly source: string;
	readonly rules: Rules;
	/** Folder of opt-out and sign-up lists. */
	readonly lists: string;
	/** The master key, 32 bytes; project keys are derived from it. */
	readonly master: Uint8Array;
	readonly keyVersion?: number;
	/** Folder to make. */
	readonly out: string;
	/** Lengths of the lists at the run before, to notice one that was cut off. */
	readonly previousLists?: Readonly<Record<string, number>>;
	/** How the work is shared with other vaults; alone without it. */
	readonly share?: Share | undefined;
	/** All steps to take; the vault adds its own before the seal. */
	readonly steps?: readonly Step[];
};

function files(dir: string): Json {
	if (!existsSync(dir)) return [];
	return readdirSync(dir)
		.sort()
		.map((name) => {
			const { size, mtimeMs } = statSync(join(dir, name));
			return [name, size, Math.round(mtimeMs)];
		});
}

/**
 * What a half-done run may be continued for: the same rules, source, lists and key. The key enters
 * as an HMAC under itself, which says whether two are equal and nothing more.
 */
export function fingerprint({ rules, source, lists, master }: Options): string {
	const key = createHmac('sha256', master).update('tre/fingerprint/v1').digest('hex');
	return digest({ rules, source: files(source), lists: files(lists), key });
}
