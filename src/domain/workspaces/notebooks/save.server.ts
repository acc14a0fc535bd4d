import { act, actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import {
	emptyCell,
	endings,
	same,
	type Cell,
	type CellKind,
	type Kind,
	type Language
} from './notebook.ts';
import { workplace } from './standing.server.ts';
import * as store from './store.server.ts';
import * as history from './versions.store.server.ts';

type Place = {
	readonly workspace: string;
	readonly notebook: string;
	readonly at: Temporal.Instant;
};

/** How long one version takes what its author types on, in minutes; the database holds it too. */
const typedOnFor = 10;

const event = (
	action: Event['action'],
	{ workspace, at }: { workspace: string; at: Temporal.Instant },
	organisation: string,
	detail: NonNullable<Event['detail']>
): Event => ({ action, subject: { kind: 'workspace', id: workspace }, organisation, detail, at });

/** Starts a notebook with an empty cell of text, or a script of one language. Answers its id. */
export function create(
	db: Bound,
	who: Actor,
	asked: {
		readonly workspace: string;
		readonly name: string;
		readonly what: 'notebook' | Language;
		readonly once: string;
		readonly at: Temporal.Instant;
	}
): Promise<string> {
	const { workspace, what, once, at } = asked;
	return actOnce(db, who, once, async (tx) => {
		const { organisationId } = await workplace(tx, who, workspace, at, 'notebook.create');
		const kind: Kind = what === 'notebook' ? 'notebook' : 'script';
		const name = nameOf(asked.name, what);
		await free(tx, { workspace, name, but: null });
		const id = await store.insert(tx, { workspace, kind, name, person: who.id, at });
		const first: CellKind = what === 'notebook' ? 'sql' : what;
		await history.addVersion(tx, {
			...{ notebook: id, number: 1, person: who.id, kept: true, restoredFrom: null, at },
			cells: [emptyCell(first, newCellId())]
		});
		const detail = { notebook: id, kind, name };
		return { result: id, event: event('notebook.create', asked, organisationId, detail) };
	});
}

/** Eight letters and digits for a new cell. */
export const newCellId = (): string => crypto.randomUUID().slice(0, 8);

function nameOf(name: string, what: 'notebook' | Language): string {
	if (what === 'notebook') return name;
	const ending = endings[what];
	return name.toLowerCase().endsWith(ending.toLowerCase()) ? name : `${name}${ending}`;
}

async function free(tx: Tx, asked: Parameters<typeof store.taken>[1]): Promise<void> {
	if (await store.taken(tx, asked))
		throw new Problem(409, `“${asked.name}” is here already. Choose another name.`);
}

const stale = (by: string | null, at: Temporal.Instant, who: string | null) =>
	new Problem(
		409,
		`This was saved ${by === null ? 'by somebody else' : by === who ? 'in another tab of yours' : `by ${by}`} at ${at.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' })}, after this page was loaded. What you typed is still here, and is not saved.`
	);

export type Save = Place & {
	/** The revision that the page was loaded with; a later one there means that this is stale. */
	readonly revision: number;
	readonly cells: readonly Cell[];
	/** Undefined: it keeps its name. */
	readonly name?: string;
	/** True: a version of its own, which stays. False: typed on within a version for ten minutes. */
	readonly keep: boolean;
};

/**
 * Saves a notebook. Answers its new revision; nothing changes when nothing was changed.
 * @throws Problem 409 when it was saved elsewhere meanwhile, or its name is taken; 403; 404.
 */
export function save(db: Bound, who: Actor, asked: Save): Promise<number> {
	const { workspace, notebook, revision, cells, keep, at } = asked;
	return act(db, who, async (tx) => {
		const { organisationId } = await workplace(tx, who, workspace, at, 'notebook.save');
		const found = await store.lock(tx, asked);
		const last = await history.latest(tx, notebook);
		const me = last.personId === who.id ? last.name : null;
		if (found.revision !== revision) throw stale(last.name, found.savedAt, me);
		const name = asked.name ?? found.name;
		const [renamed, changed] = [name !== found.name, !same(cells, last.cells)];
		if (found.kind === 'script' && cells.length !== 1)
			throw new Problem(409, 'A script is one cell. Make a notebook for several.');
		if (!renamed && !changed && (last.kept || !keep)) return { result: revision, event: [] };
		if (renamed) await free(tx, { workspace, name, but: notebook });
		const next = revision + 1;
		await store.change(tx, notebook, { name, revision: next, at });
		const detail = { notebook, name, version: last.number };
		const open =
			!last.kept &&
			last.personId === who.id &&
			Temporal.Instant.compare(at, last.begunAt.add({ minutes: typedOnFor })) < 0;
		if (open) {
			await history.typeOn(tx, { notebook, number: last.number, cells, kept: keep, at });
			// what is typed on is in the version itself; the account has where it began and was kept
			return {
				result: next,
				event: keep || renamed ? event('notebook.save', asked, organisationId, detail) : []
			};
		}
		const number = changed ? last.number + 1 : last.number;
		if (changed)
			await history.addVersion(tx, {
				...{ notebook, number, person: who.id, cells, kept: keep, restoredFrom: null, at }
			});
		return {
			result: next,
			event: event('notebook.save', asked, organisationId, { ...detail, version: number })
		};
	});
}

/** Brings an earlier version back as the newest one; nothing between is lost. */
export function restore(
	db: Bound,
	who: Actor,
	asked: Place & { readonly revision: number; readonly version: number }
): Promise<void> {
	const { workspace, notebook, revision, version, at } = asked;
	return act(db, who, async (tx) => {
		const { organisationId } = await workplace(tx, who, workspace, at, 'notebook.restore');
		const found = await store.lock(tx, asked);
		const last = await history.latest(tx, notebook);
		const me = last.personId === who.id ? last.name : null;
		if (found.revision !== revision) throw stale(last.name, found.savedAt, me);
		const { cells } = await history.version(tx, notebook, version);
		if (version === last.number) throw new Problem(409, 'This is the version in use already.');
		const number = last.number + 1;
		await store.change(tx, notebook, { name: found.name, revision: revision + 1, at });
		await history.addVersion(tx, {
			...{ notebook, number, person: who.id, cells, kept: true, restoredFrom: version, at }
		});
		const detail = { notebook, name: found.name, version: number, restored: version };
		return { result: undefined, event: event('notebook.restore', asked, organisationId, detail) };
	});
}

/** Takes a notebook off the lists. Its versions stay for the account of the project. */
export function remove(
	db: Bound,
	who: Actor,
	asked: Place & { readonly revision: number }
): Promise<void> {
	const { workspace, notebook, revision, at } = asked;
	return act(db, who, async (tx) => {
		const { organisationId } = await workplace(tx, who, workspace, at, 'notebook.remove');
		const { name, ...found } = await store.lock(tx, asked);
		if (found.revision !== revision)
			throw new Problem(409, 'This was saved meanwhile. Look at it again before you remove it.');
		await store.change(tx, notebook, { name, revision: revision + 1, at, removed: true });
		return {
			result: undefined,
			event: event('notebook.remove', asked, organisationId, { notebook, name })
		};
	});
}
