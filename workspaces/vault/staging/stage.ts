import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { digest } from '#platform/digest.server.ts';
import { writeWhole } from '#workspaces/deidentify/run.ts';
import { BadInput } from '#workspaces/deidentify/refusal.ts';
import type { Listed, Store } from './s3.ts';

const Index = v.record(
	v.string(),
	v.object({ etag: v.string(), size: v.number(), sha256: v.string() })
);
type Index = v.InferOutput<typeof Index>;

/** Data, lists and descriptions; whatever else lies there is not ours. */
const wanted = (key: string) =>
	/\.(parquet|csv|csv\.gz|json)$/.test(key) &&
	key.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part));

function indexOf(path: string): Index {
	try {
		return v.parse(Index, JSON.parse(readFileSync(path, 'utf8')));
	} catch {
		return {}; // nothing was brought yet, or it was cut off: bring it again
	}
}

async function bring(store: Store, objects: string, object: Listed): Promise<string> {
	const partial = join(objects, `${digest({ key: object.key }).slice(0, 16)}.partial`);
	const sha256 = await store.fetch(object, partial);
	renameSync(partial, join(objects, sha256));
	return sha256;
}

/** Whether what was brought before is still this object, to the byte that is on disk. */
function isHere(objects: string, object: Listed, known: Index[string] | undefined): boolean {
	if (known?.etag !== object.etag || known.size !== object.size) return false;
	const path = join(objects, known.sha256);
	return existsSync(path) && statSync(path).size === object.size;
}

/** A folder of links to the objects by their names, made whole or not at all. */
function linked(root: string, files: ReadonlyMap<string, string>): string {
	const view = join(root, 'views', digest([...files].map((pair) => [...pair])).slice(0, 24));
	if (existsSync(view)) return view;
	const partial = `${view}.partial`;
	rmSync(partial, { recursive: true, force: true });
	for (const [key, sha256] of files) {
		const path = join(partial, key);
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		symlinkSync(join(root, 'objects', sha256), path);
	}
	renameSync(partial, view);
	return view;
}

/** Points `current` at a view in one step, so that whoever reads sees the old one or the new one. */
function pointAt(root: string, view: string): void {
	const next = join(root, 'next');
	rmSync(next, { force: true });
	symlinkSync(view, next);
	renameSync(next, join(root, 'current'));
}

/** Where the newest staged warehouse stands; a link that moves when it changes. */
export const stagedAt = (root: string): string => join(root, 'current');

/**
 * Brings a warehouse from an object store into a folder: what is new or changed by its ETag, each
 * kept under its SHA-256. Nothing of it is seen before all of it is there.
 * @throws BadInput when the store cannot be read or holds nothing; the last staging stays in use.
 */
export async function stage(store: Store, root: string): Promise<{ readonly brought: number }> {
	const objects = join(root, 'objects');
	mkdirSync(objects, { recursive: true, mode: 0o700 });
	mkdirSync(join(root, 'views'), { recursive: true, mode: 0o700 });
	const path = join(root, 'index.json');
	const index = indexOf(path);
	const next: Index = {};
	let brought = 0;
	try {
		const listed = (await store.list()).filter(({ key }) => wanted(key));
		if (listed.length === 0)
			throw new BadInput('The object store holds no data under this prefix.');
		for (const object of listed) {
			const known = index[object.key];
			const here = known !== undefined && isHere(objects, object, known);
			const sha256 = here ? known.sha256 : await bring(store, objects, object);
			if (!here) brought += 1;
			next[object.key] = { etag: object.etag, size: object.size, sha256 };
		}
	} catch (error) {
		if (error instanceof BadInput) throw error;
		throw new BadInput(
			`The object store of the warehouse cannot be read (${error instanceof Error ? error.name : 'unknown'}); try again when it answers.`
		);
	}
	writeWhole(path, JSON.stringify(next));
	pointAt(
		root,
		linked(root, new Map(Object.entries(next).map(([key, { sha256 }]) => [key, sha256])))
	);
	forget(root, next);
	return { brought };
}

/** Removes objects that no listing names any more, and what a broken transfer left. */
function forget(root: string, index: Index): void {
	const used = new Set(Object.values(index).map(({ sha256 }) => sha256));
	for (const name of readdirSync(join(root, 'objects')))
		if (!used.has(name)) rmSync(join(root, 'objects', name), { force: true });
}
