import type { Bound } from '#platform/db.server.ts';
import type { Objects } from '#platform/objects.server.ts';
import { isText } from './file.ts';
import { changedLines, linesBetween, type Line } from './lines.ts';
import * as store from './store.server.ts';

/** What changed in a file of text since a version of it was last released; null lines: too long. */
export type Since = { readonly file: string; readonly lines: readonly Line[] | null };

/**
 * For each file of code, log or text: the difference from the version of that name that the project
 * released last. A file that was never released is new as a whole and not named here.
 */
export async function sinceCleared(objects: Objects, db: Bound, request: string): Promise<Since[]> {
	const { held, cleared } = await db.read(async (tx) => {
		const held = (await store.kindsOf(tx, request)).filter(({ kind }) => isText(kind));
		return { held, cleared: held.length === 0 ? [] : await store.cleared(tx, request) };
	});
	const pairs = held.flatMap((file) => {
		const before = cleared.find(({ name }) => name === file.name);
		return before === undefined ? [] : [{ file, before }];
	});
	return Promise.all(
		pairs.map(async ({ file, before }) => {
			const [old, now] = await Promise.all([objects.get(before.sha256), objects.get(file.sha256)]);
			const lines = linesBetween(text(old), text(now));
			return { file: file.id, lines: lines === null ? null : changedLines(lines) };
		})
	);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
