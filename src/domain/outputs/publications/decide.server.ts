import { act } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { standing } from '../store.server.ts';
import { countsOf } from './compare.ts';
import { mayDecide, mayPrepare } from './policy.ts';
import { event, insistVersion } from './prepare.server.ts';
import { moved } from './publication.ts';
import * as store from './store.server.ts';

type Order = { readonly id: string; readonly version: number; readonly at: Temporal.Instant };

/** Sends a publication to review, or takes it back for good. @throws Problem 403 | 404 | 409. */
export const move = (
	db: Bound,
	who: Actor,
	name: 'publication.submit' | 'publication.withdraw',
	{ id, version, at }: Order
): Promise<void> =>
	act(db, who, async (tx) => {
		const found = await store.lock(tx, id);
		insist(mayPrepare(who, await standing(tx, found.projectId, who.id)));
		const status = moved(found.status, name);
		insistVersion(found, version);
		if (status === 'submitted' && (await store.tables(tx, id)).length === 0)
			throw new Problem(409, 'Add the manuscript’s tables before you send it.');
		await store.setStatus(tx, found, { status, at });
		const detail = { from: found.status, to: status };
		return { result: undefined, event: event(found, name, detail, at) };
	});

/** Approves a publication, or sends it back with a reason. @throws Problem 403 | 404 | 409. */
export const decide = (
	db: Bound,
	who: Actor,
	{
		id,
		version,
		at,
		decision,
		reason
	}: Order & {
		readonly decision: 'approve' | 'return';
		readonly reason: string;
	}
): Promise<void> =>
	act(db, who, async (tx) => {
		const found = await store.lock(tx, id);
		const name = decision === 'approve' ? 'publication.approve' : 'publication.return';
		const status = moved(found.status, name);
		insist(may(who, name));
		insist(mayDecide(who, await standing(tx, found.projectId, who.id), found.status));
		insistVersion(found, version);
		if (decision === 'return' && reason === '')
			throw new Problem(409, 'Say what is to be changed before it can be published.');
		const figures = countsOf((await store.tables(tx, id)).map(({ compared }) => compared));
		await store.setStatus(tx, found, { status, at, by: who.id, reason });
		const detail = { from: found.status, to: status, title: found.title, reason, figures };
		return { result: undefined, event: event(found, name, detail, at) };
	});

/** Says whether publications from a dataset are reviewed. @throws Problem 403 | 404. */
export const requireReview = (
	db: Bound,
	who: Actor,
	{ dataset, required, at }: { dataset: string; required: boolean; at: Temporal.Instant }
): Promise<void> =>
	act(db, who, async (tx) => {
		insist(may(who, 'dataset.require-review'));
		if (!(await store.require(tx, dataset, required)))
			throw new Problem(404, 'There is no such dataset.');
		return {
			result: undefined,
			event: {
				action: 'dataset.require-review',
				subject: { kind: 'dataset', id: dataset },
				detail: { required },
				at
			}
		};
	});
