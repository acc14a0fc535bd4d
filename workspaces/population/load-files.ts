import { closeSync, createReadStream, mkdirSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Unzip, UnzipInflate } from 'fflate';
import { tables } from './layout.ts';

/** Bad input of a load: one sentence, what is wrong with which file and what to do. */
export class Unusable extends Error {}

/** The files of a set by table name, and how to clean up what was unpacked. */
export type Found = {
	files: ReadonlyMap<string, string>;
	others: readonly string[];
	clean: () => Promise<void>;
};

const mostBytes = 32 * 2 ** 30;
const known = new Set(tables.map(({ name }) => name));
const readable = /\.(parquet|csv|csv\.gz)$/i;

const isOurs = (path: string): boolean =>
	readable.test(path) && !basename(path).startsWith('.') && !path.includes('__MACOSX');

const tableOf = (path: string): string => basename(path).replace(readable, '').toLowerCase();

function sortOut(paths: readonly string[], clean: Found['clean']): Found {
	const files = new Map<string, string>();
	const others = new Set<string>();
	// Parquet before CSV when a set has both: its types are certain
	for (const path of paths.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
		const name = tableOf(path);
		if (!known.has(name)) others.add(name);
		else if (!files.has(name)) files.set(name, path);
	}
	return { files, others: [...others].toSorted(), clean };
}

const rank = (path: string): number => (/\.parquet$/i.test(path) ? 0 : 1);

/**
 * Finds the tables of a set: a folder (three levels deep) or a .zip of Parquet or CSV files, named
 * after their tables in any case. A .zip is unpacked piece by piece into a temporary folder.
 * @throws Unusable when the source is neither.
 */
export async function findTables(source: string): Promise<Found> {
	const about = await stat(source).catch(() => undefined);
	if (!about) throw new Unusable(`${source}: there is nothing here; check the name.`);
	if (about.isDirectory()) return sortOut(await filesIn(source, 3), () => Promise.resolve());
	if (!(await beginsAsZip(source)))
		throw new Unusable(`${source}: this is neither a folder nor a .zip; name one of the two.`);
	const folder = await mkdtemp(join(tmpdir(), 'aldgate-load-'));
	const clean = () => rm(folder, { recursive: true, force: true });
	try {
		return sortOut(await unpack(source, folder), clean);
	} catch (error) {
		await clean();
		if (error instanceof Unusable) throw error;
		throw new Unusable(`${source}: this .zip is damaged or cut short; get it again.`);
	}
}

async function filesIn(folder: string, depth: number): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	const inner = entries
		.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && depth > 1)
		.map((entry) => filesIn(join(folder, entry.name), depth - 1));
	const here = entries
		.filter((entry) => entry.isFile())
		.map(({ name }) => join(folder, name))
		.filter(isOurs);
	return [...here, ...(await Promise.all(inner)).flat()];
}

async function beginsAsZip(file: string): Promise<boolean> {
	const handle = await open(file, 'r');
	try {
		const { buffer } = await handle.read(new Uint8Array(4), 0, 4, 0);
		return buffer[0] === 0x50 && buffer[1] === 0x4b;
	} finally {
		await handle.close();
	}
}

/** Unpacks the tables; names inside the archive choose no path outside the folder. */
async function unpack(source: string, folder: string): Promise<string[]> {
	const paths: string[] = [];
	const begun = new Set<number>();
	let bytes = 0;
	let failed: Error | undefined;
	const unzip = new Unzip((file) => {
		if (!isOurs(file.name)) return;
		mkdirSync(join(folder, String(paths.length)));
		const path = join(folder, String(paths.length), basename(file.name));
		const target = openSync(path, 'w');
		begun.add(target);
		paths.push(path);
		file.ondata = (error, piece, last) => {
			if (error) failed = error;
			else if (bytes + piece.length > mostBytes)
				failed = new Unusable(`${source}: this unpacks to more than 32 GB; unpack it yourself.`);
			if (failed) return;
			bytes += piece.length;
			writeSync(target, piece);
			if (last && begun.delete(target)) closeSync(target);
		};
		file.start();
	});
	unzip.register(UnzipInflate);
	try {
		for await (const piece of createReadStream(source)) {
			unzip.push(piece as Uint8Array);
			if (failed) throw failed;
		}
		unzip.push(new Uint8Array(0), true);
		if (begun.size > 0) throw new RangeError('The archive ends inside a file.');
		return paths;
	} finally {
		for (const target of begun) closeSync(target);
	}
}
