import { act } from '#domain/audit/act.server.ts';
import { londonDay } from '#platform/time.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import type { Actor } from '../actor.ts';
import { may } from '../permissions.ts';
import * as store from './store.server.ts';
import type { TieKind } from './tie.ts';

type Said = { readonly email: string; readonly kind: TieKind; readonly at: Temporal.Instant };

/**
 * Declares that somebody manages, works for or writes with another person, so that neither checks
 * what the other's projects let out (disclosure.md §8). @throws Problem 403, 409 for nobody's address.
 */
export const declareTie = (db: Bound, who: Actor, { email, kind, at }: Said): Promise<void> =>
	act(db, who, async (tx) => {
		insist(may(who, 'person.declare-tie'));
		const other = await store.personAt(tx, email);
		if (other === null)
			throw new Problem(409, 'Nobody here has this address, so no project of theirs can come up.');
		if (other === who.id) throw new Problem(409, 'This is your own address.');
		await store.addTie(tx, { person: who.id, other, kind, until: null, at });
		return {
			result: undefined,
			event: {
				action: 'person.declare-tie',
				subject: { kind: 'person', id: who.id },
				detail: { other, kind },
				at
			}
		};
	});

/**
 * Says that a tie ended today. It keeps apart for the policy's months from now on, so it is never
 * taken back. @throws Problem 403 | 404.
 */
export const endTie = (
	db: Bound,
	who: Actor,
	{ tie, at }: { readonly tie: string; readonly at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		insist(may(who, 'person.end-tie'));
		const other = await store.endTie(tx, { id: tie, person: who.id, until: londonDay(at) });
		if (other === null) throw new Problem(404, 'There is no such tie.');
		return {
			result: undefined,
			event: {
				action: 'person.end-tie',
				subject: { kind: 'person', id: who.id },
				detail: { other },
				at
			}
		};
	});
