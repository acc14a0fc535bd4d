import type { Application } from '#domain/applications/application.ts';
import { move, type Order } from '#domain/applications/move.server.ts';
import * as review from '#domain/applications/review/store.server.ts';
import * as applications from '#domain/applications/store.server.ts';
import { sensitive, streamNames, unfinished } from '#domain/applications/streams.ts';
import type { Actor } from '#domain/people/actor.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import { insist, Problem } from '#platform/problems.ts';
import { addWorkingDays, londonDay } from '#platform/time.ts';
import { mayClose } from './policy.ts';
import { count, type Rule } from './rule.ts';
import * as store from './store.server.ts';

type Closing = Order & {
	readonly reason: string;
	readonly publicReason: string;
	/** Sends the clock's job in the same transaction: without a period, the approval follows at once. */
	readonly tick?: (tx: Tx) => Promise<void>;
};

/**
 * Closes the vote: counts it under the rule in force, keeps the inputs and the rule's version so
 * that anyone can recompute it, and moves the application to the outcome.
 * @throws Problem 409 naming each review that is open and each shortfall of the quorum.
 */
export const closeVote = (db: Bound, who: Actor, order: Closing): Promise<string> =>
	move(db, who, 'application.close-vote', order, async (tx, application) => {
		const { id } = await store.committee(tx);
		const declared = await store.declared(tx, order.id, who.id);
		insist(mayClose(who, id, application, declared?.interest ?? null));
		await insistReviewed(tx, order.id);
		const today = londonDay(order.at);
		const { version, rule } = await store.ruleOn(tx, id, today);
		const members = await store.members(tx, id, order.id, application.round, today);
		const seats = members.map(({ public: ofPublic, chair, interest, choice }) => ({
			public: ofPublic,
			chair,
			interest,
			choice
		}));
		const counted = count(rule, seats);
		if (!counted.quorate)
			throw new Problem(409, `There is no quorum: ${counted.shortfalls.join(', and ')}.`);
		const { outcome, tally } = counted;
		await store.insertDecision(tx, order.id, application.round, {
			outcome,
			reason: order.reason,
			publicReason: order.publicReason,
			inputs: { rule, seats, tally },
			ruleVersion: version,
			by: who.id,
			at: order.at
		});
		await review.finish(tx, order.id, 'committee', who.id, order.at);
		if (outcome !== 'rejected') await openPeriod(tx, application, rule, today);
		if (outcome === 'approved_pending') await order.tick?.(tx);
		return {
			to: outcome,
			detail: { reason: order.reason, tally, rule: version, round: application.round }
		};
	});

async function insistReviewed(tx: Tx, application: string): Promise<void> {
	const open = unfinished(await review.streams(tx, application));
	if (open.length === 0) return;
	const names = open.map((kind) => streamNames[kind]);
	throw new Problem(409, `The vote cannot be closed while a review is open: ${names.join(', ')}.`);
}

/** The days that controllers have to object, by policy: none on the standard route of the demonstration. */
async function openPeriod(
	tx: Tx,
	{ id, answers }: Application,
	{ objectionDays }: Rule,
	today: Temporal.PlainDate
): Promise<void> {
	const days = sensitive(answers) ? objectionDays.sensitive : objectionDays.standard;
	await applications.setObjectionsUntil(tx, id, days === 0 ? null : addWorkingDays(today, days));
}
