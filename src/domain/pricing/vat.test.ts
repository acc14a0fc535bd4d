import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { supplies, vatClasses, vatRule, type Supply, type VatCustomer } from './vat.ts';

const uk: VatCustomer = { country: 'GB', businessEvidence: true };
const abroad: VatCustomer = { country: 'US', businessEvidence: true };
const unproven: VatCustomer = { country: 'US', businessEvidence: false };

/** Each row of the decision table, and the supply and customer it speaks of. */
const rows: Record<string, readonly [Supply, VatCustomer][]> = {
	'UK-B2B': [
		['service', uk],
		['service', { ...uk, businessEvidence: false }]
	],
	'NONUK-B2B': [['service', abroad]],
	'NONUK-B2C': [['service', unproven]],
	'RESEARCH-EXEMPTION': [['service', uk]],
	GRANT: [
		['grant', uk],
		['grant', unproven]
	],
	INTERNAL: [['internal', uk]],
	'BENEFIT-SHARE': [
		['benefit-share', uk],
		['benefit-share', abroad],
		['benefit-share', unproven]
	]
};

const decisions = '../shared/data/vat/vat-decision-table.json';

test.skipIf(!existsSync(decisions))('every row of the decision table is followed', () => {
	type Row = { id: string; ratePercent?: number };
	const { rules, standardRatePercent } = JSON.parse(readFileSync(decisions, 'utf8')) as {
		rules: Row[];
		standardRatePercent: number;
	};
	expect(rules.map(({ id }) => id).sort()).toEqual(Object.keys(rows).sort());
	for (const { id, ratePercent } of rules)
		for (const [supply, customer] of rows[id] ?? []) {
			const expected = ratePercent ?? (customer === abroad ? 0 : standardRatePercent);
			expect(Number(vatRule(supply, customer).rate) / 100, id).toBe(expected);
		}
});

test('royalties follow the place of supply of services', () => {
	for (const customer of [uk, abroad, unproven])
		expect(vatRule('benefit-share', customer)).toBe(vatRule('service', customer));
});

test('the Isle of Man is inside the United Kingdom for VAT and Jersey is not', () => {
	expect(vatRule('service', { country: 'IM', businessEvidence: true }).code).toBe('UK-B2B');
	expect(vatRule('service', { country: 'JE', businessEvidence: true }).code).toBe('NONUK-B2B');
});

test('every rule that charges nothing says why on the invoice', () => {
	for (const supply of supplies)
		for (const customer of [uk, abroad, unproven]) {
			const rule = vatRule(supply, customer);
			expect(rule.note === null).toBe(rule.rate !== 0n);
		}
});

test('VAT is taken once on the sum of a class, not line by line', () => {
	const lines = [1n, 1n, 1n].map((net) => ({ net, supply: 'service' as const }));
	expect(vatClasses(lines, uk)).toMatchObject([{ code: 'UK-B2B', net: 3n, vat: 1n }]);
});

test('a credit note cancels its invoice to the penny', () => {
	const line = fc.record({
		net: fc.bigInt({ min: 0n, max: 10n ** 12n }),
		supply: fc.constantFrom(...supplies)
	});
	fc.assert(
		fc.property(fc.array(line), fc.constantFrom(uk, abroad, unproven), (lines, customer) => {
			const invoice = vatClasses(lines, customer);
			const credit = vatClasses(
				lines.map(({ net, supply }) => ({ net: -net, supply })),
				customer
			);
			expect(credit.map(({ vat }) => -vat)).toEqual(invoice.map(({ vat }) => vat));
		})
	);
});
