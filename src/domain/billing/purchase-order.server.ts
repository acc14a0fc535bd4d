import { actOnce } from '#domain/audit/act.server.ts';
import type { Actor } from '#domain/people/actor.ts';
import { beginProvisioning } from '#domain/projects/begin-provisioning.server.ts';
import { moved } from '#domain/projects/project.ts';
import { lock as lockProject } from '#domain/projects/store.server.ts';
import type { Bound } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import type { Pence } from '#platform/money.ts';
import { insist, Problem } from '#platform/problems.ts';
import { mayAcceptOrder } from './payment.ts';
import { mayTakeOrder, maySupplyOrder } from './policy.ts';
import { raiseInvoice } from './raise.server.ts';
import * as store from './store.server.ts';

type Supplying = {
	readonly project: string;
	readonly number: string;
	/** Before VAT, as orders are written. */
	readonly amount: Pence;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * A public body supplies its purchase order; a corrected one takes its place until it is accepted.
 * @throws Problem 403 for the wrong person, a body that has to pay first, or an order that does not
 * cover the charges; 404; 409 when the project is past that.
 */
export const supplyOrder = (db: Bound, who: Actor, order: Supplying): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { project: id, number, amount, at } = order;
		const project = await lockProject(tx, id);
		insist(maySupplyOrder(who, project));
		moved(project.status, 'project.accept-po');
		const customer = await store.customerOf(tx, id);
		insist(mayAcceptOrder({ number, amount }, customer, customer.net));
		await store.putOrder(tx, id, { number, amount }, who.id, at);
		return {
			result: id,
			event: {
				action: 'project.supply-po',
				subject: { kind: 'project', id },
				organisation: project.organisationId,
				detail: { number, amount: String(amount) },
				at
			}
		};
	});

type Taking = {
	readonly project: string;
	/** The number that was on screen: an order corrected meanwhile is looked at again. */
	readonly number: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * The finance officer accepts a public body's purchase order: provisioning begins at once, and the
 * invoice with the order's number goes out. Answers the project's id.
 * @throws Problem 403, 404; 409 without that order, or when the project is past that.
 */
export const acceptOrder = (
	db: Bound,
	who: Actor,
	jobs: Pick<Jobs, 'send'>,
	order: Taking
): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { project: id, at } = order;
		const project = await lockProject(tx, id);
		insist(mayTakeOrder(who, project));
		const status = moved(project.status, 'project.accept-po');
		const customer = await store.customerOf(tx, id);
		const supplied = await store.orderOf(tx, id);
		if (supplied?.number !== order.number)
			throw new Problem(409, 'The purchase order was changed. Load the page again and look at it.');
		insist(mayAcceptOrder(supplied, customer, customer.net));
		await store.acceptOrder(tx, id, who.id, at);
		const workspace = await beginProvisioning(tx, jobs, { project, by: 'project.accept-po', at });
		const invoice = await raiseInvoice(tx, {
			projectId: id,
			organisationId: project.organisationId,
			agreementId: project.agreementId,
			quoteId: customer.quoteId,
			poNumber: supplied.number,
			at
		});
		return {
			result: id,
			event: [
				{
					action: 'project.accept-po',
					subject: { kind: 'project', id },
					organisation: project.organisationId,
					detail: {
						from: project.status,
						to: status,
						number: supplied.number,
						invoice: invoice.number,
						workspace
					},
					at
				},
				invoice.event
			]
		};
	});
