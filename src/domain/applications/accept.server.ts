import type { Actor } from '#domain/people/actor.ts';
import type { Bound } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { addWorkingDays, dayInWords, londonDay } from '#platform/time.ts';
import { membersOf } from './answers.ts';
import { membersProblem } from './form/members.ts';
import { move, type Order } from './move.server.ts';
import * as review from './review/store.server.ts';
import { organisation } from './sources/store.server.ts';
import { mandatory } from './streams.ts';

/** How long a reviewer usually has, in working days: what a stream's due day is counted by. */
export const reviewDays = 10;

/**
 * Takes an application into review, with the streams that its tier and sensitivity ask for.
 * @throws Problem 409 when the organisation's assurance or somebody's training is out of date.
 */
export const accept = (db: Bound, who: Actor, order: Order): Promise<string> =>
	move(db, who, 'application.accept', order, async (tx, application) => {
		const today = londonDay(order.at);
		const { name, assuredUntil } = await organisation(tx, application.organisationId);
		if (assuredUntil === null)
			throw new Problem(409, `${name} has not been assured. Check the organisation first.`);
		if (Temporal.PlainDate.compare(assuredUntil, today) < 0)
			throw new Problem(
				409,
				`The assurance of ${name} ended on ${dayInWords(assuredUntil)}. Renew it first.`
			);
		const people = membersProblem(membersOf(application.answers), today);
		if (people !== null) throw new Problem(409, `${people}. Return Safe people to the applicant.`);
		const needed = mandatory(application.tier, application.answers);
		await review.openStreams(tx, order.id, needed, addWorkingDays(today, reviewDays));
		return { detail: { round: application.round + 1, streams: needed } };
	});
