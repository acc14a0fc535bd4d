import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { insist } from '#platform/problems.ts';
import * as desk from './desk/store.server.ts';
import { commonest } from './review/reasons.ts';
import { statisticsOf } from './statistics/statistics.ts';
import * as store from './statistics/store.server.ts';

/** What is counted: the year until now. */
const yearBefore = (at: Temporal.Instant): Temporal.Instant => at.subtract({ hours: 24 * 365 });

/** How fast and how alike outputs were checked in the last year. @throws Problem 403. */
export async function statistics(db: Bound, who: Actor, at: Temporal.Instant) {
	insist(may(who, 'read.outputs'));
	const { policy, turns, totals } = await db.read(async (tx) => ({
		policy: await desk.policy(tx),
		turns: await store.answered(tx, yearBefore(at)),
		totals: await store.reasonTotals(tx, yearBefore(at))
	}));
	return {
		...statisticsOf(turns, policy),
		promisedDays: policy.promisedDays,
		/** Our own however few: staff know how to read them. */
		reasons: commonest(totals, 1).ours ? commonest(totals, 1).reasons : [],
		cameBack: Math.max(0, ...totals.map(({ of }) => of))
	};
}

/** Why outputs come back most, with what to do: for everybody who asks for one. */
export const guidance = (db: Bound, at: Temporal.Instant) =>
	db.read(async (tx) => {
		const { enough, promisedDays } = await desk.policy(tx);
		const told = commonest(await store.reasonTotals(tx, yearBefore(at)), enough);
		return { ...told, promisedDays };
	});
