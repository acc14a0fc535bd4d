import type { Tx } from '#platform/db.server.ts';
import type { Status } from '../invoice.ts';

export const size = 20;

export type InvoiceInList = {
	readonly number: string;
	readonly status: Status;
	readonly organisation: string;
	readonly projectId: string;
	readonly projectNumber: bigint;
	readonly poNumber: string;
	readonly net: bigint;
	readonly vat: bigint;
	readonly paid: bigint;
	readonly issuedOn: Temporal.PlainDate;
	readonly dueOn: Temporal.PlainDate;
};

type Wanted = {
	readonly project?: string;
	readonly organisations?: readonly string[];
	readonly page: number;
};

/** Invoices that the reader may see, unpaid and oldest first, 20 a page. */
export const invoices = (tx: Tx, wanted: Wanted): Promise<InvoiceInList[]> =>
	tx<InvoiceInList[]>`
		select
			i.number, i.status, o.name as organisation, i.project_id, p.number as project_number, i.po_number,
			i.net, i.vat, i.issued_on, i.due_on,
			coalesce((select sum(amount) from payment y where y.invoice_id = i.id), 0)::bigint as paid
		from invoice i
		join organisation o on o.id = i.organisation_id
		join project p on p.id = i.project_id
		where ${matching(tx, wanted)}
		order by i.status <> 'issued', i.due_on, i.number desc
		limit ${size} offset ${(wanted.page - 1) * size}
	`;

export async function total(tx: Tx, wanted: Wanted): Promise<number> {
	const [row] = await tx<{ total: number }[]>`
		select count(*)::int as total from invoice i where ${matching(tx, wanted)}
	`;
	return row?.total ?? 0;
}

const matching = (tx: Tx, { project, organisations }: Wanted) => tx`
	(${project ?? null}::uuid is null or i.project_id = ${project ?? null})
	and (${organisations === undefined} or i.organisation_id = any (${tx.array([...(organisations ?? [])])}::uuid[]))
`;

export type WaitingOrder = {
	readonly projectId: string;
	readonly projectNumber: bigint;
	readonly organisation: string;
	readonly net: bigint;
	/** Null while the organisation has not supplied its order. */
	readonly number: string | null;
	readonly amount: bigint | null;
	readonly since: Temporal.Instant;
};

/** Projects of public bodies that wait for a purchase order or its acceptance, oldest first. */
export const waitingOrders = (tx: Tx, organisations?: readonly string[]): Promise<WaitingOrder[]> =>
	tx<WaitingOrder[]>`
		select
			p.id as project_id, p.number as project_number, o.name as organisation, c.net,
			r.number, r.amount, coalesce(r.supplied_at, p.status_since) as since
		from project p
		join organisation o on o.id = p.organisation_id
		join lateral app.charge_of(p.id) c on true
		left join purchase_order r on r.project_id = p.id
		where p.status = 'awaiting_payment'
		  and o.public_body
		  and (${organisations === undefined} or p.organisation_id = any (${tx.array([...(organisations ?? [])])}::uuid[]))
		order by r.number is null, coalesce(r.supplied_at, p.status_since)
		limit 100
	`;
