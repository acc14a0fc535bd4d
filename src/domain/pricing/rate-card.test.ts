import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BadInput } from './bad-input.ts';
import { nhsEngland2026 as card } from './cards/nhs-england-2026.ts';
import { shippedCard, shippedCodes } from './cards.ts';
import {
	inForce,
	mayApprove,
	moved,
	moves,
	rateCardJson,
	readRateCard,
	requiredItems,
	statuses,
	type MoveName
} from './rate-card.ts';
import { rateCardDigest } from './seal.server.ts';
import { tiers } from './tier.ts';

const item = (code: string) => ({
	code,
	description: 'Something',
	category: 'access',
	unit: 'each',
	amounts: { nhs: 1, academic: 1, student: 1, sme: 1, commercial: 1 },
	vatClass: 'service'
});
const input = (items: readonly object[]) => ({
	code: 'test',
	version: 1,
	name: 'Test',
	effectiveFrom: '2026-01-01',
	items
});
const required = requiredItems.map(item);
const refusal = (value: unknown) => {
	try {
		readRateCard(value);
	} catch (error) {
		if (error instanceof BadInput) return `${error.place}: ${error.message}`;
		throw error;
	}
	return 'was accepted';
};

test.for(statuses)('a rate card that is %s allows exactly the moves in the table', (status) => {
	for (const name of Object.keys(moves) as MoveName[]) {
		const listed = (moves[name].from as readonly string[]).includes(status);
		if (listed) expect(moved(status, name)).toBe(moves[name].to);
		else expect(() => moved(status, name)).toThrow(`is ${status}`);
	}
});

test('a rate card is approved by someone other than its author', () => {
	expect(mayApprove('ada', 'ada').allowed).toBe(false);
	expect(mayApprove('ada', 'grace').allowed).toBe(true);
});

test('every shipped card prices every required item for every tier', () => {
	for (const code of shippedCodes)
		for (const name of requiredItems) {
			const found = shippedCard(code)?.items.find((each) => each.code === name);
			expect(Object.keys(found?.amounts ?? {}).sort()).toEqual([...tiers].sort());
		}
});

describe('a card', () => {
	test('is read when it is whole', () => {
		expect(refusal(input(required))).toBe('was accepted');
	});

	test('that leaves out a required price is refused', () => {
		expect(refusal(input(required.slice(1)))).toContain('does not price application');
	});

	test('that leaves out a tier is refused at its place', () => {
		const [first, ...rest] = required;
		const lame = { ...first, amounts: { nhs: 1, academic: 1, student: 1, sme: 1 } };
		expect(refusal(input([lame, ...rest]))).toBe(
			'items[0].amounts.commercial: This field is missing; add it.'
		);
	});

	test('with pounds and pence, a negative amount or a code twice is refused', () => {
		const first = (amount: number) => [
			{ ...item('application'), amounts: { ...item('x').amounts, nhs: amount } },
			...required.slice(1)
		];
		expect(refusal(input(first(1.5)))).toContain('items[0].amounts.nhs: Enter an amount in whole');
		expect(refusal(input(first(-1)))).toContain('Enter an amount of nothing or more');
		expect(refusal(input([...required, item('cohort')]))).toContain('cohort is used twice');
	});

	test('whose product points nowhere is refused', () => {
		const lost = { ...item('p'), product: { refresh: 'gone', extraPeriod: 'extra-period' } };
		expect(refusal(input([...required, lost]))).toContain('names gone, which is not on the card');
	});

	test('is in force from its first day to its last', () => {
		const day = (text: string) => Temporal.PlainDate.from(text);
		expect(inForce(card, day('2026-03-31'))).toBe(false);
		expect(inForce(card, day('2026-04-01'))).toBe(true);
		const ended = { ...card, effectiveTo: day('2026-12-31') };
		expect(inForce(ended, day('2026-12-31'))).toBe(true);
		expect(inForce(ended, day('2027-01-01'))).toBe(false);
	});

	test('has a hash that changes with any price', () => {
		const dearer = {
			...card,
			items: card.items.map((each, n) =>
				n === 0 ? { ...each, amounts: { ...each.amounts, nhs: each.amounts.nhs + 1n } } : each
			)
		};
		expect(rateCardDigest(card)).toMatch(/^[0-9a-f]{64}$/);
		expect(rateCardDigest(dearer)).not.toBe(rateCardDigest(card));
		expect(JSON.stringify(rateCardJson(card))).toContain('"143100"');
	});
});

const published = '../shared/data/prices/price-benchmarks.json';

test.skipIf(!existsSync(published))('the shipped card charges what NHS England published', () => {
	type Row = { provider: string; line: string; amount?: number; min?: number; max?: number };
	const { items } = JSON.parse(readFileSync(published, 'utf8')) as { items: Row[] };
	const of = (line: string) => items.find((row) => row.line === line);
	const pounds = (code: string) => {
		const found = card.items.find((each) => each.code === code);
		return found ? Number(found.amounts.nhs) / 100 : undefined;
	};
	expect(pounds('application')).toBe(of('New application')?.amount);
	expect(pounds('amendment')).toBe(of('Amendment / renewal / extension')?.amount);
	expect(pounds('annual-review')).toBe(of('Annual review fee')?.amount);
	expect(pounds('set-up')).toBe(of('One-time SDE set-up')?.amount);
	expect(pounds('user-month')).toBe(
		of('User account (includes 250 compute units, 4 GB VDI memory)')?.amount
	);
	expect(pounds('product-standard')).toBe(of('Data provision per product')?.min);
	expect(pounds('product-complex')).toBe(of('Data provision per product')?.max);
	expect(pounds('extra-period')).toBe(of('Additional historical period')?.amount);
	expect(pounds('refresh-standard')).toBe(of('Data refresh')?.min);
	expect(pounds('refresh-complex')).toBe(of('Data refresh')?.max);
	expect(pounds('cohort')).toBe(of('Cohort submission')?.amount);
	expect(pounds('output-check')).toBe(
		of('Import or output check above 20 per user per month')?.amount
	);
});
