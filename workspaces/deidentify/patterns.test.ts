import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuck, type Duck } from './duck.ts';
import { makeCandidates, scanNumbers, scanTexts } from './look.ts';
import { patterns } from './patterns.ts';
import { installMacros } from './pseudonym.ts';

let duck: Duck;
beforeAll(async () => {
	duck = await openDuck(null);
	await installMacros(duck.db);
	await makeCandidates(duck.db);
});
afterAll(() => {
	duck.close();
});

const from = (values: readonly string[]) =>
	`(select unnest([${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')}]) as c)`;

const place = (values: readonly string[]) => ({ file: 'f', column: 'c', from: from(values) });

const rulesFound = async (values: readonly string[], shapes = patterns) =>
	(await scanTexts(duck.db, place(values), 0, shapes)).map(({ rule }) => rule);

/** By rule: what it must find, each alone, and what looks like it and is none. */
const examples: Readonly<
	Record<string, { readonly hits: readonly string[]; readonly misses: readonly string[] }>
> = {
	'national-insurance-number': {
		hits: ['AB123456C', 'ab 12 34 56 c', 'see JK 123456 D, please'],
		misses: ['AB123456E', 'BG12345', 'QQ123456C']
	},
	postcode: {
		hits: ['SW1A 1AA', 'm11ae', 'lives in EC1A1BB now', 'GIR 0AA'],
		misses: ['SW1A 1CC', 'I10.9', 'C50', 'E11 9']
	},
	'e-mail': { hits: ['ann.smith@example.org', '<a@b-c.nhs.uk>'], misses: ['a@b', '5 @ 3'] },
	phone: {
		hits: ['020 7946 0018', '+44 7700 900123', '07700900123'],
		misses: ['0.123456789012', '12345', '2020']
	},
	url: { hits: ['https://example.org/x', 'www.example.org'], misses: ['http', 'w.w.w'] },
	'grid-reference': { hits: ['TQ 30016 80386', 'SU387148'], misses: ['TQ 3', 'AB123456'] },
	formula: {
		hits: ['=1+1', '@SUM(A1)', '+SUM(A1)', "-2+3+cmd|' /C calc'!A0", '\t=1', '=HYPERLINK("x")'],
		misses: ['-5', '+1.5', '-', '- 5 mg', 'a=b', '-1.2e-3']
	},
	'date-in-text': { hits: ['1961-03-17', 'born 1961-03-17.'], misses: ['1961-13-17', '2019-1-1'] }
};

describe('the shapes of identifiers', () => {
	test('have examples each, and no rule was taken away', () => {
		expect(patterns.map(({ rule }) => rule).sort()).toEqual(Object.keys(examples).sort());
	});

	for (const [rule, { hits, misses }] of Object.entries(examples)) {
		test(`${rule}: found where it is, by this rule and no other`, async () => {
			const without = patterns.filter((one) => one.rule !== rule);
			for (const value of hits) {
				expect(await rulesFound([value]), value).toContain(rule);
				expect(await rulesFound([value], without), `${value}, the rule removed`).not.toContain(
					rule
				);
			}
			const alone = hits[0] ?? '';
			expect(await rulesFound([alone], without), 'nothing else stands in for it').toEqual([]);
		});
		test(`${rule}: not found where it only seems to be`, async () => {
			for (const value of misses) expect(await rulesFound([value]), value).not.toContain(rule);
		});
	}
});

describe('NHS numbers', () => {
	test('are told by their check digit, when more pass than chance lets through', async () => {
		expect(await rulesFound(['9434765919'])).toEqual(['nhs-number']);
		expect(await rulesFound(['number 943 476 5919 of the patient'])).toEqual(['nhs-number']);
		expect(await rulesFound(['9434765918'])).toEqual([]);
		// 100 numbers in a row: 1 in 11 passes by chance, which is no finding
		const row = Array.from({ length: 110 }, (_, at) => String(4_000_000_000 + at * 7));
		expect(await rulesFound(row)).toEqual([]);
	});

	test('are told among numbers too', async () => {
		const found = await scanNumbers(
			duck.db,
			{ file: 'f', column: 'c', from: '(select 9434765919.0::double as c)' },
			1
		);
		expect(found.map(({ rule }) => rule)).toEqual(['nhs-number']);
	});
});
