import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '#platform/canonical.ts';
import { sum } from '#platform/money.ts';
import { nhsEngland2026 as card } from './cards/nhs-england-2026.ts';
import { quote, quoteCanonical, quoteJson } from './quote.ts';
import { readRateCard, type RateCardInput } from './rate-card.ts';
import { limits, readQuoteRequest, type QuoteRequestInput } from './request.ts';
import { sealed } from './seal.server.ts';
import { tiers } from './tier.ts';

const today = Temporal.PlainDate.from('2026-11-22');
const study = {
	customer: { country: 'GB' },
	start: '2026-12-01',
	months: 12,
	users: 2
} satisfies Partial<QuoteRequestInput>;
const price = (input: QuoteRequestInput, on = card) => quote(readQuoteRequest(input), on, today);

const product = fc.record({
	code: fc.constantFrom('product-standard', 'product-complex'),
	extraPeriods: fc.nat(limits.periods),
	refreshes: fc.nat(limits.refreshes)
});
const request = fc.record({
	tier: fc.constantFrom(...tiers),
	customer: fc.record({
		country: fc.constantFrom('GB', 'US', 'DE', 'IM', 'JE'),
		businessEvidence: fc.boolean()
	}),
	start: fc.constantFrom('2026-11-22', '2027-01-31', '2028-02-29'),
	months: fc.integer({ min: 1, max: limits.months }),
	users: fc.integer({ min: 1, max: limits.users }),
	products: fc.array(product, { maxLength: 5 }),
	cohorts: fc.nat(limits.cohorts),
	amendments: fc.nat(limits.amendments),
	checksPerUserMonth: fc.nat(limits.checks)
});

describe('any quote', () => {
	test('adds up, with no negative amount', () => {
		fc.assert(
			fc.property(request, (input) => {
				const answer = price(input);
				expect(sum(answer.lines.map(({ net }) => net))).toBe(answer.net);
				expect(sum(answer.vatClasses.map(({ net }) => net))).toBe(answer.net);
				expect(answer.net + answer.vat).toBe(answer.gross);
				for (const each of answer.lines) {
					expect(each.net).toBe(BigInt(each.quantity) * each.unitNet);
					expect(each.net >= 0n && each.quantity > 0 && each.reason !== '').toBe(true);
				}
			})
		);
	});

	test('never falls when the study lasts longer or gains a user', () => {
		fc.assert(
			fc.property(request, (input) => {
				const { net } = price(input);
				if (input.months < limits.months)
					expect(price({ ...input, months: input.months + 1 }).net >= net).toBe(true);
				if (input.users < limits.users)
					expect(price({ ...input, users: input.users + 1 }).net >= net).toBe(true);
			})
		);
	});

	test('is the same bytes for the same input, whatever the order of its fields', () => {
		fc.assert(
			fc.property(request, (input) => {
				const turned = Object.fromEntries(Object.entries(input).reverse()) as typeof input;
				expect(JSON.stringify(sealed(price(turned)))).toBe(JSON.stringify(sealed(price(input))));
			})
		);
	});

	test('says on the wire exactly what its hash covers', () => {
		fc.assert(
			fc.property(request, (input) => {
				const answer = price(input);
				const wire = quoteJson(answer);
				expect(BigInt(wire.gross)).toBe(answer.gross);
				expect(canonical(quoteCanonical(answer))).toContain(`"gross":"${answer.gross}"`);
			})
		);
	});
});

test('a card that charges by tier orders the tiers as it says', () => {
	const sliding = readRateCard({
		...cardInput,
		items: cardInput.items.map((item) => ({
			...item,
			amounts: { nhs: 100, academic: 200, student: 150, sme: 300, commercial: 400 }
		}))
	});
	const net = (tier: (typeof tiers)[number]) => price({ ...study, tier }, sliding).net;
	expect(net('nhs') < net('academic')).toBe(true);
	expect(net('student') < net('academic')).toBe(true);
	expect(net('academic') < net('sme')).toBe(true);
	expect(net('sme') < net('commercial')).toBe(true);
});

/** The shipped card as a file would hold it. */
const cardInput: RateCardInput = {
	...card,
	effectiveFrom: card.effectiveFrom.toString(),
	effectiveTo: card.effectiveTo?.toString() ?? null,
	items: card.items.map((item) => ({
		...item,
		amounts: {
			nhs: Number(item.amounts.nhs),
			academic: Number(item.amounts.academic),
			student: Number(item.amounts.student),
			sme: Number(item.amounts.sme),
			commercial: Number(item.amounts.commercial)
		}
	}))
};
