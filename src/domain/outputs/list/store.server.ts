import type { Tx } from '#platform/db.server.ts';
import type { Request, Status } from '../output.ts';
import type { Show } from './show.ts';

export type Listed = Pick<Request, 'escalatedAt'> & {
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
	/** The reader is on the project, so they do not check it. */
	readonly own: boolean;
	/** Who took it up, while that holds, and since when. */
	readonly claimant: string | null;
	readonly claimedBy: string | null;
	readonly claimedAt: Temporal.Instant | null;
};

export type Asked = {
	readonly show: Show;
	readonly person: string;
	readonly at: Temporal.Instant;
	/** Sent before this, it is late: the end of the last promised day. */
	readonly lateBefore: Temporal.Instant;
};

const size = 20;

const held = (tx: Tx, at: Temporal.Instant) => tx`
	left join output_claim c on c.request_id = r.id and c.until > ${at}
`;

const chosen = (tx: Tx, { show, person, lateBefore }: Asked) => {
	if (show === 'all') return tx`true`;
	const open = tx`r.status in ('submitted', 'checking')`;
	if (show === 'mine') return tx`${open} and c.person_id = ${person}`;
	if (show === 'unclaimed') return tx`${open} and c.person_id is null and r.escalated_at is null`;
	return show === 'late' ? tx`${open} and r.submitted_at < ${lateBefore}` : open;
};

/** A page of the requests that the reader may see, with what they need to choose one. */
export const requests = (tx: Tx, asked: Asked, page: number): Promise<Listed[]> =>
	tx<Listed[]>`
		select
			r.id, r.number, r.title, p.title as project_title, r.status, r.turn, r.submitted_at, r.status_since,
			r.escalated_at, f.files, f.verdict, v.person_id is not null as voted,
			app.researched(r.project_id, ${asked.person}) as own,
			c.person_id as claimant, n.name as claimed_by, c.at as claimed_at
		from output_request r
		join project p on p.id = r.project_id
		${held(tx, asked.at)}
		left join person n on n.id = c.person_id
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
		left join output_vote v on v.request_id = r.id and v.turn = r.turn and v.person_id = ${asked.person}
		where ${chosen(tx, asked)}
		order by ${asked.show === 'all' ? tx`r.status_since desc, r.number desc` : tx`r.submitted_at, r.number`}
		limit ${size} offset ${(page - 1) * size}
	`;

/** How many requests each choice shows. */
export async function counts(tx: Tx, asked: Omit<Asked, 'show'>): Promise<Record<Show, number>> {
	const of = (show: Show) => tx`count(*) filter (where ${chosen(tx, { ...asked, show })})::int`;
	const [row] = await tx<Record<Show, number>[]>`
		select
			${of('open')} as open, ${of('mine')} as mine, ${of('unclaimed')} as unclaimed, ${of('late')} as late,
			${of('all')} as all
		from output_request r
		${held(tx, asked.at)}
	`;
	return row ?? { open: 0, mine: 0, unclaimed: 0, late: 0, all: 0 };
}
