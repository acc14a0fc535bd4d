import { organisationsOf, type Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { statuses, type Status } from '../application.ts';
import { ball } from '../words.ts';
import { hasQueue, readsNotices, waitsFor } from './list.ts';
import * as notices from '../notices/store.server.ts';
import * as store from './store.server.ts';

export const pageSize = 20;

/** The list page, from what its address asks for; anything it does not know is left out. */
export async function listView(tx: Tx, actor: Actor, query: URLSearchParams) {
	const queue = hasQueue(actor);
	const own = organisationsOf(actor).length > 0;
	const scope: store.Scope = queue && (query.get('show') !== 'mine' || !own) ? 'queue' : 'mine';
	const asked = query.get('status');
	const status = statuses.find((one) => one === asked) ?? null;
	const page = Math.min(Math.max(Math.trunc(Number(query.get('page'))) || 1, 1), 100_000);
	const skip = (page - 1) * pageSize;
	const rows =
		scope === 'queue' && readsNotices(actor)
			? await notices.page(tx, status, pageSize, skip)
			: await store.page(tx, { scope, status, person: actor.id }, pageSize, skip);
	return {
		scope,
		both: queue && own,
		status: status ?? ('' as Status | ''),
		page,
		size: pageSize,
		total: Number(rows[0]?.total ?? 0n),
		rows: rows.map(
			({ id, number, title, organisation, leadId, status: is, statusSince, open }) => ({
				id,
				number: String(number),
				title: title || 'Without a title',
				organisation,
				status: is,
				since: statusSince.toString(),
				ball: ball(is, open),
				mine: waitsFor(actor, { leadId, status: is, open })
			})
		)
	};
}
