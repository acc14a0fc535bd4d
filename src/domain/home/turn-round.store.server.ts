import type { Tx } from '#platform/db.server.ts';

export type TurnRound = {
	readonly decided: number;
	/** Median working time from submission to the answer, in hours; null before the first. */
	readonly medianHours: number | null;
};

/** How fast output requests were answered in the last 90 days: what a checker with nothing to do sees. */
export async function turnRound(tx: Tx, at: Temporal.Instant): Promise<TurnRound> {
	const [row] = await tx<TurnRound[]>`
		select
			count(*)::int as decided,
			percentile_cont(0.5) within group (order by extract(epoch from released_at - submitted_at) / 3600)::float8
				as median_hours
		from output_request
		where released_at > ${at}::timestamptz - interval '90 days'
	`;
	return row ?? { decided: 0, medianHours: null };
}
