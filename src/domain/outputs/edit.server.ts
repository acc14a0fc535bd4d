import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { change, type Order } from './change.server.ts';
import { nameFor, type Control, type Prepared } from './files/file.ts';
import * as files from './files/store.server.ts';
import { fromCsv, fromSql, underControl, type Tools } from './files/work-out.server.ts';
import { forRequest } from './prepare.server.ts';
import * as store from './store.server.ts';

const mostFiles = 20;

/** Adds a table from a query to a request. */
export async function addSql(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Order & { readonly sql: string; readonly name: string }
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.draft');
	await add(db, who, asked, await fromSql(tools, ask, asked.sql));
}

/** Adds a CSV file made elsewhere to a request. */
export async function addCsv(
	tools: Pick<Tools, 'objects'>,
	db: Bound,
	who: Actor,
	asked: Order & { readonly bytes: Uint8Array; readonly name: string }
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.draft');
	await add(db, who, asked, await fromCsv(tools, asked.bytes, ask.policy));
}

const add = (db: Bound, who: Actor, asked: Order & { readonly name: string }, made: Prepared) =>
	change(db, who, 'output.draft', asked, async (tx) => {
		const held = await files.files(tx, asked.id);
		if (held.length >= mostFiles)
			throw new Problem(
				409,
				`A request holds ${String(mostFiles)} files at most; start another one.`
			);
		const name = nameFor(
			asked.name,
			held.map((file) => file.name)
		);
		await files.add(tx, asked.id, name, made, asked.at);
		await store.touch(tx, asked.id);
		return { added: name, verdict: made.verdict };
	});

export const removeFile = (
	db: Bound,
	who: Actor,
	asked: Order & { readonly file: string }
): Promise<void> =>
	change(db, who, 'output.draft', asked, async (tx) => {
		const { name } = await files.file(tx, asked.id, asked.file);
		await files.remove(tx, asked.id, asked.file);
		await store.touch(tx, asked.id);
		return { removed: name };
	});

/** Saves the title and the words that the checkers read. */
export const save = (
	db: Bound,
	who: Actor,
	asked: Order & { readonly title: string; readonly purpose: string; readonly description: string }
): Promise<void> =>
	change(db, who, 'output.draft', asked, async (tx) => {
		await store.setWords(tx, asked.id, asked);
		return { title: asked.title };
	});

/** Suppresses, rounds or restores a table; the vault computes it afresh with its evidence. */
export async function setControl(
	tools: Tools,
	db: Bound,
	who: Actor,
	asked: Order & { readonly file: string; readonly control: Control }
): Promise<void> {
	const ask = await forRequest(db, who, asked.id, 'output.control');
	const before = await db.read((tx) => files.file(tx, asked.id, asked.file));
	if (before.specification === null)
		throw new Problem(
			409,
			'We did not compute this file, so it cannot be suppressed or rounded here.'
		);
	const made = await underControl(tools, ask, before, asked.control);
	await change(db, who, 'output.control', asked, async (tx) => {
		await files.replace(tx, before.id, made, asked.at);
		await store.touch(tx, asked.id);
		return { file: before.name, control: made.control, verdict: made.verdict };
	});
}
