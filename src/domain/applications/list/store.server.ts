import type { Tx } from '#platform/db.server.ts';
import type { Status } from '../application.ts';
import type { StreamKind } from '../streams.ts';

export type Listed = {
	readonly id: string;
	readonly number: bigint;
	readonly title: string;
	readonly organisation: string;
	/** Null for readers who may not know who leads it. */
	readonly leadId: string | null;
	readonly status: Status;
	readonly statusSince: Temporal.Instant;
	/** Mandatory streams that are not done; none for readers who may not know them. */
	readonly open: readonly StreamKind[];
	readonly total: bigint;
};

/** One's own side's applications, or everything that was sent and that one may see. */
export type Scope = 'mine' | 'queue';

/** One page, those that have waited longest first; `total` on each row is of all pages. */
export const page = (
	tx: Tx,
	{ scope, status, person }: { scope: Scope; status: Status | null; person: string },
	size: number,
	skip: number
): Promise<Listed[]> =>
	tx<Listed[]>`
		select a.id, a.number, a.title, o.name as organisation, a.lead_id, a.status, a.status_since,
		       array(
		           select r.kind from review_stream r
		           where r.application_id = a.id and r.mandatory and r.status in ('open', 'overdue')
		       ) as open,
		       count(*) over () as total
		from application a
		join organisation o on o.id = a.organisation_id
		where ${
			scope === 'mine'
				? tx`(a.lead_id = ${person} or a.id in (select app.my_applications()) or a.organisation_id in (select app.my_organisations()))`
				: tx`a.status <> 'draft'`
		}
		and ${status === null ? tx`true` : tx`a.status = ${status}`}
		order by a.status in ('approved', 'rejected', 'withdrawn', 'expired', 'lapsed'), a.status_since, a.id
		limit ${size} offset ${skip}
	`;
