import type { ModelRemedy } from '#domain/disclosure/models/remedies.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { change, type Order } from './change.server.ts';
import type { Answer, OutputFile, Prepared } from './files/file.ts';
import { csvBytes } from './files/leaving.ts';
import * as files from './files/store.server.ts';
import { fromUpload } from './files/upload.server.ts';
import { held, reached, type Ask, type Tools } from './files/work-out.server.ts';
import { forRequest } from './prepare.server.ts';
import * as store from './store.server.ts';

type Of = Order & { readonly file: string };
type Reading = Pick<Tools, 'objects' | 'host'>;

/**
 * Makes of a file of results what its scan offered, such as a survival table with its times pooled.
 * The host works it out of the file's own bytes, and scans what came of it. @throws Problem 403 | 404 | 409.
 */
export const remake = (
	tools: Reading,
	db: Bound,
	who: Actor,
	asked: Of & { readonly remedy: ModelRemedy }
): Promise<void> =>
	replaced(tools, db, who, asked, async (file, scanned, ask) => {
		const bytes = await tools.objects.get(file.sha256);
		const scan = await reached(tools.host.scan({ ...held(ask), name: file.name, bytes }));
		const offer = scan.model?.remedies.find(({ remedy }) => remedy === asked.remedy);
		if (offer === undefined)
			throw new Problem(409, 'This cannot be made of the file as it is now. Load the page again.');
		const sent = { name: file.name, bytes: csvBytes(offer.rows), claim: file.context.claim };
		const { made } = await fromUpload(tools, sent, ask);
		return { made: asRemade(file, scanned, made, [asked.remedy]), does: asked.remedy };
	});

/** The file as it was sent. */
export const unmake = (tools: Reading, db: Bound, who: Actor, asked: Of): Promise<void> =>
	replaced(tools, db, who, asked, async (file, scanned, ask) => {
		const { original } = file;
		if (scanned.remade === undefined || original === null)
			throw new Problem(409, 'Nothing was made of this file: it is as it was sent.');
		const bytes = await tools.objects.get(original.sha256);
		const sent = { name: original.name, bytes, claim: file.context.claim };
		return { made: (await fromUpload(tools, sent, ask)).made, does: 'as sent' };
	});

/** What was made of a file keeps what was sent, and its first rows, to be shown beside it. */
export function asRemade(
	file: Pick<OutputFile, 'name' | 'sha256' | 'original'>,
	before: Scan,
	made: Prepared,
	by: readonly ModelRemedy[]
): Prepared {
	if (made.answer.kind !== 'file') return made;
	const asked = before.remade?.asked ?? before.preview;
	return {
		...made,
		original: file.original ?? { name: file.name, sha256: file.sha256 },
		answer: { ...made.answer, remade: { by: [...(before.remade?.by ?? []), ...by], asked } }
	};
}

type Scan = Extract<Answer, { kind: 'file' }>;

async function replaced(
	tools: Reading,
	db: Bound,
	who: Actor,
	asked: Of,
	work: (
		file: OutputFile,
		scanned: Scan,
		ask: Ask
	) => Promise<{ readonly made: Prepared; readonly does: string }>
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.control');
	const file = await db.read((tx) => files.file(tx, asked.id, asked.file));
	if (file.answer.kind !== 'file')
		throw new Problem(409, 'We computed this table: it is suppressed, rounded or joined instead.');
	const { made, does } = await work(file, file.answer, ask);
	await change(db, who, 'output.control', asked, async (tx) => {
		await files.replace(tx, file.id, made, asked.at);
		await store.touch(tx, asked.id);
		return { file: file.name, remade: does, verdict: made.verdict };
	});
}
