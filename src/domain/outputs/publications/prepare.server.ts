import { act, actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { reached, type Tools } from '../files/work-out.server.ts';
import { standing } from '../store.server.ts';
import { compareTable, countsOf } from './compare.ts';
import { mayChangeTables, mayPrepare } from './policy.ts';
import type { Publication } from './publication.ts';
import { cellsOf } from './released.ts';
import * as store from './store.server.ts';

type Order = { readonly id: string; readonly version: number; readonly at: Temporal.Instant };

/** Starts a publication of a project; answers its id. @throws Problem 403 | 404. */
export const start = (
	db: Bound,
	who: Actor,
	asked: Pick<Publication, 'title' | 'journal' | 'plannedOn'> & {
		readonly project: string;
		readonly once: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> =>
	actOnce(db, who, asked.once, async (tx) => {
		insist(mayPrepare(who, await standing(tx, asked.project, who.id)));
		const project = (await store.projectsOf(tx, who.id)).find(({ id }) => id === asked.project);
		if (project === undefined) throw new Problem(404, 'There is no such project.');
		const id = await store.insert(tx, { ...asked, projectId: project.id, person: who.id });
		const detail = { title: asked.title, project: project.id };
		return {
			result: id,
			event: event(
				{ id, organisationId: project.organisationId },
				'publication.draft',
				detail,
				asked.at
			)
		};
	});

const mostTables = 30;

/**
 * Adds the tables of a manuscript's file, each of their figures compared with what the project
 * released. The file is read by the scanner, in a process of its own. @throws Problem 403 | 404 | 409.
 */
export async function addTables(
	{ host, objects }: Pick<Tools, 'host' | 'objects'>,
	db: Bound,
	who: Actor,
	asked: Order & { readonly name: string; readonly bytes: Uint8Array }
): Promise<void> {
	const { project, files } = await db.read(async (tx) => {
		const found = await store.find(tx, asked.id);
		insist(mayChangeTables(who, await standing(tx, found.projectId, who.id), found.status));
		return {
			project: found.projectId,
			files: await store.released(tx, found.projectId)
		};
	});
	const sent = { name: asked.name, bytes: asked.bytes, person: who.id, project };
	const scan = await reached(host.scan(sent));
	if (scan.tables.length === 0)
		throw new Problem(
			409,
			'There is no table in this file. Send the manuscript’s tables as CSV or as a workbook.'
		);
	const all = await Promise.all(
		files.map(async (file) => cellsOf(file, await objects.get(file.sha256)))
	);
	const made = scan.tables.map(({ name, rows }) => ({
		name: nameOf(asked.name, name, scan.tables.length),
		compared: compareTable(rows, all),
		at: asked.at
	}));
	const sha256 = await objects.put(asked.bytes);
	await change(db, who, asked, async (tx) => {
		const held = await store.tables(tx, asked.id);
		if (held.length + made.length > mostTables)
			throw new Problem(409, `A publication holds ${String(mostTables)} tables at most.`);
		for (const table of made)
			await store.putTable(tx, asked.id, { ...table, sha256, bytes: asked.bytes.length });
		return { file: asked.name, figures: countsOf(made.map(({ compared }) => compared)) };
	});
}

const nameOf = (file: string, table: string, of: number): string =>
	(of === 1 || table === '' ? file : `${file}: ${table}`).slice(0, 100);

export const removeTable = (
	db: Bound,
	who: Actor,
	asked: Order & { readonly table: string }
): Promise<void> =>
	change(db, who, asked, async (tx) => {
		await store.removeTable(tx, asked.id, asked.table);
		return { removed: asked.table };
	});

const change = (
	db: Bound,
	who: Actor,
	{ id, version, at }: Order,
	work: (tx: Tx) => Promise<NonNullable<Event['detail']>>
): Promise<void> =>
	act(db, who, async (tx) => {
		const found = await store.lock(tx, id);
		insist(mayChangeTables(who, await standing(tx, found.projectId, who.id), found.status));
		insistVersion(found, version);
		const detail = await work(tx);
		await store.touch(tx, id);
		return { result: undefined, event: event(found, 'publication.draft', detail, at) };
	});

export function insistVersion({ version }: Pick<Publication, 'version'>, seen: number): void {
	if (version !== seen)
		throw new Problem(
			409,
			'This publication was changed in another tab or by somebody else. Load the page again and repeat your change.'
		);
}

export const event = (
	{ id, organisationId }: Pick<Publication, 'id' | 'organisationId'>,
	action: Event['action'],
	detail: NonNullable<Event['detail']>,
	at: Temporal.Instant
): Event => ({
	action,
	subject: { kind: 'publication', id },
	organisation: organisationId,
	detail,
	at
});
