import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import type { InvoiceContent, Status } from './invoice.ts';
import { contentJson, grossOf, netOf, readContent, vatOf } from './invoice.ts';
import type { BankPayment } from './payment.ts';

export type Invoice = {
	readonly id: string;
	readonly number: string;
	readonly status: Status;
	readonly projectId: string;
	readonly projectNumber: bigint;
	readonly organisationId: string;
	readonly organisation: string;
	readonly organisationVat: string;
	readonly agreementId: string;
	readonly poNumber: string;
	readonly content: InvoiceContent;
	readonly issuedOn: Temporal.PlainDate;
	readonly dueOn: Temporal.PlainDate;
};

const none = () => new Problem(404, 'There is no such invoice.');

/** An invoice that the reader may see. @throws Problem 404. */
export async function find(tx: Tx, number: string): Promise<Invoice> {
	const [row] = await tx<(Omit<Invoice, 'content'> & { content: unknown })[]>`
		select
			i.id, i.number, i.status, i.project_id, p.number as project_number, i.organisation_id,
			o.name as organisation, o.vat_number as organisation_vat, i.agreement_id, i.po_number, i.content,
			i.issued_on, i.due_on
		from invoice i
		join project p on p.id = i.project_id
		join organisation o on o.id = i.organisation_id
		where i.number = ${number}
	`;
	if (!row) throw none();
	return { ...row, content: readContent(row.content) };
}

/** As `find`, and nobody else changes it until the transaction ends. */
export async function lock(tx: Tx, number: string): Promise<Invoice> {
	const [row] = await tx`select id from invoice where number = ${number} for update`;
	if (!row) throw none();
	return find(tx, number);
}

/** The next number of a year's run; its row is held, so that a rollback leaves no gap. */
export async function nextInYear(tx: Tx, year: number): Promise<bigint> {
	const [row] = await tx<{ last: bigint }[]>`
		insert into invoice_run (year, last) values (${year}, 1)
		on conflict (year) do update set last = invoice_run.last + 1
		returning last
	`;
	if (!row) throw new Error('The invoices have no next number.');
	return row.last;
}

type NewInvoice = Pick<
	Invoice,
	| 'number'
	| 'projectId'
	| 'organisationId'
	| 'agreementId'
	| 'poNumber'
	| 'content'
	| 'issuedOn'
	| 'dueOn'
>;

export async function insert(tx: Tx, made: NewInvoice, at: Temporal.Instant): Promise<string> {
	const { content } = made;
	const [row] = await tx<{ id: string }[]>`
		insert into invoice (
			number, project_id, organisation_id, agreement_id, status, po_number, content, net, vat, issued_on, due_on, issued_at
		)
		values (
			${made.number}, ${made.projectId}, ${made.organisationId}, ${made.agreementId}, 'issued', ${made.poNumber},
			${tx.json(contentJson(content))}, ${netOf(content)}, ${vatOf(content)}, ${made.issuedOn}, ${made.dueOn}, ${at}
		)
		returning id
	`;
	if (!row) throw new Error('The invoice was not stored.');
	return row.id;
}

export const setStatus = (tx: Tx, id: string, status: Status) => tx`
	update invoice set status = ${status} where id = ${id}
`;

/** What an invoice asks for, with VAT. */
export const gross = ({ content }: Pick<Invoice, 'content'>): bigint => grossOf(content);

export type Payment = BankPayment & { readonly id: string; readonly at: Temporal.Instant };

export const payments = (tx: Tx, invoice: string): Promise<Payment[]> =>
	tx<Payment[]>`
		select id, amount, bank_reference, received_on, at
		from payment
		where invoice_id = ${invoice}
		order by received_on, at
	`;

/** Keeps a payment. @throws Problem 409 when its bank reference was recorded before, wherever. */
export async function addPayment(
	tx: Tx,
	invoice: string,
	{ amount, bankReference, receivedOn }: BankPayment,
	by: string,
	at: Temporal.Instant
): Promise<string> {
	const [row] = await tx<{ id: string }[]>`
		insert into payment (invoice_id, amount, bank_reference, received_on, recorded_by, at)
		values (${invoice}, ${amount}, ${bankReference}, ${receivedOn}, ${by}, ${at})
		on conflict (bank_reference) do nothing
		returning id
	`;
	if (!row)
		throw new Problem(
			409,
			`A payment with the bank reference ${bankReference} was recorded before. Check the bank statement.`
		);
	return row.id;
}

export type Order = {
	readonly number: string;
	/** Before VAT, pence. */
	readonly amount: bigint;
	readonly suppliedAt: Temporal.Instant;
	readonly acceptedAt: Temporal.Instant | null;
};

export async function orderOf(tx: Tx, project: string): Promise<Order | null> {
	const [row] = await tx<Order[]>`
		select number, amount, supplied_at, accepted_at from purchase_order where project_id = ${project}
	`;
	return row ?? null;
}

/** Keeps the order, or a corrected one in its place until it is accepted. */
export const putOrder = (
	tx: Tx,
	project: string,
	{ number, amount }: Pick<Order, 'number' | 'amount'>,
	by: string,
	at: Temporal.Instant
) => tx`
	insert into purchase_order (project_id, number, amount, supplied_by, supplied_at)
	values (${project}, ${number}, ${amount}, ${by}, ${at})
	on conflict (project_id) do update
	set number = excluded.number,
	    amount = excluded.amount,
	    supplied_by = excluded.supplied_by,
	    supplied_at = excluded.supplied_at
	where purchase_order.accepted_at is null
`;

export const acceptOrder = (tx: Tx, project: string, by: string, at: Temporal.Instant) => tx`
	update purchase_order
	set accepted_by = ${by}, accepted_at = ${at}
	where project_id = ${project} and accepted_at is null
`;

/** Who pays for a project, and what it costs. */
export type Customer = {
	readonly organisation: string;
	readonly publicBody: boolean;
	readonly quoteId: string;
	readonly net: bigint;
	readonly vat: bigint;
	readonly agreementNumber: bigint;
	readonly agreementVersion: number;
};

export async function customerOf(tx: Tx, project: string): Promise<Customer> {
	const [row] = await tx<Customer[]>`
		select o.name as organisation, o.public_body, c.quote_id, c.net, c.vat, c.agreement_number, c.agreement_version
		from project p
		join organisation o on o.id = p.organisation_id
		join lateral app.charge_of(p.id) c on true
		where p.id = ${project}
	`;
	if (!row) throw new Problem(404, 'There is no such project.');
	return row;
}
