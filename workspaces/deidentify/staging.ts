import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, sync } from './steps/seal.ts';

const name = /^[0-9a-f]{64}$/;

/** Where a staged file of this SHA-256 is. */
export function staged(staging: string, sha256: string): string {
	if (!name.test(sha256)) throw new Error('That is not the name of a staged file.');
	return join(staging, sha256);
}

/** Moves a finished file to where its bytes say, whole or not at all, and answers its SHA-256. */
export function stageFile(staging: string, path: string): string {
	mkdirSync(staging, { recursive: true, mode: 0o700 });
	// copied, not renamed: a vault's own folder may be on another disk than the one that all share
	const making = join(staging, `.${randomUUID()}`);
	copyFileSync(path, making);
	rmSync(path);
	chmodSync(making, 0o400);
	sync(making);
	const sha256 = hashFile(making);
	renameSync(making, staged(staging, sha256));
	sync(staging);
	return sha256;
}

/** A staged file, once its bytes are those of its name. @throws when they were lost or changed. */
export function takeStaged(staging: string, sha256: string): string {
	const path = staged(staging, sha256);
	if (!existsSync(path) || hashFile(path) !== sha256)
		throw new Error(
			`The staged file ${sha256} is gone or was changed; have the extract made again.`
		);
	return path;
}
