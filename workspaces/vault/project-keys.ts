import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	writeSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '#platform/problems.ts';
import { keyLength } from '#workspaces/deidentify/pseudonym.ts';
import { createOnce, type Keys } from './keys.ts';

/** The key that all keys of one project's extracts are derived from, opened. */
export type ProjectKey = {
	readonly bytes: Buffer;
	/** Which master key it is sealed under. */
	readonly version: number;
	/** Tells two keys apart and nothing more. */
	readonly fingerprint: string;
};

/** What a run is told whose project has no key any more. */
export const keyIsGone =
	'The key of this project was destroyed, so nothing can be made or linked for it again. A new study needs a new project.';

const idOf = (project: string): string => {
	if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(project))
		throw new Problem(404, 'There is no such project.');
	return project.toLowerCase();
};

const folderOf = ({ folder }: Keys) => join(folder, 'projects');
const pathOf = (keys: Keys, project: string) => join(folderOf(keys), `${idOf(project)}.key`);
const graveOf = (keys: Keys, project: string) => join(folderOf(keys), `${idOf(project)}.destroyed`);

const fingerprintOf = (key: Uint8Array) =>
	createHmac('sha256', key).update('tre/project-key/v1').digest('hex').slice(0, 16);

/** The key that a project's key is sealed with: a copied file is of no use without the master. */
const sealing = (master: Uint8Array, project: string) =>
	Buffer.from(hkdfSync('sha256', master, '', `tre/project-key/v1|${idOf(project)}`, keyLength));

const [nonceLength, tagLength] = [12, 16];

function seal(keys: Keys, project: string, key: Uint8Array): Buffer {
	const nonce = randomBytes(nonceLength);
	const version = Buffer.alloc(4);
	version.writeUInt32BE(keys.version);
	const cipher = createCipheriv('aes-256-gcm', sealing(keys.master, project), nonce);
	cipher.setAAD(version);
	const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
	return Buffer.concat([version, nonce, cipher.getAuthTag(), sealed]);
}

/** Project keys stay under the master that they were sealed with; older masters are kept for them. */
function masterOf(keys: Keys, version: number): Buffer {
	if (version === keys.version) return keys.master;
	return readFileSync(join(dirname(keys.folder), `master-${String(version)}`));
}

function unseal(keys: Keys, project: string, path: string): ProjectKey {
	if ((statSync(path).mode & 0o077) !== 0)
		throw new Error('The key of this project may be read by others; set its mode to 0600.');
	const file = readFileSync(path);
	const broken = 'The key of this project cannot be opened; restore its file from the backup.';
	if (file.length !== 4 + nonceLength + tagLength + keyLength) throw new Error(broken);
	const version = file.readUInt32BE(0);
	const nonce = file.subarray(4, 4 + nonceLength);
	const tag = file.subarray(4 + nonceLength, 4 + nonceLength + tagLength);
	try {
		const key = sealing(masterOf(keys, version), project);
		const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
		decipher.setAAD(file.subarray(0, 4));
		decipher.setAuthTag(tag);
		const sealed = file.subarray(4 + nonceLength + tagLength);
		const bytes = Buffer.concat([decipher.update(sealed), decipher.final()]);
		return { bytes, version, fingerprint: fingerprintOf(bytes) };
	} catch {
		throw new Error(broken);
	}
}

/**
 * Opens a project's key, making it at first use: 32 random bytes of the project's own, so that its end
 * is the end of every link (deidentification.md §4).
 * @throws Problem 409 when it was destroyed: no other key ever takes its place.
 */
export function openProjectKey(keys: Keys, project: string): ProjectKey {
	const path = pathOf(keys, project);
	if (existsSync(graveOf(keys, project))) throw new Problem(409, keyIsGone);
	mkdirSync(folderOf(keys), { recursive: true, mode: 0o700 });
	if (!existsSync(path)) createOnce(path, seal(keys, project, randomBytes(keyLength)));
	return unseal(keys, project, path);
}

function syncFolder(path: string): void {
	const folder = openSync(path, 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}

export type Destroyed = { readonly fingerprint: string };

/**
 * Destroys a project's key for good: the grave first, so that a crash in between can only be gone on
 * with, then the bytes, then the name. Safe to call again. `fingerprint` is empty when no key was made.
 */
export function destroyProjectKey(keys: Keys, project: string): Destroyed {
	const [path, grave] = [pathOf(keys, project), graveOf(keys, project)];
	mkdirSync(folderOf(keys), { recursive: true, mode: 0o700 });
	if (!existsSync(grave)) {
		const fingerprint = existsSync(path) ? unseal(keys, project, path).fingerprint : '';
		createOnce(grave, Buffer.from(`${fingerprint}\n`));
		syncFolder(folderOf(keys));
	}
	if (existsSync(path)) {
		const file = openSync(path, 'r+');
		try {
			writeSync(file, randomBytes(statSync(path).size));
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		rmSync(path);
		syncFolder(folderOf(keys));
	}
	return { fingerprint: readFileSync(grave, 'utf8').trim() };
}
