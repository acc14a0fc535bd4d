import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyLedger } from './key-ledger.ts';
import type { Keys } from './keys.ts';
import { destroyProjectKey } from './project-keys.ts';

type Place = {
	readonly keys: Keys;
	readonly ledger: KeyLedger;
	readonly snapshots: string;
};

export type DestroyedKey = {
	/** Of the key that is gone; empty when the project never had one. */
	readonly fingerprint: string;
	readonly destroyedAt: string;
	/** Snapshots that it was used for, whose numbers of people went with it. */
	readonly snapshots: string[];
};

/**
 * Ends a project's key: its file, the numbers that its snapshots' people were compared by, and work that
 * was broken off. After it nobody, the vault included, can say who a pseudonym of the project is, or
 * make the same pseudonyms again. Whoever calls this has seen to it that two people decided it, and
 * that no extract is under way (`inTurn`). Safe to call again: the first time stands.
 */
export async function destroyKey(
	{ keys, ledger, snapshots }: Place,
	{ person, project, at }: { person: string; project: string; at: Temporal.Instant }
): Promise<DestroyedKey> {
	const made = await ledger.snapshotsOf(person, project);
	const { fingerprint } = destroyProjectKey(keys, project);
	for (const snapshot of made)
		rmSync(join(keys.folder, 'sidecars', `${snapshot}.parquet`), { force: true });
	for (const name of existsSync(snapshots) ? readdirSync(snapshots) : [])
		if (/^\..*\.partial$/.test(name))
			rmSync(join(snapshots, name), { recursive: true, force: true });
	const destroyedAt = await ledger.ended(person, project, fingerprint, at);
	return { fingerprint, destroyedAt: destroyedAt.toString(), snapshots: [...made] };
}
