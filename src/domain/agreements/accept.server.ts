import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { moved } from './agreement.ts';
import { mayAccept } from './policy.ts';
import * as store from './store.server.ts';
import { insistSame } from './write.server.ts';

type Accepting = {
	readonly id: string;
	/** The hash of the text that was on screen. */
	readonly sha256: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/** The partner accepts every term of the offer as it stands. @throws Problem 403, 404 or 409. */
export const accept = (db: Bound, who: Actor, order: Accepting): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { id, at } = order;
		const agreement = await store.lock(tx, id);
		insist(mayAccept(who, agreement));
		const status = moved(agreement.status, 'agreement.accept');
		insistSame(order.sha256, agreement);
		await store.setStatus(tx, id, status, at);
		return {
			result: id,
			event: {
				action: 'agreement.accept',
				subject: { kind: 'agreement', id },
				organisation: agreement.organisationId,
				detail: { from: agreement.status, to: status, sha256: agreement.sha256 },
				at
			}
		};
	});
