import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { change, type Order } from './change.server.ts';
import type { Context, OutputFile, Prepared } from './files/file.ts';
import * as files from './files/store.server.ts';
import { fromUpload } from './files/upload.server.ts';
import type { Ask, Tools } from './files/work-out.server.ts';
import { forRequest } from './prepare.server.ts';
import { asRemade } from './remedy-model.server.ts';
import * as store from './store.server.ts';

/** What a file says of itself, and the id of the table that a plot was drawn from. */
export type FileWords = Context & { readonly id: string; readonly data: string | null };

export type Words = {
	readonly title: string;
	readonly purpose: string;
	readonly description: string;
	/** Of the request's files, in any order; a file that is not named keeps what it has. */
	readonly files: readonly FileWords[];
};

/**
 * Saves the words that the checkers read, finished or not. A file whose author now claims another
 * control is scanned again, so that the claim is checked cell by cell. @throws Problem 403 | 404 | 409.
 */
export async function save(
	tools: Pick<Tools, 'objects' | 'host'>,
	db: Bound,
	who: Actor,
	asked: Order & Words
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.draft');
	const held = await db.read((tx) => files.files(tx, asked.id));
	const again = new Map<string, Prepared>();
	for (const { file, words } of claimedAnew(held, asked.files)) {
		again.set(file.id, await scannedAgain(tools, file, words.claim, ask));
	}
	await change(db, who, 'output.draft', asked, async (tx) => {
		await store.setWords(tx, asked.id, asked);
		for (const words of asked.files) await describe(tx, held, words, again, asked.at);
		return { title: asked.title };
	});
}

/** What was made of a file in one click stays so; else it is scanned as it was sent. */
async function scannedAgain(
	tools: Pick<Tools, 'objects' | 'host'>,
	file: OutputFile,
	claim: string,
	ask: Ask
): Promise<Prepared> {
	const { answer } = file;
	const remade = answer.kind === 'file' && answer.remade !== undefined;
	const from = remade ? file : (file.original ?? file);
	const bytes = await tools.objects.get(from.sha256);
	const { made } = await fromUpload(tools, { name: from.name, bytes, claim }, ask);
	return remade ? asRemade(file, answer, made, []) : made;
}

/** The files with figures of their own whose claim is not the one they were scanned with. */
const claimedAnew = (held: readonly OutputFile[], all: readonly FileWords[]) =>
	all.flatMap((words) => {
		const file = held.find(({ id }) => id === words.id);
		const figures = file?.kind === 'csv' || file?.kind === 'model' || file?.kind === 'survival';
		return file !== undefined && figures && file.context.claim.trim() !== words.claim.trim()
			? [{ file, words }]
			: [];
	});

async function describe(
	tx: Tx,
	held: readonly OutputFile[],
	words: FileWords,
	again: ReadonlyMap<string, Prepared>,
	at: Temporal.Instant
): Promise<void> {
	if (!held.some(({ id }) => id === words.id)) return;
	const data = held.find(({ id }) => id === words.data && id !== words.id)?.id ?? null;
	await files.describe(tx, words.id, words, data);
	const made = again.get(words.id);
	if (made !== undefined) await files.replace(tx, words.id, made, at);
}
