import type { Tier } from '#domain/pricing/tier.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Status } from '../application.ts';
import type { Listed } from '../list/store.server.ts';
import { none } from '../store.server.ts';

/** What a data controller is told of an approved study. */
export type Notice = {
	readonly id: string;
	readonly number: bigint;
	readonly title: string;
	readonly organisationId: string;
	readonly organisation: string;
	readonly laySummary: string;
	readonly tier: Tier;
	readonly datasets: readonly string[];
	readonly status: Status;
	readonly statusSince: Temporal.Instant;
	readonly version: number;
	readonly objectionsUntil: Temporal.PlainDate | null;
};

/** @throws Problem 404 when there is no such notice, or not for this reader. */
export async function find(tx: Tx, id: string): Promise<Notice> {
	const [notice] = await tx<Notice[]>`
		select
			id, number, title, organisation_id, organisation, lay_summary, tier, datasets, status,
			status_since, version, objections_until
		from app.notices()
		where id = ${id}
	`;
	if (!notice) throw none();
	return notice;
}

/** As `find`; the approval does not move on until the transaction ends. @throws Problem 404. */
export async function hold(tx: Tx, id: string): Promise<Notice> {
	await tx`select app.hold_notice(${id})`;
	return find(tx, id);
}

/** One page of notices, those that wait for controllers first; `total` on each row is of all pages. */
export const page = (
	tx: Tx,
	status: Status | null,
	size: number,
	skip: number
): Promise<Listed[]> =>
	tx<Listed[]>`
		select
			id, number, title, organisation, null as lead_id, status, status_since, '{}'::text[] as open,
			count(*) over () as total
		from app.notices()
		where ${status === null ? tx`true` : tx`status = ${status}`}
		order by status = 'approved', status_since, id
		limit ${size} offset ${skip}
	`;
