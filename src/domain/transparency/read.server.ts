import { vocabularies } from '#domain/catalogue/code-lists/code-list.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Filters } from './register.ts';
import * as store from './store.server.ts';
import { entryView } from './view.ts';

const size = 20;

/** A page of the register with its filters' choices and the totals of how applications ended. */
export const list = (db: Bound, filters: Filters, page: number) =>
	db.read(async (tx) => {
		const names = await store.datasetNames(tx);
		const found = await store.entries(tx, filters, { limit: size, offset: (page - 1) * size });
		const ended = new Map(
			(await store.totals(tx)).map(({ status, applications }) => [status, applications])
		);
		return {
			entries: found.map((one) => entryView(one, names)),
			paging: { page, size, total: await store.countEntries(tx, filters) },
			datasets: names,
			totals: {
				approved: ended.get('approved') ?? 0,
				rejected: ended.get('rejected') ?? 0,
				withdrawn: ended.get('withdrawn') ?? 0,
				lapsed: (ended.get('expired') ?? 0) + (ended.get('lapsed') ?? 0)
			}
		};
	});

/** One entry, by id or number. @throws Problem 404. */
export const one = (db: Bound, wanted: string) =>
	db.read(async (tx) => {
		const entry = await store.entry(tx, wanted);
		const lists = await store.codeLists(tx, entry.id);
		return {
			...entryView(entry, await store.datasetNames(tx)),
			codeLists: lists.map(({ vocabulary, ...list }) => ({
				...list,
				vocabulary: vocabularies[vocabulary]
			}))
		};
	});

/** Entries after a cursor, which is the number of the last one seen, and the next cursor. */
export const after = (db: Bound, filters: Filters, cursor: bigint | null, limit: number) =>
	db.read(async (tx) => {
		const names = await store.datasetNames(tx);
		const found = await store.entries(tx, filters, { limit: limit + 1, before: cursor });
		const items = found.slice(0, limit).map((entry) => entryView(entry, names));
		return { items, next: found.length > limit ? (items.at(-1)?.number ?? null) : null };
	});
