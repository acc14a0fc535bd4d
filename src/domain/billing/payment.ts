import { pounds, sum, type Pence } from '#platform/money.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';

/** What is still owed; nothing, never less, when more was paid than billed. */
export function outstanding(gross: Pence, paid: readonly Pence[]): Pence {
	const left = gross - sum(paid);
	return left > 0n ? left : 0n;
}

/** What was paid beyond what was billed and is held for the customer. */
export function overpaid(gross: Pence, paid: readonly Pence[]): Pence {
	const over = sum(paid) - gross;
	return over > 0n ? over : 0n;
}

/** Whether these payments settle the invoice. */
export const settles = (gross: Pence, paid: readonly Pence[]): boolean =>
	outstanding(gross, paid) === 0n;

export type BankPayment = {
	readonly amount: Pence;
	/** As the bank statement names it; each is recorded once. */
	readonly bankReference: string;
	readonly receivedOn: Temporal.PlainDate;
};

/** Whether a payment can be recorded as received; `today` is the London day of recording. */
export function mayRecord(
	{ amount, bankReference, receivedOn }: BankPayment,
	invoice: { readonly issuedOn: Temporal.PlainDate },
	today: Temporal.PlainDate
): Verdict {
	if (amount <= 0n) return refused('Enter an amount of more than nothing.');
	if (bankReference.trim() === '')
		return refused('Enter the reference that the bank statement shows.');
	if (Temporal.PlainDate.compare(receivedOn, today) > 0)
		return refused('Enter the day the money arrived; it cannot be after today.');
	if (Temporal.PlainDate.compare(receivedOn, invoice.issuedOn) < 0)
		return refused(
			'This payment came before the invoice was issued; check the invoice and the day.'
		);
	return allowed;
}

export type PurchaseOrder = { readonly number: string; readonly amount: Pence };

/**
 * Whether a purchase order opens a project in place of a payment: only for a public body, which the
 * law makes a safe debtor and whose finance office must not hold research up, and only when the
 * order covers the charges. Orders are written before VAT, so the net decides.
 */
export function mayAcceptOrder(
	{ number, amount }: PurchaseOrder,
	customer: { readonly publicBody: boolean },
	net: Pence
): Verdict {
	if (!customer.publicBody)
		return refused('Only a public body starts on a purchase order; others pay the invoice first.');
	if (number.trim() === '') return refused('Enter the number of the purchase order.');
	if (amount < net)
		return refused(
			`The purchase order is for ${pounds(amount)}, which does not cover the ${pounds(net)} due before VAT.`
		);
	return allowed;
}
