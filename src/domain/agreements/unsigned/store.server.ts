import type { Tx } from '#platform/db.server.ts';
import type { Status } from '../agreement.ts';

/** Approved applications, approved before a moment, without an agreement that both parties signed. */
export const approvedBefore = (tx: Tx, moment: Temporal.Instant): Promise<{ id: string }[]> =>
	tx<{ id: string }[]>`
		select id
		from application a
		where status = 'approved'
		  and status_since < ${moment}
		  and not exists (
			select from agreement g where g.application_id = a.id and g.executed_at is not null
		  )
		order by status_since, id
	`;

/** The versions of an application's agreement that could still be signed, held until the end. */
export const lockOpen = (tx: Tx, application: string): Promise<{ id: string; status: Status }[]> =>
	tx<{ id: string; status: Status }[]>`
		select id, status
		from agreement
		where application_id = ${application}
		  and status in ('drafting', 'offered', 'negotiating', 'agreed', 'signed_by_partner')
		order by version
		for update
	`;
