import { draftable } from '../policy.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Agreement } from '../store.server.ts';

export type AgreementInList = Pick<
	Agreement,
	'id' | 'number' | 'version' | 'status' | 'title' | 'organisation' | 'net' | 'statusSince'
>;

export const size = 20;

/** Agreements that the reader may see, those that wait for somebody first. 20 a page. */
export const agreements = (tx: Tx, page: number): Promise<AgreementInList[]> =>
	tx<AgreementInList[]>`
		select g.id, g.number, g.version, g.status, a.title, o.name as organisation, q.net, g.status_since
		from agreement g
		join application a on a.id = g.application_id
		join organisation o on o.id = g.organisation_id
		join quote q on q.id = g.quote_id
		order by g.status in ('executed', 'amended', 'expired', 'terminated'), g.status_since desc, g.id
		limit ${size} offset ${(page - 1) * size}
	`;

export async function total(tx: Tx): Promise<number> {
	const [row] = await tx<{ total: number }[]>`select count(*)::int as total from agreement`;
	return row?.total ?? 0;
}

/** Applications that have no agreement yet, approved ones first: what a commercial manager drafts from. */
export const withoutAgreement = (
	tx: Tx
): Promise<
	{
		id: string;
		number: bigint;
		title: string;
		organisation: string;
		status: string;
		priced: boolean;
	}[]
> =>
	tx<
		{
			id: string;
			number: bigint;
			title: string;
			organisation: string;
			status: string;
			priced: boolean;
		}[]
	>`
		select a.id, a.number, a.title, o.name as organisation, a.status, a.quote_id is not null as priced
		from application a
		join organisation o on o.id = a.organisation_id
		where a.status = any (${tx.array([...draftable])})
		  and not exists (select from agreement g where g.application_id = a.id)
		order by a.status <> 'approved', a.status_since
		limit 50
	`;
