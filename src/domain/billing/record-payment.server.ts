import { actOnce } from '#domain/audit/act.server.ts';
import type { Event } from '#domain/audit/event.ts';
import type { Actor } from '#domain/people/actor.ts';
import { beginProvisioning } from '#domain/projects/begin-provisioning.server.ts';
import { lock as lockProject } from '#domain/projects/store.server.ts';
import type { Bound, Tx } from '#platform/db.server.ts';
import type { Jobs } from '#platform/jobs.server.ts';
import { pounds } from '#platform/money.ts';
import { insist, Problem } from '#platform/problems.ts';
import { londonDay } from '#platform/time.ts';
import { book } from './books/store.server.ts';
import { moved } from './invoice.ts';
import { paymentReceived } from './ledger.ts';
import { mayRecord, outstanding, type BankPayment } from './payment.ts';
import { mayRecordPayment } from './policy.ts';
import * as store from './store.server.ts';

type Recording = BankPayment & {
	/** The invoice's number. */
	readonly invoice: string;
	readonly once: string;
	readonly at: Temporal.Instant;
};

/**
 * Records what the bank received for an invoice. Once all of it is there the invoice is paid, and a
 * project that waited for it goes on to provisioning in the same act. Answers the invoice's number.
 * @throws Problem 403 for the wrong person or day; 404; 409 for an invoice that is settled, more
 * than is owed, or a bank reference that was recorded before.
 */
export const recordPayment = (
	db: Bound,
	who: Actor,
	jobs: Pick<Jobs, 'send'>,
	order: Recording
): Promise<string> =>
	actOnce(db, who, order.once, async (tx) => {
		const { amount, at } = order;
		const given = { ...order, bankReference: order.bankReference.trim() };
		const invoice = await store.lock(tx, order.invoice);
		insist(mayRecordPayment(who, invoice));
		const settled = moved(invoice.status, 'invoice.settle');
		insist(mayRecord(given, invoice, londonDay(at)));
		const before = await store.payments(tx, invoice.id);
		const owed = outstanding(
			store.gross(invoice),
			before.map((each) => each.amount)
		);
		if (amount > owed)
			throw new Problem(
				409,
				`Only ${pounds(owed)} is owed on this invoice. Check the amount, or send back what is too much.`
			);
		const payment = await store.addPayment(tx, invoice.id, given, who.id, at);
		await book(tx, paymentReceived(amount, owed), {
			organisationId: invoice.organisationId,
			projectId: invoice.projectId,
			sourceId: payment,
			memo: `Payment of ${invoice.number}, bank reference ${given.bankReference}`,
			bookedOn: given.receivedOn,
			at
		});
		const paid = amount === owed;
		const events: Event[] = [
			{
				action: 'invoice.record-payment',
				subject: { kind: 'invoice', id: invoice.id },
				organisation: invoice.organisationId,
				detail: {
					number: invoice.number,
					amount: String(amount),
					outstanding: String(owed - amount),
					bankReference: given.bankReference,
					...(paid ? { from: invoice.status, to: settled } : {})
				},
				at
			}
		];
		if (paid) {
			await store.setStatus(tx, invoice.id, settled);
			events.push(...(await goOn(tx, jobs, invoice, at)));
		}
		return { result: invoice.number, event: events };
	});

/** A project that waited for this payment begins; one that began on a purchase order is past that. */
async function goOn(
	tx: Tx,
	jobs: Pick<Jobs, 'send'>,
	{ projectId, number }: store.Invoice,
	at: Temporal.Instant
): Promise<Event[]> {
	const project = await lockProject(tx, projectId);
	if (project.status !== 'awaiting_payment') return [];
	const workspace = await beginProvisioning(tx, jobs, {
		project,
		by: 'invoice.record-payment',
		at
	});
	return [
		{
			action: 'invoice.record-payment',
			subject: { kind: 'project', id: projectId },
			organisation: project.organisationId,
			detail: { from: project.status, to: 'provisioning', invoice: number, workspace },
			at
		}
	];
}
