import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { canonical } from '#platform/canonical.ts';
import { sha256 } from '#platform/digest.server.ts';

/** A file of a project's shared folder: what it is called there, and the object that it is. */
export type SharedFile = { readonly name: string; readonly sha256: string };

/** Folders of files that came in through a review; sessions see theirs, read-only, at `/shared`. */
export type Shared = {
	readonly folder: (workspace: string) => string;
	/**
	 * Makes a workspace's folder hold these files and no others. Sessions that are open see it at once.
	 * @throws Error with the name of a file whose bytes are missing or are not what was let in.
	 */
	readonly bring: (workspace: string, files: readonly SharedFile[]) => Promise<void>;
};

const plain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * Copies are the host's own, readable by every sandbox that has the folder mounted: what a session sees
 * does not depend on who may read the objects.
 */
export function sharedIn(root: string, objects: string): Shared {
	const doing = new Map<string, Promise<void>>();
	const done = new Map<string, string>();
	const folder = (workspace: string) => `${root}/${workspace}`;

	async function make(workspace: string, files: readonly SharedFile[]): Promise<void> {
		const wanted = canonical(files.map(({ name, sha256: hash }) => [name, hash]));
		if (done.get(workspace) === wanted) return;
		await mkdir(root, { recursive: true, mode: 0o711 });
		const at = folder(workspace);
		await mkdir(at, { recursive: true });
		await chmod(at, 0o755);
		const names = new Set(files.map(({ name }) => name));
		for (const name of await readdir(at))
			if (!names.has(name)) await rm(`${at}/${name}`, { force: true });
		for (const file of files) await put(at, file);
		done.set(workspace, wanted);
	}

	async function put(at: string, { name, sha256: hash }: SharedFile): Promise<void> {
		if (!plain.test(name)) throw new Error('a file has a name that no file has');
		const there = await readFile(`${at}/${name}`).catch(() => null);
		if (there !== null && sha256(there) === hash) return;
		const bytes = await readFile(`${objects}/${hash.slice(0, 2)}/${hash}`).catch(() => null);
		if (bytes === null || sha256(bytes) !== hash) throw new Error(name);
		const making = `${at}/.${crypto.randomUUID()}`;
		await writeFile(making, bytes, { mode: 0o444, flag: 'wx' });
		await chmod(making, 0o444);
		await rename(making, `${at}/${name}`);
	}

	return {
		folder,
		bring: (workspace, files) => {
			const next = (doing.get(workspace) ?? Promise.resolve())
				.catch(() => undefined)
				.then(() => make(workspace, files));
			doing.set(workspace, next);
			return next;
		}
	};
}
