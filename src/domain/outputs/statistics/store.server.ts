import type { Tx } from '#platform/db.server.ts';
import type { ReasonTotal } from '../review/reasons.ts';
import type { Answered } from './statistics.ts';

/** Turns that were answered since an instant, of the requests that the reader may see. */
export const answered = (tx: Tx, since: Temporal.Instant): Promise<Answered[]> =>
	tx<Answered[]>`
		select t.at as sent_at, max(v.at) as answered_at, array_agg(v.choice order by v.at) as choices
		from output_turn t
		join output_request r on r.id = t.request_id
		join output_vote v on v.request_id = t.request_id and v.turn = t.turn
		where v.at >= ${since} and (r.turn > t.turn or r.status not in ('submitted', 'checking', 'withdrawn'))
		group by t.request_id, t.turn, t.at
		having count(*) >= 2
		order by t.at
	`;

/** How often each reason was given since an instant: totals of the whole service. */
export const reasonTotals = (tx: Tx, since: Temporal.Instant): Promise<ReasonTotal[]> =>
	tx<ReasonTotal[]>`
		select reason, files::int as files, "of"::int as of from app.reason_totals(${since})
	`;
