import { agreementReference } from '#domain/agreements/agreement.ts';
import { host } from '#domain/agreements/host.ts';
import { timeline } from '#domain/audit/store.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { projectReference } from '#domain/projects/project.ts';
import type { Tx } from '#platform/db.server.ts';
import { pounds, sum } from '#platform/money.ts';
import { grossOf, isOverdue, netOf } from './invoice.ts';
import { outstanding } from './payment.ts';
import type { PrintableInvoice } from './pdf.server.ts';
import { mayRecordPayment } from './policy.ts';
import * as store from './store.server.ts';

/** An invoice as its page shows it. @throws Problem 404. */
export async function showInvoice(tx: Tx, actor: Actor, number: string, today: Temporal.PlainDate) {
	const invoice = await store.find(tx, number);
	const paid = await store.payments(tx, invoice.id);
	const events = await timeline(tx, 'invoice', invoice.id);
	const { content } = invoice;
	const owed = outstanding(
		grossOf(content),
		paid.map(({ amount }) => amount)
	);
	return {
		number,
		stage: isOverdue(invoice, today) ? ('overdue' as const) : invoice.status,
		organisation: invoice.organisation,
		project: { id: invoice.projectId, reference: projectReference(invoice.projectNumber) },
		poNumber: invoice.poNumber,
		issuedOn: invoice.issuedOn.toString(),
		dueOn: invoice.dueOn.toString(),
		lines: content.lines.map((line) => ({
			description: line.description,
			quantity: `${line.quantity.toLocaleString('en-GB')} × ${line.unit}`,
			each: pounds(line.unitNet),
			net: pounds(line.net)
		})),
		net: pounds(netOf(content)),
		vat: content.vatClasses.map(({ ratePercent, net, vat }) => ({
			label: `VAT at ${String(ratePercent)}% on ${pounds(net)}`,
			amount: pounds(vat)
		})),
		note: content.note,
		gross: pounds(grossOf(content)),
		paid: pounds(sum(paid.map(({ amount }) => amount))),
		owed: pounds(owed),
		owedTyped: pounds(owed).replace('£', ''),
		payments: paid.map(({ amount, bankReference, receivedOn }) => ({
			bankReference,
			amount: pounds(amount),
			receivedOn: receivedOn.toString()
		})),
		bank: host.bank,
		records: invoice.status === 'issued' && mayRecordPayment(actor, invoice).allowed,
		timeline: events.map(({ at, who, action }) => ({
			at: at.toString(),
			who: who ?? 'The service',
			what: action === 'invoice.raise' ? 'Issued' : 'Payment recorded'
		}))
	};
}

/** An invoice as it is printed. @throws Problem 404. */
export async function printable(tx: Tx, number: string): Promise<PrintableInvoice> {
	const invoice = await store.find(tx, number);
	const charge = await store.customerOf(tx, invoice.projectId);
	return {
		number,
		issuedOn: invoice.issuedOn,
		taxPoint: invoice.issuedOn,
		dueOn: invoice.dueOn,
		seller: { name: host.name, address: host.address, vatNumber: host.vatNumber },
		customer: { name: invoice.organisation, address: '', vatNumber: invoice.organisationVat },
		agreement: agreementReference(charge.agreementNumber, charge.agreementVersion),
		project: projectReference(invoice.projectNumber),
		poNumber: invoice.poNumber,
		content: invoice.content,
		bank: host.bank
	};
}
