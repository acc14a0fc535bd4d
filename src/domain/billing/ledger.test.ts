import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { categories } from '#domain/pricing/rate-card.ts';
import { sum } from '#platform/money.ts';
import {
	accounts,
	balanced,
	creditNoteRaised,
	invoiceRaised,
	paymentReceived,
	trialBalance,
	type IncomeAccount
} from './ledger.ts';

const incomeAccounts = Object.keys(accounts).filter((code): code is IncomeAccount =>
	code.startsWith('income-')
);
const pence = fc.bigInt({ min: 0n, max: 10n ** 10n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 10n });
const charges = fc.record({
	income: fc.array(fc.record({ account: fc.constantFrom(...incomeAccounts), net: positive }), {
		minLength: 1,
		maxLength: 12
	}),
	vat: pence
});

test('every category of a rate card has its income account', () => {
	for (const category of categories) expect(Object.keys(accounts)).toContain(`income-${category}`);
});

test('the published vector is booked as one debt, four incomes and VAT', () => {
	const posting = invoiceRaised({
		income: [
			{ account: 'income-application', net: 1_431_00n },
			{ account: 'income-set-up', net: 434_00n },
			{ account: 'income-access', net: 11_328_00n },
			{ account: 'income-data', net: 488_00n },
			{ account: 'income-data', net: 114_00n },
			{ account: 'income-data', net: 976_00n }
		],
		vat: 2_954_20n
	});
	expect(posting.entries).toEqual([
		{ account: 'receivable', amount: 17_725_20n },
		{ account: 'income-application', amount: -1_431_00n },
		{ account: 'income-set-up', amount: -434_00n },
		{ account: 'income-access', amount: -11_328_00n },
		{ account: 'income-data', amount: -1_578_00n },
		{ account: 'vat-output', amount: -2_954_20n }
	]);
});

describe('any posting', () => {
	test('balances, without an entry of nothing', () => {
		fc.assert(
			fc.property(charges, positive, pence, (invoice, paid, owed) => {
				for (const posting of [
					invoiceRaised(invoice),
					creditNoteRaised(invoice),
					paymentReceived(paid, owed)
				])
					expect(balanced(posting)).toEqual({ allowed: true });
			})
		);
	});

	test('of a credit note cancels that of its invoice in every account', () => {
		fc.assert(
			fc.property(charges, (invoice) => {
				const both = [...invoiceRaised(invoice).entries, ...creditNoteRaised(invoice).entries];
				expect([...trialBalance(both).values()].every((balance) => balance === 0n)).toBe(true);
			})
		);
	});

	test('of a payment leaves no customer owing less than nothing', () => {
		fc.assert(
			fc.property(charges, fc.array(positive, { maxLength: 5 }), (invoice, payments) => {
				const booked = [...invoiceRaised(invoice).entries];
				const owed = () => trialBalance(booked).get('receivable') ?? 0n;
				for (const paid of payments) booked.push(...paymentReceived(paid, owed()).entries);
				expect(owed() >= 0n).toBe(true);
				const balances = trialBalance(booked);
				expect(sum([...balances.values()])).toBe(0n);
				expect(balances.get('bank') ?? 0n).toBe(sum(payments));
			})
		);
	});
});

test('an overpayment is held for the customer', () => {
	expect(paymentReceived(150n, 100n).entries).toEqual([
		{ account: 'bank', amount: 150n },
		{ account: 'receivable', amount: -100n },
		{ account: 'customer-credit', amount: -50n }
	]);
});

test('a posting that does not balance is refused with the difference', () => {
	const entries = [
		{ account: 'bank', amount: 100n },
		{ account: 'receivable', amount: -99n }
	] as const;
	expect(balanced({ entries })).toEqual({
		allowed: false,
		because: 'The entries do not balance: they differ by 1 pence.'
	});
	expect(balanced({ entries: entries.slice(0, 1) }).allowed).toBe(false);
	expect(balanced({ entries: [{ account: 'bank', amount: 0n }, ...entries] }).allowed).toBe(false);
});
