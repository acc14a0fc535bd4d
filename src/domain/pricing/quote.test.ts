import { describe, expect, test } from 'vitest';
import { BadInput } from './bad-input.ts';
import { nhsEngland2026 as card } from './cards/nhs-england-2026.ts';
import { annualReviews } from './lines.ts';
import { holds, quote } from './quote.ts';
import { limits, readQuoteRequest, type QuoteRequestInput } from './request.ts';
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
