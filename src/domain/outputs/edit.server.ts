import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { change, type Order } from './change.server.ts';
import { endingOf, nameFor, type Prepared } from './files/file.ts';
import * as files from './files/store.server.ts';
import { fromUpload } from './files/upload.server.ts';
import { fromSql, type Tools } from './files/work-out.server.ts';
import { forRequest } from './prepare.server.ts';
import * as store from './store.server.ts';

const mostFiles = 20;

/** Adds a table from a query to a request. */
export async function addSql(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Order & { readonly sql: string; readonly name: string }
): Promise<string> {
	const ask = await forRequest(db, who, asked.id, 'output.draft');
	const made = await fromSql(tools, ask, asked.sql);
	return add(db, who, asked, { made, name: asked.name, supporting: false });
}

/** Adds a result of a workspace to a request of the same project, as the request is now. */
export async function addFromBasket(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Omit<Order, 'id' | 'version'> & {
		readonly workspace: string;
		readonly request: string;
		readonly title: string;
		readonly sql: string;
	}
): Promise<string> {
	const { workspaceId, id, version } = await db.read((tx) => store.find(tx, asked.request));
	if (workspaceId !== asked.workspace)
		throw new Problem(409, 'That request is of another workspace. Choose one of this workspace.');
	return addSql(tools, db, who, { ...asked, id, version, name: asked.title });
}

type Upload = { readonly bytes: Uint8Array; readonly name: string; readonly claim: string };

/** Adds a file made elsewhere to a request; a supporting one is for the checkers and never leaves. */
export async function addFile(
	tools: Pick<Tools, 'objects' | 'host'>,
	db: Bound,
	who: Actor,
	asked: Order & Upload & { readonly supporting: boolean }
): Promise<string> {
	const ask = await forRequest(db, who, asked.id, 'output.draft');
	const { made, cleanName } = await fromUpload(tools, asked, ask);
	return add(db, who, asked, { made, name: cleanName, supporting: asked.supporting });
}

type Added = { readonly made: Prepared; readonly name: string; readonly supporting: boolean };

const add = (db: Bound, who: Actor, asked: Order, { made, name, supporting }: Added) =>
	change(db, who, 'output.draft', asked, async (tx) => {
		const held = await files.files(tx, asked.id);
		if (held.length >= mostFiles)
			throw new Problem(
				409,
				`A request holds ${String(mostFiles)} files at most; start another one.`
			);
		const plain = nameFor(
			name,
			held.map((file) => file.name),
			endingOf(name, made.sql !== '')
		);
		await files.add(tx, asked.id, made, { name: plain, supporting, at: asked.at });
		await store.touch(tx, asked.id);
		return { added: plain, verdict: made.verdict, supporting };
	});

/** Another version of a file that was sent, in its place: its words stay, and so do comments on it. */
export async function replaceFile(
	tools: Pick<Tools, 'objects' | 'host'>,
	db: Bound,
	who: Actor,
	asked: Order & Omit<Upload, 'claim'> & { readonly file: string }
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.draft');
	const before = await db.read((tx) => files.file(tx, asked.id, asked.file));
	if (before.sql !== '')
		throw new Problem(409, 'This table is of a query. Remove it and add the new query’s table.');
	const sent = { ...asked, claim: before.context.claim };
	const { made, cleanName } = await fromUpload(tools, sent, ask);
	if (endingOf(cleanName, false) !== endingOf(before.name, false))
		throw new Problem(
			409,
			`This is another kind of file than ${before.name}. Remove that one and add this as a new file.`
		);
	await change(db, who, 'output.draft', asked, async (tx) => {
		await files.replace(tx, before.id, made, asked.at);
		await store.touch(tx, asked.id);
		return { replaced: before.name, verdict: made.verdict };
	});
}

export const removeFile = (
	db: Bound,
	who: Actor,
	asked: Order & { readonly file: string }
): Promise<string> =>
	change(db, who, 'output.draft', asked, async (tx) => {
		const { name } = await files.file(tx, asked.id, asked.file);
		await files.remove(tx, asked.id, asked.file);
		await store.touch(tx, asked.id);
		return { removed: name };
	});
