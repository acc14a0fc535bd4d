import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import {
	addWorkingDays,
	londonDay,
	plural,
	startOfLondonDay,
	workingDaysBetween
} from '#platform/time.ts';
import * as desk from './desk/store.server.ts';
import type { Show } from './list/show.ts';
import * as store from './list/store.server.ts';
import { withCheckers } from './output.ts';
import { promisedBy, type CheckingPolicy } from './review/promise.ts';
import * as requests from './store.server.ts';
import { ball } from './view/words.ts';

/** A page of the requests that somebody may see, and where they may start another one. */
export async function list(
	db: Bound,
	who: Actor,
	{ show, page, at }: { show: Show; page: number; at: Temporal.Instant }
) {
	const found = await db.read(async (tx) => {
		const checking = await desk.policy(tx);
		const asked = { person: who.id, at, lateBefore: lateBefore(at, checking) };
		return {
			checking,
			requests: await store.requests(tx, { ...asked, show }, page),
			counts: await store.counts(tx, asked),
			workspaces: await requests.workspacesOf(tx, who.id)
		};
	});
	const checker = may(who, 'output.vote').allowed;
	return {
		checker,
		statistics: may(who, 'read.outputs').allowed,
		counts: found.counts,
		promisedDays: found.checking.promisedDays,
		paging: { page, size: 20, total: found.counts[show] },
		workspaces: may(who, 'output.draft').allowed ? found.workspaces : [],
		requests: found.requests.map((one) => row(one, who, found.checking, at))
	};
}

/** What was sent before this instant should have been answered by yesterday. */
function lateBefore(at: Temporal.Instant, { promisedDays }: CheckingPolicy): Temporal.Instant {
	let day = londonDay(at);
	// the first day whose promise is not over: one sent on it is answered today at the latest
	while (Temporal.PlainDate.compare(addWorkingDays(day, promisedDays), londonDay(at)) >= 0)
		day = day.subtract({ days: 1 });
	return startOfLondonDay(day.add({ days: 1 }));
}

function row(one: store.Listed, who: Actor, checking: CheckingPolicy, at: Temporal.Instant) {
	const checker = may(who, 'output.vote').allowed;
	const waiting = withCheckers(one.status);
	const today = londonDay(at);
	const due = waiting && one.submittedAt !== null ? promisedBy(one.submittedAt, checking) : null;
	return {
		id: one.id,
		number: String(one.number),
		title: one.title,
		project: one.projectTitle,
		status: one.status,
		verdict: one.verdict,
		files: one.files,
		turn: one.turn,
		ball: ball(one),
		since: one.statusSince.toString(),
		/** How long the checkers have had it, in words; null when they have not. */
		age:
			waiting && one.submittedAt !== null
				? age(workingDaysBetween(londonDay(one.submittedAt), today))
				: null,
		due: due?.toString() ?? null,
		/** "2 working days late"; null while the promise holds. */
		late: due === null ? null : lateness(workingDaysBetween(due, today), due, today),
		/** Whether this waits for the reader. */
		mine: checker
			? waiting && !one.voted && !one.own && one.escalatedAt === null
			: ball(one) === 'the researchers',
		voted: one.voted,
		own: checker && one.own,
		claim:
			one.claimant === null
				? null
				: {
						by: one.claimant === who.id ? 'You' : (one.claimedBy ?? 'Another checker'),
						since: one.claimedAt?.toString() ?? ''
					}
	};
}

const age = (days: number): string => (days === 0 ? 'today' : plural(days, 'working day'));

/** Late over a weekend is late by no working day yet. */
const lateness = (days: number, due: Temporal.PlainDate, today: Temporal.PlainDate) =>
	Temporal.PlainDate.compare(due, today) >= 0
		? null
		: days === 0
			? 'Late'
			: `${plural(days, 'working day')} late`;
