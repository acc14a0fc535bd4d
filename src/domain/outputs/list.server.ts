import type { Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import type { Bound } from '#platform/db.server.ts';
import { londonDay } from '#platform/time.ts';
import * as store from './list/store.server.ts';
import { withCheckers } from './output.ts';
import * as requests from './store.server.ts';
import { ball, promisedBy } from './view/words.ts';

/** A page of the requests that somebody may see, and where they may start another one. */
export async function list(
	db: Bound,
	who: Actor,
	{ show, page, at }: { show: store.Show; page: number; at: Temporal.Instant }
) {
	const { found, total, open, workspaces } = await db.read(async (tx) => ({
		found: await store.requests(tx, who.id, show, page),
		total: await store.countRequests(tx, show),
		open: await store.countRequests(tx, 'open'),
		workspaces: await requests.workspacesOf(tx, who.id)
	}));
	const checker = may(who, 'output.vote').allowed;
	return {
		checker,
		open,
		paging: { page, size: 20, total },
		workspaces: may(who, 'output.draft').allowed ? workspaces : [],
		requests: found.map((one) => row(one, checker, at))
	};
}

function row(one: store.Listed, checker: boolean, at: Temporal.Instant) {
	const waiting = withCheckers(one.status);
	const due = waiting && one.submittedAt !== null ? promisedBy(one.submittedAt) : null;
	return {
		id: one.id,
		number: String(one.number),
		title: one.title,
		project: one.projectTitle,
		status: one.status,
		verdict: one.verdict,
		files: one.files,
		ball: ball(one.status),
		since: one.statusSince.toString(),
		submitted: one.submittedAt?.toString() ?? null,
		due: due?.toString() ?? null,
		late: due !== null && Temporal.PlainDate.compare(londonDay(at), due) > 0,
		/** Whether this waits for the reader. */
		mine: checker ? waiting && !one.voted && !one.own : ball(one.status) === 'the researchers',
		voted: one.voted,
		own: checker && one.own
	};
}
