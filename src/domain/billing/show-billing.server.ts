import { organisationsOf, type Actor } from '#domain/people/actor.ts';
import { may } from '#domain/people/permissions.ts';
import { projectReference } from '#domain/projects/project.ts';
import type { Tx } from '#platform/db.server.ts';
import { pounds } from '#platform/money.ts';
import { insist } from '#platform/problems.ts';
import * as list from './list/store.server.ts';
import { mayReadBills, maySupplyOrder } from './policy.ts';
import { invoiceView } from './view.ts';

type Wanted = { readonly page: number; readonly today: Temporal.PlainDate };

/**
 * What waits for money: the service's finance people see everybody's, others what their own
 * organisation owes. References and amounts only, never what a study is about. @throws Problem 403.
 */
export async function showBilling(tx: Tx, actor: Actor, { page, today }: Wanted) {
	insist(mayReadBills(actor));
	const ledger = may(actor, 'ledger.read').allowed;
	const own = organisationsOf(actor, ['finance-contact', 'signatory']);
	const wanted = ledger ? { page } : { page, organisations: own };
	const orders = await list.waitingOrders(tx, ledger ? undefined : own);
	const bills = await list.invoices(tx, wanted);
	const total = await list.total(tx, wanted);
	const accepts = may(actor, 'project.accept-po').allowed;
	const supplies = own.some((id) => maySupplyOrder(actor, { organisationId: id }).allowed);
	return {
		ledger,
		records: may(actor, 'invoice.record-payment').allowed,
		orders: orders.map((order) => ({
			project: order.projectId,
			reference: projectReference(order.projectNumber),
			organisation: order.organisation,
			net: pounds(order.net),
			number: order.number,
			amount: order.amount === null ? null : pounds(order.amount),
			since: order.since.toString(),
			accept: accepts && order.number !== null,
			supply: supplies && order.number === null
		})),
		invoices: bills.map((bill) => ({
			...invoiceView(bill, today),
			organisation: bill.organisation,
			project: projectReference(bill.projectNumber)
		})),
		paging: { page, size: list.size, total }
	};
}
