import type { Status as ProjectStatus } from '#domain/projects/project.ts';
import { pounds, type Pence } from '#platform/money.ts';
import { plural } from '#platform/time.ts';
import { isOverdue, type Status } from './invoice.ts';

type Tone = 'draft' | 'progress' | 'waiting' | 'good' | 'bad' | 'closed';

/** An invoice as a tag on a page. */
export const stages = {
	issued: { text: 'To be paid', tone: 'waiting' },
	overdue: { text: 'Overdue', tone: 'bad' },
	paid: { text: 'Paid', tone: 'good' },
	credited: { text: 'Credited', tone: 'closed' }
} as const satisfies Record<Status | 'overdue', { text: string; tone: Tone }>;

type Bill = {
	readonly number: string;
	readonly status: Status;
	readonly net: Pence;
	readonly vat: Pence;
	readonly paid: Pence;
	readonly issuedOn: Temporal.PlainDate;
	readonly dueOn: Temporal.PlainDate;
};

/** How long an unpaid invoice has been out. */
const age = ({ issuedOn }: Bill, today: Temporal.PlainDate): string =>
	plural(Math.max(issuedOn.until(today).days, 0), 'day');

/** An invoice as a row of a list, amounts in pounds. */
export const invoiceView = (bill: Bill, today: Temporal.PlainDate) => ({
	number: bill.number,
	gross: pounds(bill.net + bill.vat),
	owed: pounds(bill.status === 'issued' ? bill.net + bill.vat - bill.paid : 0n),
	stage: isOverdue(bill, today) ? ('overdue' as const) : bill.status,
	age: bill.status === 'issued' ? age(bill, today) : '',
	issuedOn: bill.issuedOn.toString(),
	dueOn: bill.dueOn.toString()
});

type Standing = {
	readonly status: ProjectStatus;
	readonly since: Temporal.Instant;
	readonly customer: { readonly organisation: string; readonly publicBody: boolean };
	readonly order: { readonly number: string; readonly suppliedAt: Temporal.Instant } | null;
	readonly invoice: string | null;
	readonly gate: boolean;
	readonly mine: { readonly terms: boolean; readonly supply: boolean };
};

/** Who has the ball, for the line under a project's title; null when nobody has. */
export function waitingFor(of: Standing): { for: string; since: string; you?: boolean } | null {
	const { status, customer, order, invoice, mine } = of;
	const since = of.since.toString();
	if (mine.supply) return { for: 'you to supply the purchase order', since, you: true };
	if (mine.terms) return { for: 'you to accept the end-user terms', since, you: true };
	if (status === 'provisioning')
		return {
			for: of.gate
				? 'a data manager and a privacy officer to open the gate'
				: 'the de-identified extract',
			since
		};
	if (status !== 'awaiting_payment') return null;
	if (!customer.publicBody)
		return { for: `${customer.organisation} to pay invoice ${invoice ?? ''}`.trim(), since };
	return order
		? {
				for: `the finance officer to accept purchase order ${order.number}`,
				since: order.suppliedAt.toString()
			}
		: { for: `${customer.organisation} to supply a purchase order`, since };
}
