import type { Tx } from '#platform/db.server.ts';

export type Queue = {
	readonly name: string;
	readonly waiting: number;
	readonly running: number;
	readonly failed: number;
};

/** How much each queue has to do. */
export const queues = (tx: Tx): Promise<Queue[]> =>
	tx<Queue[]>`
		select
			q.name,
			count(j.id) filter (where j.state in ('created', 'retry'))::int as waiting,
			count(j.id) filter (where j.state = 'active')::int as running,
			count(j.id) filter (where j.state = 'failed')::int as failed
		from pgboss.queue q
		left join pgboss.job j on j.name = q.name and j.state in ('created', 'retry', 'active', 'failed')
		where q.name not like '\\_\\_%'
		group by q.name
		order by q.name
	`;

export type Failed = {
	readonly id: string;
	readonly name: string;
	readonly data: Readonly<Record<string, string>>;
	/** Given up on; otherwise it is tried again by itself. */
	readonly givenUp: boolean;
	readonly reason: string;
	readonly attempts: number;
	readonly at: Temporal.Instant;
	readonly nextAt: Temporal.Instant | null;
};

export const pageSize = 20;

/** Jobs that failed, those given up on first, then the latest; and how many there are. */
export async function failures(tx: Tx, page: number): Promise<{ jobs: Failed[]; total: number }> {
	const [jobs, [counted]] = await Promise.all([
		tx<Failed[]>`
			select
				id, name, coalesce(data, '{}'::jsonb) as data, state = 'failed' as given_up,
				coalesce(output ->> 'message', output -> 'value' ->> 'message', output ->> 'value', '') as reason,
				retry_count + (state = 'failed')::int as attempts,
				coalesce(completed_on, started_on, created_on) as at,
				case when state = 'retry' then start_after end as next_at
			from pgboss.job
			where state = 'failed' or (state = 'retry' and output is not null)
			order by state = 'failed' desc, coalesce(completed_on, started_on, created_on) desc, id
			limit ${pageSize}
			offset ${(page - 1) * pageSize}
		`,
		tx<{ total: number }[]>`
			select count(*)::int as total
			from pgboss.job
			where state = 'failed' or (state = 'retry' and output is not null)
		`
	]);
	return { jobs, total: counted?.total ?? 0 };
}
