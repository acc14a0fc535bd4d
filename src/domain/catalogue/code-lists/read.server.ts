import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { vocabularies } from './code-list.ts';
import { differences } from './diff.ts';
import * as store from './store.server.ts';

const size = 20;
/** Codes and differences that a page shows at once. */
const pageful = 200;

/** The lists that the reader may see. */
export const listsPage = (db: Bound, who: Actor, page: number) =>
	db.read(async (tx) => {
		const found = await store.lists(tx, { limit: size, offset: (page - 1) * size });
		return {
			imports: may(who, 'code-list.import').allowed,
			lists: found.map(({ id, name, vocabulary, organisation, number, codes, at }) => ({
				...{ id, name, organisation, number, codes },
				vocabulary: vocabularies[vocabulary],
				at: at.toString()
			})),
			paging: { page, size, total: found[0]?.total ?? 0 }
		};
	});

/**
 * One list: a version of it (the latest unless `version` is a number), and how it differs from
 * another (the one before unless `against` is a number). @throws Problem 404.
 */
export const listPage = (
	db: Bound,
	who: Actor,
	asked: { readonly id: string; readonly version: number | null; readonly against: number | null }
) =>
	db.read(async (tx) => {
		const list = await store.find(tx, asked.id);
		const all = await store.versions(tx, list.id);
		const shown = all.find(({ number }) => number === asked.version) ?? all[0];
		const other =
			all.find(({ number }) => number === asked.against) ??
			all.find(({ number }) => number === (shown?.number ?? 0) - 1);
		const codes = shown === undefined ? [] : await store.codes(tx, shown.id);
		const before = other === undefined || other === shown ? null : await store.codes(tx, other.id);
		const differ = before === null ? [] : differences(before, codes);
		const events = await timeline(tx, 'code-list', list.id, 50);
		const acts = may(who, 'code-list.import', list.organisationId).allowed;
		return {
			...{ id: list.id, name: list.name, organisation: list.organisation },
			description: list.description,
			vocabulary: vocabularies[list.vocabulary],
			versions: all.map(
				({ id, number, note, sha256, codes: held, known, by, at, used }, place) => ({
					...{ id, number, note, sha256, known, used },
					codes: held,
					by: by ?? 'Somebody of the organisation',
					at: at.toString(),
					mayDiscard: acts && !used && place === 0 && all.length > 1
				})
			),
			shown: shown?.number ?? 0,
			sha256: shown?.sha256 ?? '',
			against: before === null ? null : (other?.number ?? null),
			codes: codes.slice(0, pageful),
			moreCodes: Math.max(0, codes.length - pageful),
			unknown: codes.filter(({ conceptId }) => conceptId === null).length,
			differences: differ.slice(0, pageful),
			counts: {
				added: differ.filter(({ change }) => change === 'added').length,
				removed: differ.filter(({ change }) => change === 'removed').length,
				changed: differ.filter(({ change }) => change === 'changed').length
			},
			imports: acts,
			timeline: events.map(({ at, who: actor, action, detail }) => ({
				at: at.toString(),
				who: actor ?? 'The service',
				what: `${action === 'code-list.discard' ? 'Put aside' : 'Imported'} version ${String(detail['version'])}`,
				note: null
			}))
		};
	});
