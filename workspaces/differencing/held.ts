import { join } from 'node:path';
import * as v from 'valibot';
import { SnapshotSpecificationSchema } from '#domain/disclosure/specification.ts';
import { flag } from '#domain/disclosure/differencing/sketch.ts';
import type { AskedFile } from './asking.ts';
import { fromBytes, type Pool } from './bitmaps.ts';
import { holds, openFolder } from './folder.ts';
import { manifestOf, type Place } from './kept.ts';
import type { RequestTable } from './request-tables.ts';

/** The cut that a request's tables are of, and whether its data are still there to count again. */
type Cut = { readonly snapshot: string; readonly there: boolean };

/**
 * The tables of a request whose data were refreshed, or are gone, since it was compared, from the
 * sets kept then: the very bytes that would leave still count those people.
 */
export function asHeld(
	place: Place,
	request: string,
	files: readonly AskedFile[],
	{ snapshot, there }: Cut,
	{ kept }: Pool
): ReadonlyMap<string, RequestTable> {
	const found = new Map<string, RequestTable>();
	const path = join(place.pending, request);
	if (!holds(path)) return found;
	const manifest = manifestOf(path);
	const folder = openFolder(path);
	try {
		manifest.tables.forEach((table, at) => {
			const file = files.find(
				({ id, sha256 }) =>
					id === table.file && manifest.files.some((one) => one.id === id && one.sha256 === sha256)
			);
			const stored = folder.tables[at];
			const countable = there && table.snapshot === snapshot;
			if (file === undefined || stored === undefined || countable) return;
			const { sketches } = stored;
			const cells = table.parts.map((name, cell) => ({
				name,
				labels: [],
				set: kept(fromBytes(stored.set(cell))),
				size: sketches.sizes[cell] ?? 0,
				known: ((sketches.flags[cell] ?? 0) & flag.known) !== 0,
				suppressed: ((sketches.flags[cell] ?? 0) & flag.suppressed) !== 0,
				families: sketches.families[cell] ?? 0
			}));
			found.set(file.id, {
				file,
				specification: v.parse(SnapshotSpecificationSchema, table.specification),
				measure: table.measure,
				snapshot: table.snapshot,
				shown: table.cells.map((cell) => ({ ...cell, units: 0 })),
				built: { cells, sketches, values: new Map() }
			});
		});
	} finally {
		folder.close();
	}
	return found;
}
