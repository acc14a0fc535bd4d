import type { Difference } from '#domain/disclosure/differencing/difference.ts';
import type { Combined, Source } from './combined.ts';
import { earlierOf, siblingOf, type Fresh } from './compare.ts';
import { measureKey, openFolder, type Folder } from './folder.ts';
import { namesIn } from './kept.ts';

/** A table and where it is from: a file of the request, or one of an earlier release. */
export type Named = Source & { readonly release: string | null; readonly file: () => string };

/** The tables of the request itself; `names`: of their files. */
export const ownSources = (fresh: readonly Fresh[], names: readonly string[]): Named[] =>
	fresh.map((one, at) => ({
		key: measureKey(one.measure),
		cells: one.built.sketches.count,
		own: one.file,
		open: (use) => use(siblingOf(one)),
		release: null,
		file: () => names[at] ?? ''
	}));

/** The tables of every release kept in `folders`, of which one is open at a time: close it after. */
export function releaseSources(folders: readonly { readonly id: string; readonly path: string }[]) {
	let current: { path: string; folder: Folder } | null = null;
	const close = (): void => {
		current?.folder.close();
		current = null;
	};
	const at = (path: string): Folder => {
		if (current?.path !== path) {
			close();
			current = { path, folder: openFolder(path) };
		}
		return current.folder;
	};
	const sources = folders.flatMap(({ id, path }): Named[] =>
		at(path).tables.map(({ key, sketches }, table) => ({
			key,
			cells: sketches.count,
			own: null,
			open(use) {
				const tables = earlierOf(at(path), (manifest, one) => namesIn(manifest, one).parts);
				const found = tables[table];
				if (found === undefined) throw new Error(`${path} has changed while it was read.`);
				return use(found);
			},
			release: id,
			file: () => namesIn(at(path).manifest(), table).file
		}))
	);
	return { sources, close };
}

/**
 * What was found with two tables together, a line for each of them, so that both are shown. Nothing
 * of cells that one table gives away already.
 */
export function lines(
	all: readonly Combined[],
	sources: readonly Named[],
	before: readonly Difference[]
): Difference[] {
	const place = ({ file, cell }: Pick<Difference, 'file' | 'cell'>): string =>
		JSON.stringify([file, cell]);
	const settled = new Set(before.filter(({ level }) => level === 'fail').map(place));
	return all.flatMap(({ told, tables: [first, second], cells: [one, other] }): Difference[] => {
		const [a, b] = [sources[first], sources[second]];
		if (a === undefined || b === undefined || settled.has(place(told))) return [];
		const line = (by: Named, cell: string, partner: Named, partnerCell: string): Difference => ({
			...told,
			within: a.release === null && b.release === null,
			release: by.release,
			otherFile: by.file(),
			otherCells: `${cell}, together with ${partnerCell} of ${partner.file()}`
		});
		const shown = [line(a, one, b, other), line(b, other, a, one)];
		// the request's own tables are in view: the release is what has to be named
		return shown.filter(({ release, within }) => within || release !== null);
	});
}
