import { act } from '#domain/audit/act.server.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Actor } from './actor.ts';
import * as store from './store.server.ts';

/** Ends every session of this person, this one included; answers how many there were. */
export const signOutEverywhere = (db: Bound, who: Actor, at: Temporal.Instant): Promise<number> =>
	act(db, who, async (tx) => {
		const closed = await store.closeMySessions(tx);
		return {
			result: closed,
			event: {
				action: 'person.sign-out-everywhere',
				subject: { kind: 'person', id: who.id },
				detail: { closed },
				at
			}
		};
	});
