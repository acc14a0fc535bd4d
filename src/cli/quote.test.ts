import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { help, run } from './quote.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-quote-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

let [out, err] = ['', ''];
beforeEach(() => {
	[out, err] = ['', ''];
	vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
	vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
	vi.restoreAllMocks();
});

const study = {
	tier: 'academic',
	customer: { country: 'GB', businessEvidence: true },
	start: '2026-12-01',
	at: '2026-11-22',
	months: 12,
	users: 2,
	products: [{ code: 'product-standard', extraPeriods: 3 }, { code: 'product-complex' }]
};

function file(content: unknown, name = 'study.json'): string {
	const path = join(folder, name);
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

test('prices the published vector as JSON, the same bytes each time', async () => {
	expect(await run(['--request', file(study), '--json'])).toBe(0);
	const first = out;
	out = '';
	await run(['--request', file(study), '--json']);
	expect(out).toBe(first);
	const answer = JSON.parse(first) as Record<string, unknown>;
	expect(answer).toMatchObject({
		net: 1477100,
		vat: 295420,
		gross: 1772520,
		note: null,
		validUntil: '2027-02-20',
		rateCard: { code: 'nhs-england-2026', version: 1 }
	});
	expect(answer['sha256']).toMatch(/^[0-9a-f]{64}$/);
});

test('prints a table for people', async () => {
	expect(await run(['--request', file(study)])).toBe(0);
	expect(out).toContain('£17,725.20');
	expect(out).toContain('2 users for 12 months.');
	expect(out).toContain('Valid until 20 February 2027.');
});

test('takes a rate card from a file', async () => {
	const required = ['application', 'amendment', 'annual-review', 'set-up', 'user-month'].concat(
		'extra-period',
		'cohort',
		'output-check'
	);
	const card = {
		code: 'local',
		version: 3,
		name: 'Local',
		effectiveFrom: '2026-01-01',
		items: required.map((code) => ({
			code,
			description: code,
			category: 'access',
			unit: 'each',
			amounts: { nhs: 0, academic: 100, student: 0, sme: 0, commercial: 0 },
			vatClass: 'service'
		}))
	};
	const request = file({ ...study, products: [] }, 'own.json');
	expect(await run(['--request', request, '--rate-card', file(card, 'card.json'), '--json'])).toBe(
		0
	);
	expect(JSON.parse(out)).toMatchObject({ net: 2600, rateCard: { code: 'local', version: 3 } });
});

test('prints its help', async () => {
	expect(await run(['--help'])).toBe(0);
	expect(out).toBe(`${help}\n`);
});

test.for<[string, () => string[], string]>([
	['no request', () => [], '--request: name the file'],
	['a file that is not there', () => ['--request', join(folder, 'none')], 'cannot be read'],
	['a file that is not JSON', () => ['--request', file('{', 'a.json')], 'this is not JSON'],
	[
		'an unpriced product',
		() => ['--request', file({ ...study, products: [{ code: 'moon' }] }, 'b.json')],
		'b.json: products[0].code: The rate card nhs-england-2026 does not price “moon”'
	],
	['an unknown card', () => ['--request', file(study), '--rate-card', 'x'], 'no card “x”'],
	[
		'a card that is none',
		() => ['--request', file(study), '--rate-card', file('{}', 'c.json')],
		'c.json'
	],
	[
		'a name with a line break',
		() => ['--request', file({ ...study, products: [{ code: 'a\nb' }] }, 'd.json')],
		'does not price “a b”'
	],
	['an unknown option', () => ['--speed', '9'], 'Unknown option']
])('%s is bad input, said in one line', async ([, argv, words]) => {
	expect(await run(argv())).toBe(2);
	expect(err).toContain(words);
	expect(err.trimEnd().split('\n')).toHaveLength(1);
	expect(out).toBe('');
});
