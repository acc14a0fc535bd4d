import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { agreementReference, moved } from './agreement.ts';
import { approvalNeeded } from './clauses.ts';
import { draftable, mayOffer } from './policy.ts';
import { libraryOf } from './library/store.server.ts';
import * as store from './store.server.ts';
import { insistSame, sourcesOf, written } from './write.server.ts';

type Offering = {
	readonly id: string;
	/** The hash of the draft that was on screen. */
	readonly sha256: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Offers a draft: its words are written once more, dated today and conditional while the study is
 * not approved, and never change again. Terms below the standard are for the director to offer.
 * @throws Problem 403, 404; 409 for a stale draft or a price that ended.
 */
export const offer = (db: Bound, who: Actor, order: Offering): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { id, at } = order;
		const agreement = await store.lock(tx, id);
		const { organisationId, number, version, choices, tier } = agreement;
		const library = await libraryOf(tx, agreement.libraryVersion);
		const approval = approvalNeeded(choices, tier, library);
		insist(mayOffer(who, organisationId, approval));
		const status = moved(agreement.status, 'agreement.offer');
		insistSame(order.sha256, agreement);
		const row = await store.lockSources(tx, agreement.applicationId);
		if (!draftable.includes(row.status))
			throw new Problem(409, 'This application is no longer under review or approved.');
		const words = written(await sourcesOf(tx, row, at), { number, version, choices, at }, library);
		await store.setText(tx, id, { choices, ...words });
		await store.setOffered(tx, id, who.id, at);
		return {
			result: id,
			event: {
				action: 'agreement.offer',
				subject: { kind: 'agreement', id },
				organisation: organisationId,
				detail: {
					from: agreement.status,
					to: status,
					reference: agreementReference(number, version),
					sha256: words.sha256,
					conditional: row.status !== 'approved',
					approval
				},
				at
			}
		};
	});
