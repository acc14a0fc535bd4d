import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	closeSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	writeSync
} from 'node:fs';
import { join } from 'node:path';
import { keyLength } from '#workspaces/deidentify/pseudonym.ts';

export type Keys = {
	/** 32 random bytes. Every key in use is derived from them. */
	readonly master: Buffer;
	/** A rotation makes a new version for new projects; a live project keeps its own. */
	readonly version: number;
	/** The vault's own folder beside the keys: the person index and what else must not leave. */
	readonly folder: string;
};

/** Writes a key file, 0600, unless there is one: of two processes that start at once one wins. */
export function createOnce(path: string, bytes: Uint8Array): void {
	const temporary = `${path}.${randomBytes(6).toString('hex')}`;
	const file = openSync(temporary, 'wx', 0o600);
	try {
		writeSync(file, bytes);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	try {
		// a link, not a rename: of two processes that start at once, the second must not win
		linkSync(temporary, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	} finally {
		rmSync(temporary);
	}
}

function privately(folder: string): string {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	chmodSync(folder, 0o700);
	return folder;
}

/**
 * Opens the keys, making the master key at first use (deidentification.md §4).
 * @throws when a key file has the wrong length or others may read it: better no extract than one
 * under a key that somebody else has.
 */
export function openKeys(dir: string): Keys {
	privately(dir);
	const folder = privately(join(dir, 'vault'));
	createOnce(join(dir, 'version'), Buffer.from('1\n'));
	const version = Number(readFileSync(join(dir, 'version'), 'utf8').trim());
	if (!Number.isSafeInteger(version) || version < 1)
		throw new Error(`${join(dir, 'version')} should hold the number of the master key, such as 1.`);
	const path = join(dir, `master-${String(version)}`);
	if (version === 1) createOnce(path, randomBytes(keyLength));
	if ((statSync(path).mode & 0o077) !== 0)
		throw new Error(`${path} may be read by others; set its mode to 0600 and rotate the key.`);
	const master = readFileSync(path);
	if (master.length !== keyLength)
		throw new Error(`${path} should have ${String(keyLength)} bytes; restore it from its backup.`);
	return { master, version, folder };
}
