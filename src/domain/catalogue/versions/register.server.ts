import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import type { Registered } from './forms.ts';
import * as store from './store.server.ts';

type Order = { readonly asked: Registered; readonly once: string; readonly at: Temporal.Instant };

/**
 * Registers a new version of a dataset and has the vault read its delivery. Answers its id.
 * @throws Problem 403; 409 when the version is taken or the data would be of a day to come.
 */
export const register = (
	db: Bound,
	who: Actor,
	jobs: Jobs,
	{ asked, once, at }: Order
): Promise<string> =>
	actOnce(db, who, once, async (tx) => {
		insist(may(who, 'dataset.register'));
		if (Temporal.PlainDate.compare(asked.asOf, londonDay(at)) > 0)
			throw new Problem(409, 'Data cannot be of a day that is still to come.');
		if (await store.versionTaken(tx, asked.code, asked.version))
			throw new Problem(
				409,
				`${asked.code} has a version ${asked.version} already. Versions do not change: name the new one otherwise.`
			);
		const id = await store.insert(tx, { ...asked, person: who.id, at });
		await jobs.send(tx, 'dataset.read', { version: id }, id);
		return {
			result: id,
			event: {
				action: 'dataset.register',
				subject: { kind: 'dataset', id },
				detail: { code: asked.code, version: asked.version, delivery: asked.delivery },
				at
			}
		};
	});
