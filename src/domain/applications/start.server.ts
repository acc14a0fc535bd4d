import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import { currentForm } from './form/forms.ts';
import { lists } from './form/store.server.ts';
import { mayStart } from './policy.ts';
import { prefill } from './prefill.ts';
import * as sources from './sources/store.server.ts';
import * as people from './people/store.server.ts';
import * as store from './store.server.ts';

export type Start = {
	readonly organisation: string;
	readonly title: string;
	/** What it starts from, so that nothing is typed twice; ids of the actor's own. */
	readonly quote: string | null;
	readonly feasibility: string | null;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Starts a draft for one of the actor's organisations; answers its id.
 * @throws Problem 404 when the quote or the count is not theirs.
 */
export const start = (db: Bound, who: Actor, order: Start): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		insist(mayStart(who, order.organisation));
		const quote = order.quote === null ? null : await sources.quote(tx, order.quote);
		const counted = order.feasibility ?? quote?.feasibilityId ?? null;
		const feasibility = counted === null ? null : await sources.feasibility(tx, counted);
		const organisation = await sources.organisation(tx, order.organisation);
		const drafted = prefill({
			title: order.title,
			lead: who,
			organisation,
			quote,
			feasibility,
			lists: await lists(tx, order.organisation)
		});
		const id = await store.insert(
			tx,
			{
				organisationId: order.organisation,
				leadId: who.id,
				quoteId: quote?.id ?? null,
				feasibilityId: feasibility?.id ?? null,
				formVersion: currentForm,
				title: order.title,
				...drafted
			},
			order.at
		);
		await people.setPeople(tx, id, [{ person: who.id, role: 'lead' }], order.at);
		return {
			result: id,
			event: {
				action: 'application.start',
				subject: { kind: 'application', id },
				organisation: order.organisation,
				detail: {
					title: order.title,
					quote: quote?.id ?? null,
					feasibility: feasibility?.id ?? null
				},
				at: order.at
			}
		};
	});
