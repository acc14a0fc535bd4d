import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exampleFacts } from '../../../tests/support/agreement-facts.ts';
import { sha256 } from '#platform/digest.server.ts';
import type { Signature } from './agreement.ts';
import { agreementPdf, type SignedAgreement } from './pdf.server.ts';
import { render } from './text.ts';

const text = render(exampleFacts);
const signature = (party: Signature['party'], at: string): Signature => ({
	party,
	typedName: party === 'partner' ? 'Ada Byron' : 'Grace Brewster',
	authority: 'I am authorised to sign for my organisation.',
	sha256: sha256(text),
	level: 'password and second factor',
	address: '192.0.2.10',
	userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0',
	at: Temporal.Instant.from(at)
});
const agreement: SignedAgreement = {
	reference: exampleFacts.reference,
	text,
	offeredOn: exampleFacts.offeredOn,
	host: exampleFacts.host.name,
	partner: exampleFacts.partner.name,
	signatures: [
		signature('partner', '2026-11-23T09:30:00Z'),
		signature('service', '2026-11-23T14:05:00Z')
	]
};

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('the PDF of an agreement', () => {
	test('is the same bytes for the same record', async () => {
		const [first, second] = [await agreementPdf(agreement), await agreementPdf(agreement)];
		expect(latin(first).startsWith('%PDF-1.7')).toBe(true);
		expect(latin(first).trimEnd().endsWith('%%EOF')).toBe(true);
		expect(sha256(second)).toBe(sha256(first));
	});

	test('is dated by its last signature', async () => {
		expect(latin(await agreementPdf(agreement))).toContain('D:20261123140500Z');
	});

	test('embeds its fonts and refers to nothing outside itself', async () => {
		const bytes = latin(await agreementPdf(agreement));
		expect(bytes).toContain('/FontFile2');
		expect(bytes).not.toContain('/URI');
		expect(bytes).toContain('pdfaid');
	});

	test('has the same pages before and after signing, the evidence on the last', async () => {
		const pages = async (signatures: readonly Signature[]) =>
			latin(await agreementPdf({ ...agreement, signatures })).match(/\/Type \/Page\n/g)?.length ??
			0;
		expect(await pages([])).toBeGreaterThan(2);
		expect(await pages([])).toBe(await pages(agreement.signatures));
	});

	test('has streams that can be read', async () => {
		const bytes = Buffer.from(await agreementPdf(agreement));
		const start = bytes.indexOf('/FlateDecode');
		const from = bytes.indexOf('stream\n', start) + 'stream\n'.length;
		expect(
			inflateSync(bytes.subarray(from, bytes.indexOf('endstream', from))).length
		).toBeGreaterThan(0);
	});
});
