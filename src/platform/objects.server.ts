import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { sha256 } from './digest.server.ts';

/** Files by what they contain: the name of a file is the SHA-256 of its bytes. */
export type Objects = {
	/** Keeps the bytes and answers their SHA-256; keeping the same bytes twice is keeping them once. */
	put(bytes: Uint8Array): Promise<string>;
	/** The bytes, checked against their name. @throws Error when they are missing or were changed. */
	get(hash: string): Promise<Uint8Array>;
};

/** Files in a folder, written under a temporary name, fsynced and renamed: whole or not there. */
export function fileObjects(folder: string): Objects {
	const place = (hash: string) => {
		if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('That is not the name of an object.');
		return `${folder}/${hash.slice(0, 2)}/${hash}`;
	};
	return {
		async put(bytes) {
			const hash = sha256(bytes);
			const path = place(hash);
			if (await exists(path)) return hash;
			const parent = path.slice(0, path.lastIndexOf('/'));
			await mkdir(parent, { recursive: true });
			const making = `${parent}/.${randomUUID()}`;
			try {
				const file = await open(making, 'wx', 0o640);
				try {
					await file.writeFile(bytes);
					await file.sync();
				} finally {
					await file.close();
				}
				await rename(making, path);
				await syncFolder(parent);
			} finally {
				await rm(making, { force: true });
			}
			return hash;
		},
		async get(hash) {
			const bytes = await readFile(place(hash));
			if (sha256(bytes) !== hash) throw new Error(`Object ${hash} was changed on disk.`);
			return bytes;
		}
	};
}

const exists = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false
	);

/** The rename itself must survive a power cut, so the folder is synced too. */
async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
