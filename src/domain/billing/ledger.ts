import { sum, type Pence } from '#platform/money.ts';
import { allowed, refused, type Verdict } from '#platform/problems.ts';

/**
 * Our accounts. `normal` is the side that makes the account larger: what we own and spend is a
 * debit, what we owe and earn is a credit.
 */
export const accounts = {
	receivable: { name: 'Trade receivables', kind: 'asset', normal: 'debit' },
	bank: { name: 'Bank', kind: 'asset', normal: 'debit' },
	'customer-credit': { name: 'Payments on account', kind: 'liability', normal: 'credit' },
	'vat-output': { name: 'Output VAT', kind: 'liability', normal: 'credit' },
	'income-application': { name: 'Income: applications', kind: 'income', normal: 'credit' },
	'income-set-up': { name: 'Income: set-up', kind: 'income', normal: 'credit' },
	'income-access': { name: 'Income: user access', kind: 'income', normal: 'credit' },
	'income-data': { name: 'Income: data products', kind: 'income', normal: 'credit' },
	'income-workspace': { name: 'Income: workspaces', kind: 'income', normal: 'credit' },
	'income-outputs': { name: 'Income: output checks', kind: 'income', normal: 'credit' },
	'income-support': { name: 'Income: support', kind: 'income', normal: 'credit' }
} as const;

export type Account = keyof typeof accounts;
export type IncomeAccount = Extract<Account, `income-${string}`>;

/** Pence; a debit is positive, a credit negative, and nothing is never posted. */
export type Entry = { readonly account: Account; readonly amount: Pence };

/** Double entry: every transaction's entries sum to zero. */
export type Posting = { readonly kind: PostingKind; readonly entries: readonly Entry[] };

export const postingKinds = ['invoice', 'payment', 'credit'] as const;
export type PostingKind = (typeof postingKinds)[number];

/** Whether a posting may be booked. The database refuses an unbalanced one as well. */
export function balanced({ entries }: Pick<Posting, 'entries'>): Verdict {
	if (entries.length < 2) return refused('A transaction has at least two entries.');
	if (entries.some(({ amount }) => amount === 0n))
		return refused('An entry of nothing is not booked.');
	const difference = sum(entries.map(({ amount }) => amount));
	return difference === 0n
		? allowed
		: refused(`The entries do not balance: they differ by ${String(difference)} pence.`);
}

/** Entries of one account become one, and those of nothing go. */
function tidy(entries: readonly Entry[]): readonly Entry[] {
	const totals = new Map<Account, Pence>();
	for (const { account, amount } of entries)
		totals.set(account, (totals.get(account) ?? 0n) + amount);
	return [...totals].flatMap(([account, amount]) => (amount === 0n ? [] : [{ account, amount }]));
}

/** What an invoice earns, by income account, and the VAT on it. */
export type Charges = {
	readonly income: readonly { readonly account: IncomeAccount; readonly net: Pence }[];
	readonly vat: Pence;
};

const grossOf = ({ income, vat }: Charges): Pence => sum(income.map(({ net }) => net)) + vat;

const chargeEntries = (charges: Charges, sign: 1n | -1n): readonly Entry[] =>
	tidy([
		{ account: 'receivable', amount: sign * grossOf(charges) },
		...charges.income.map(({ account, net }) => ({ account, amount: -sign * net })),
		{ account: 'vat-output', amount: -sign * charges.vat }
	]);

/** The customer owes the gross; we earned the net and hold the VAT. */
export const invoiceRaised = (charges: Charges): Posting => ({
	kind: 'invoice',
	entries: chargeEntries(charges, 1n)
});

/** Takes back what an invoice, or part of it, booked: a credit note in full cancels it to zero. */
export const creditNoteRaised = (charges: Charges): Posting => ({
	kind: 'credit',
	entries: chargeEntries(charges, -1n)
});

/**
 * Money in the bank settles what is owed; what is paid beyond that is held on account for the
 * customer, never taken as income.
 */
export function paymentReceived(amount: Pence, outstanding: Pence): Posting {
	const settled = amount < outstanding ? amount : outstanding;
	return {
		kind: 'payment',
		entries: tidy([
			{ account: 'bank', amount },
			{ account: 'receivable', amount: -settled },
			{ account: 'customer-credit', amount: settled - amount }
		])
	};
}

// An accepted purchase order is a promise, not money: it opens a project and posts nothing.

/** The balance of each account, debits positive; they sum to zero when the books are right. */
export function trialBalance(entries: readonly Entry[]): ReadonlyMap<Account, Pence> {
	const balances = new Map<Account, Pence>();
	for (const { account, amount } of entries)
		balances.set(account, (balances.get(account) ?? 0n) + amount);
	return balances;
}
