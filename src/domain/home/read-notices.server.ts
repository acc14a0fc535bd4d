import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import * as store from './notices.store.server.ts';

/** Notes that somebody has read what they were told. Reading is no event: it changes nothing but this. */
export const readNotices = (
	db: Bound,
	who: Actor,
	{ ids, at }: { readonly ids: readonly string[]; readonly at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		await store.markRead(tx, ids, at);
		return { result: undefined, event: [] };
	});
