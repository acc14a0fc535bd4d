import type { Tx } from '#platform/db.server.ts';
import type { Periods } from './periods.ts';

/** The periods in force on a day. */
export async function periodsOn(tx: Tx, on: Temporal.PlainDate): Promise<Periods> {
	const [row] = await tx<Periods[]>`
		select idle_days, contract_days, appeal_working_days
		from application_period
		where effective_from <= ${on}
		order by effective_from desc, version desc
		limit 1
	`;
	if (!row) throw new Error('No periods of applications are in force.');
	return row;
}

/** Drafts and returned applications of which nothing was saved or moved since a moment. */
export const idleSince = (tx: Tx, moment: Temporal.Instant): Promise<{ id: string }[]> =>
	tx<{ id: string }[]>`
		select id
		from application a
		where status in ('draft', 'returned')
		  and status_since < ${moment}
		  and not exists (
			select from application_version v where v.application_id = a.id and v.saved_at >= ${moment}
		  )
		order by status_since, id
	`;
