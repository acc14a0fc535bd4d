import { expect, test } from 'vitest';
import { exampleFacts } from '../../../tests/support/agreement-facts.ts';
import { nhsEngland2026 } from '#domain/pricing/cards/nhs-england-2026.ts';
import { sha256 } from '#platform/digest.server.ts';
import { billed, dueOn } from './invoice.ts';
import { invoicePdf, type PrintableInvoice } from './pdf.server.ts';

const issuedOn = Temporal.PlainDate.from('2026-11-24');
const invoice: PrintableInvoice = {
	number: 'INV-2026-00042',
	issuedOn,
	taxPoint: issuedOn,
	dueOn: dueOn(issuedOn),
	seller: { ...exampleFacts.host, vatNumber: 'GB123456789' },
	customer: { ...exampleFacts.partner, vatNumber: 'GB987654321' },
	agreement: exampleFacts.reference,
	project: exampleFacts.project.title,
	poNumber: 'PO-20261122',
	content: billed(exampleFacts.quote, nhsEngland2026),
	bank: {
		accountName: exampleFacts.host.name,
		sortCode: '00-00-00',
		accountNumber: '00000000'
	}
};
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

test('the PDF of an invoice is the same bytes each time, dated by its issue', async () => {
	const first = await invoicePdf(invoice);
	expect(sha256(await invoicePdf(invoice))).toBe(sha256(first));
	expect(latin(first)).toContain('D:20261124000000Z');
	expect(latin(first)).not.toContain('/URI');
});

test('another number gives another PDF', async () => {
	const other = await invoicePdf({ ...invoice, number: 'INV-2026-00043' });
	expect(sha256(other)).not.toBe(sha256(await invoicePdf(invoice)));
});
