import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '#platform/canonical.ts';
import { sum } from '#platform/money.ts';
import { BadInput } from './bad-input.ts';
import { nhsEngland2026 as card } from './cards/nhs-england-2026.ts';
import { annualReviews } from './lines.ts';
import { holds, quote, quoteCanonical, quoteJson } from './quote.ts';
import { readRateCard, type RateCardInput } from './rate-card.ts';
import { limits, readQuoteRequest, type QuoteRequestInput } from './request.ts';
import { sealed } from './seal.server.ts';
import { tiers } from './tier.ts';

const today = Temporal.PlainDate.from('2026-11-22');

const vector: QuoteRequestInput = {
	tier: 'academic',
	customer: { country: 'GB', businessEvidence: true },
	start: '2026-12-01',
	months: 12,
	users: 2,
	products: [
		{ code: 'product-standard', extraPeriods: 3, refreshes: 0 },
		{ code: 'product-complex', extraPeriods: 0, refreshes: 0 }
	]
};

const price = (change: Partial<QuoteRequestInput> = {}, on = card) =>
	quote(readQuoteRequest({ ...vector, ...change }), on, today);

const line = (answer: ReturnType<typeof price>, code: string) =>
	answer.lines.find((each) => each.code === code);

const refusal = (work: () => unknown) => {
	try {
		work();
	} catch (error) {
		if (error instanceof BadInput) return `${error.place}: ${error.message}`;
		throw error;
	}
	return 'was accepted';
};

describe('the published vector', () => {
	test('costs £14,771.00 and £17,725.20 with VAT', () => {
		const answer = price();
		expect(answer.net).toBe(14_771_00n);
		expect(answer.vat).toBe(2_954_20n);
		expect(answer.gross).toBe(17_725_20n);
		expect(answer.note).toBeNull();
		expect(answer.lines.map(({ code, quantity, net }) => [code, quantity, net])).toEqual([
			['application', 1, 1_431_00n],
			['set-up', 1, 434_00n],
			['user-month', 24, 11_328_00n],
			['product-standard', 1, 488_00n],
			['extra-period', 3, 114_00n],
			['product-complex', 1, 976_00n]
		]);
	});

	test('carries no UK VAT and the reverse-charge note for a proven business abroad', () => {
		const answer = price({ customer: { country: 'US', businessEvidence: true } });
		expect([answer.net, answer.vat, answer.gross]).toEqual([14_771_00n, 0n, 14_771_00n]);
		expect(answer.note).toMatch(/^Reverse charge/);
	});

	test('carries VAT abroad when nothing proves a business', () => {
		const answer = price({ customer: { country: 'US' } });
		expect(answer.gross).toBe(17_725_20n);
		expect(answer.note).toBeNull();
	});

	test('is the same for every tier, for the published list makes no difference', () => {
		for (const tier of tiers) expect(price({ tier }).net).toBe(14_771_00n);
	});
});

test.for([
	[1, 0],
	[12, 0],
	[13, 1],
	[24, 1],
	[25, 2],
	[36, 2],
	[37, 3]
] as const)('a study of %i months has %i annual reviews', ([months, reviews]) => {
	expect(annualReviews(months)).toBe(reviews);
	expect(line(price({ months }), 'annual-review')?.quantity ?? 0).toBe(reviews);
});

test('output checks cost only above twenty for each user and month', () => {
	expect(line(price({ checksPerUserMonth: 20 }), 'output-check')).toBeUndefined();
	const over = line(price({ checksPerUserMonth: 23 }), 'output-check');
	expect(over).toMatchObject({ quantity: 3 * 24, net: 72n * 11_00n });
	expect(over?.reason).toContain('552 in all, of which 480 are included');
});

test('a refresh costs what its own product says', () => {
	const refreshed = (code: string) =>
		price({ products: [{ code, refreshes: 2 }] }).lines.at(-1)?.net;
	expect(refreshed('product-standard')).toBe(32_00n);
	expect(refreshed('product-complex')).toBe(108_00n);
});

test('cohorts and amendments are charged each', () => {
	const answer = price({ cohorts: 2, amendments: 3 });
	expect(line(answer, 'cohort')?.net).toBe(1_172_00n);
	expect(line(answer, 'amendment')?.net).toBe(3_414_00n);
});

test('a quote holds for 90 days, the last one included', () => {
	const answer = price();
	expect(answer.validUntil.toString()).toBe('2027-02-20');
	expect(holds(answer, answer.validUntil)).toBe(true);
	expect(holds(answer, answer.validUntil.add({ days: 1 }))).toBe(false);
});

test('the day in the request wins over today', () => {
	expect(price({ at: '2026-11-01' }).validUntil.toString()).toBe('2027-01-30');
});

test.for<[string, Readonly<Record<string, unknown>>, string]>([
	['a product off the card', { products: [{ code: 'moon' }] }, 'products[0].code: The rate card'],
	['an item that is not a product', { products: [{ code: 'set-up' }] }, 'products[0].code'],
	['a workspace size', { workspace: { size: 'large' } }, 'workspace.size: The rate card'],
	['support', { supportHours: 5 }, 'supportHours: The rate card nhs-england-2026 does not price'],
	['half a month', { months: 1.5 }, 'months: Enter the number of months, a whole number'],
	['no user', { users: 0 }, 'users: Enter the number of users'],
	['too many users', { users: limits.users + 1 }, 'users: '],
	['text for a number', { users: '2' }, 'users: Enter the number of users'],
	['an unknown tier', { tier: 'gold' }, 'tier: Choose a tier'],
	['no tier', { tier: undefined }, 'tier: '],
	['a country that is none', { customer: { country: 'UK' } }, 'customer.country: Enter a country'],
	['a day that is none', { start: '2026-02-30' }, 'start: Enter the start'],
	['a start too far off', { start: '2028-05-23' }, 'start: Enter a start at most 18 months'],
	['a start long past', { start: '2025-11-21' }, 'start: Enter a start at most 12 months'],
	['a day before the card', { at: '2026-03-31' }, 'at: The rate card nhs-england-2026 is in force'],
	['a field nobody knows', { gpuHours: 4 }, 'gpuHours: This is not a field'],
	['a negative count', { cohorts: -1 }, 'cohorts: Enter the number of cohorts'],
	['a number that is none', { months: Number.NaN }, 'months: ']
])('%s is refused at its field', ([, change, words]) => {
	expect(refusal(() => price(change as Partial<QuoteRequestInput>))).toContain(words);
});

test.for([null, [], 'a study', 7])('%j is not a request', (input) => {
	expect(refusal(() => readQuoteRequest(input))).toMatch(/Enter the study|is missing/);
});

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
	const net = (tier: (typeof tiers)[number]) => price({ tier }, sliding).net;
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
