import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import type { AskedFile, Described, Release } from './asking.ts';
import { bytesOf } from './bitmaps.ts';
import { holds, openFolder, syncFolder, writeFolder } from './folder.ts';
import type { RequestTable } from './request-tables.ts';

const Cell = v.object({
	labels: v.array(v.string()),
	statistic: v.string(),
	value: v.nullable(v.string())
});
const Manifest = v.object({
	files: v.array(v.object({ id: v.string(), sha256: v.string() })),
	tables: v.array(
		v.object({
			file: v.string(),
			name: v.string(),
			snapshot: v.string(),
			specification: v.unknown(),
			measure: v.string(),
			control: v.string(),
			/** As they were shown. */
			cells: v.array(Cell),
			/** As they are compared: the order of the index. */
			parts: v.array(v.string())
		})
	)
});
export type Manifest = v.InferOutput<typeof Manifest>;

/** Where the vault keeps the sets: of every release, and of each request as it was last compared. */
export type Place = { readonly releases: string; readonly pending: string };

/** Makes the folders beside the keys, for the vault alone. */
export function placeIn(vault: string): Place {
	const folder = join(vault, 'differencing');
	const place = { releases: join(folder, 'releases'), pending: join(folder, 'pending') };
	for (const one of Object.values(place)) mkdirSync(one, { recursive: true, mode: 0o700 });
	return place;
}

/** Writes the sets of a request's tables, whole or not at all. */
export function write(
	folder: string,
	files: readonly AskedFile[],
	tables: readonly RequestTable[]
): void {
	const manifest: Manifest = {
		files: files.map(({ id, sha256 }) => ({ id, sha256 })),
		tables: tables.map(({ file, specification, measure, snapshot, shown, built }) => ({
			file: file.id,
			name: file.name,
			snapshot,
			specification,
			measure,
			control: file.control,
			cells: shown.map(({ labels, value }) => ({
				labels: [...labels],
				statistic: specification.statistic,
				value
			})),
			parts: built.cells.map(({ name }) => name)
		}))
	};
	const stored = tables.map(({ measure, built }) => ({
		measure,
		sketches: built.sketches,
		sets: built.cells.map(({ set }) => bytesOf(set))
	}));
	writeFolder(folder, stored, manifest as unknown as Json);
}

export function manifestOf(folder: string): Manifest {
	const open = openFolder(folder);
	try {
		return v.parse(Manifest, open.manifest());
	} finally {
		open.close();
	}
}

/** The names of a kept table's cells, and of its file. */
export const namesIn = (manifest: unknown, table: number): { file: string; parts: string[] } => {
	const found = v.parse(Manifest, manifest).tables[table];
	return { file: found?.name ?? '', parts: found?.parts ?? [] };
};

export const described = ({ tables }: Manifest): Described[] =>
	tables.map(({ file, name, snapshot, specification, measure, control, cells }) => ({
		file,
		name,
		snapshot,
		specification,
		measure,
		control,
		cells
	}));

/**
 * Turns the sets of a request as it was compared into those of its release: a rename, so that a kill
 * leaves one or the other. False when they are not those of the very bytes released.
 */
export function promote(place: Place, release: Release): boolean {
	const from = join(place.pending, release.request);
	if (!holds(from)) return false;
	const { files } = manifestOf(from);
	const same = release.files.every((file) =>
		files.some(({ id, sha256 }) => id === file.id && sha256 === file.sha256)
	);
	if (!same) return false;
	renameSync(from, join(place.releases, release.id));
	syncFolder(place.releases);
	return true;
}

export const isKept = (place: Place, release: string): boolean =>
	holds(join(place.releases, release));

/** Forgets the sets of a request that will not be released as it is. */
export function forget(place: Place, request: string): void {
	rmSync(join(place.pending, request), { recursive: true, force: true });
}

/** The requests whose sets are kept as they were last compared. */
export const pendingIn = ({ pending }: Place): string[] =>
	readdirSync(pending).filter((name) => !name.endsWith('.tmp'));
