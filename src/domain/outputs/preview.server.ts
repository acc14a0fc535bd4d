import type { Bound } from '#platform/db.server.ts';
import type { Objects } from '#platform/objects.server.ts';
import { Problem } from '#platform/problems.ts';
import { isPlot } from './files/file.ts';
import * as files from './files/store.server.ts';
import { find } from './store.server.ts';

/**
 * A picture as it would leave, for whoever may see its request: the bytes that the scanner wrote anew,
 * never the file that was sent. @throws Problem 404 for what is no picture.
 */
export async function preview(
	objects: Objects,
	db: Bound,
	{ id, file }: { readonly id: string; readonly file: string }
): Promise<{ readonly media: string; readonly bytes: Uint8Array }> {
	const found = await db.read(async (tx) => {
		await find(tx, id);
		return files.file(tx, id, file);
	});
	if (!isPlot(found.kind) || !found.media.startsWith('image/'))
		throw new Problem(404, 'There is no picture of this file.');
	return { media: found.media, bytes: await objects.get(found.sha256) };
}
