import { describe, expect, test } from 'vitest';
import { exampleFacts } from '../../../tests/support/agreement-facts.ts';
import { nhsEngland2026 } from '#domain/pricing/cards/nhs-england-2026.ts';
import {
	billed,
	chargesOf,
	contentJson,
	dueOn,
	grossOf,
	invoiceNumber,
	isOverdue,
	moved,
	moves,
	netOf,
	readContent,
	statuses,
	vatOf,
	type MoveName
} from './invoice.ts';
import { balanced, invoiceRaised } from './ledger.ts';
import { mayAcceptOrder, mayRecord, outstanding, overpaid, settles } from './payment.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const content = billed(exampleFacts.quote, nhsEngland2026);

describe('an invoice', () => {
	test.for(statuses)('that is %s allows exactly the moves in the table', (status) => {
		for (const name of Object.keys(moves) as MoveName[]) {
			const listed = (moves[name].from as readonly string[]).includes(status);
			if (listed) expect(moved(status, name)).toBe(moves[name].to);
			else expect(() => moved(status, name)).toThrow(`is ${status}`);
		}
	});

	test('bills its quote to the penny', () => {
		expect([netOf(content), vatOf(content), grossOf(content)]).toEqual([
			14_771_00n,
			2_954_20n,
			17_725_20n
		]);
	});

	test('books what it bills', () => {
		const posting = invoiceRaised(chargesOf(content));
		expect(balanced(posting).allowed).toBe(true);
		expect(posting.entries[0]).toEqual({ account: 'receivable', amount: 17_725_20n });
	});

	test('survives the database', () => {
		const stored: unknown = JSON.parse(JSON.stringify(contentJson(content)));
		expect(readContent(stored)).toEqual(content);
	});

	test('is due 30 days after issue and late only after that day', () => {
		const due = dueOn(day('2026-11-22'));
		expect(due.toString()).toBe('2026-12-22');
		expect(isOverdue({ status: 'issued', dueOn: due }, due)).toBe(false);
		expect(isOverdue({ status: 'issued', dueOn: due }, due.add({ days: 1 }))).toBe(true);
		expect(isOverdue({ status: 'paid', dueOn: due }, due.add({ days: 1 }))).toBe(false);
	});

	test('is numbered within its year', () => {
		expect(invoiceNumber(2026, 42n)).toBe('INV-2026-00042');
		expect(invoiceNumber(2026, 123_456n)).toBe('INV-2026-123456');
	});

	test('is settled by payments that reach its total, in as many parts as it takes', () => {
		expect(settles(100n, [60n])).toBe(false);
		expect(outstanding(100n, [60n])).toBe(40n);
		expect(settles(100n, [60n, 40n])).toBe(true);
		expect([outstanding(100n, [130n]), overpaid(100n, [130n])]).toEqual([0n, 30n]);
	});
});

describe('a bank payment', () => {
	const invoice = { issuedOn: day('2026-11-20') };
	const payment = { amount: 100n, bankReference: 'FP 123', receivedOn: day('2026-11-21') };
	const verdict = (change: Partial<typeof payment>) =>
		mayRecord({ ...payment, ...change }, invoice, day('2026-11-22')).allowed;

	test('is recorded with an amount, a reference and a day between issue and today', () => {
		expect(verdict({})).toBe(true);
		expect(verdict({ amount: 0n })).toBe(false);
		expect(verdict({ bankReference: ' ' })).toBe(false);
		expect(verdict({ receivedOn: day('2026-11-23') })).toBe(false);
		expect(verdict({ receivedOn: day('2026-11-19') })).toBe(false);
	});
});

describe('a purchase order', () => {
	const order = { number: 'PO-1', amount: 14_771_00n };

	test('opens a public body’s project when it covers the charges', () => {
		expect(mayAcceptOrder(order, { publicBody: true }, 14_771_00n).allowed).toBe(true);
		expect(mayAcceptOrder(order, { publicBody: true }, 14_771_01n)).toMatchObject({
			because:
				'The purchase order is for £14,771.00, which does not cover the £14,771.01 due before VAT.'
		});
		expect(mayAcceptOrder({ ...order, number: '' }, { publicBody: true }, 1n).allowed).toBe(false);
	});

	test('does not open a company’s project', () => {
		expect(mayAcceptOrder(order, { publicBody: false }, 1n).allowed).toBe(false);
	});
});
