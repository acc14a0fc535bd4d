import type { Tx } from '#platform/db.server.ts';
import type { Status } from '../output.ts';

export type Listed = {
	readonly id: string;
	readonly number: bigint;
	readonly title: string;
	readonly projectTitle: string;
	readonly status: Status;
	readonly turn: number;
	readonly submittedAt: Temporal.Instant | null;
	readonly statusSince: Temporal.Instant;
	readonly files: number;
	readonly verdict: 'pass' | 'review' | 'fail' | null;
	/** The reader has voted in this turn. */
	readonly voted: boolean;
	/** The reader is or was on the project, so they do not check it. */
	readonly own: boolean;
};

/** Which requests: those with the checkers, oldest first; or all, the latest first. */
export type Show = 'open' | 'all';

const size = 20;

/** A page of the requests that the reader may see, with what they need to choose one. */
export const requests = (tx: Tx, person: string, show: Show, page: number): Promise<Listed[]> =>
	tx<Listed[]>`
		select
			r.id, r.number, r.title, p.title as project_title, r.status, r.turn, r.submitted_at, r.status_since,
			f.files, f.verdict, v.person_id is not null as voted, app.researched(r.project_id, ${person}) as own
		from output_request r
		join project p on p.id = r.project_id
		cross join lateral (
			select
				count(*)::int as files,
				case
					when bool_or(o.verdict = 'fail') then 'fail'
					when bool_or(o.verdict = 'review') then 'review'
					when count(*) > 0 then 'pass'
				end as verdict
			from output_file o
			where o.request_id = r.id
		) f
		left join output_vote v on v.request_id = r.id and v.turn = r.turn and v.person_id = ${person}
		where ${show === 'open' ? tx`r.status in ('submitted', 'checking')` : tx`true`}
		order by ${show === 'open' ? tx`r.submitted_at, r.number` : tx`r.status_since desc, r.number desc`}
		limit ${size} offset ${(page - 1) * size}
	`;

export async function countRequests(tx: Tx, show: Show): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total
		from output_request r
		where ${show === 'open' ? tx`r.status in ('submitted', 'checking')` : tx`true`}
	`;
	return row?.total ?? 0;
}
