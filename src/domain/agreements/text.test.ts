import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tiers } from '#domain/pricing/tier.ts';
import { library, standardChoices } from './clauses.ts';
import { exampleFacts as facts } from '../../../tests/support/agreement-facts.ts';
import { oneLine, render } from './text.ts';

const headings = (text: string) => text.split('\n').filter((line) => line.startsWith('#'));

describe('the text of an agreement', () => {
	test('is the same bytes for the same facts', () => {
		expect(render(structuredCloneOf(facts))).toBe(render(facts));
	});

	test('changes with any choice, price, party or date', () => {
		const texts = [
			facts,
			{ ...facts, choices: standardChoices('academic') },
			{ ...facts, quote: { ...facts.quote, net: facts.quote.net + 1 } },
			{ ...facts, partner: { ...facts.partner, name: 'Somebody else' } },
			{ ...facts, offeredOn: facts.offeredOn.add({ days: 1 }) },
			{ ...facts, conditional: true }
		].map((each) => render(each));
		expect(new Set(texts).size).toBe(texts.length);
	});

	test('states the parties, the project, the charges and every topic', () => {
		const text = render(facts);
		for (const words of [
			facts.host.name,
			facts.partner.name,
			facts.project.title,
			'From 1 December 2026 to 30 November 2027',
			'- Total: £17,725.20',
			'Net: £14,771.00',
			facts.quote.sha256,
			'royalty of 2 per cent'
		])
			expect(text).toContain(words);
		for (const { title } of library.topics) expect(text).toContain(`. ${title}: `);
		expect(text).not.toMatch(/undefined|NaN|[{}]|\[object/);
		expect(text.endsWith('\n')).toBe(true);
	});

	test('numbers its sections without a gap', () => {
		const numbers = headings(render(facts)).flatMap((line) => /^## (\d+)\. /.exec(line)?.[1] ?? []);
		expect(numbers).toEqual(
			Array.from({ length: library.topics.length + 4 }, (_, n) => `${n + 1}`)
		);
	});

	test('says that an offer made before approval is conditional on it', () => {
		expect(render({ ...facts, conditional: true })).toContain('only if the Project is approved');
		expect(render(facts)).not.toContain('only if the Project is approved');
	});

	test.for(tiers)('can be written on the standard terms of the %s tier', (tier) => {
		expect(render({ ...facts, choices: standardChoices(tier) })).toContain('## 1. Words used');
	});

	test('cannot be written over a floor', () => {
		const choices = { ...facts.choices, exclusivity: { option: 'full', values: {} } };
		expect(() => render({ ...facts, choices })).toThrow('Nobody may have exclusive use');
	});

	test('takes no heading and no line from what people type', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (typed) => {
				const title = `Asthma\n\n## 99. Extra clause\r\u2028\u202E${typed}`;
				const text = render({ ...facts, project: { ...facts.project, title } });
				expect(headings(text)).toEqual(headings(render(facts)));
				expect(text.split('\n')).toHaveLength(render(facts).split('\n').length);
			})
		);
	});
});

test('one line keeps words of any language and drops what hides them', () => {
	expect(oneLine('  Zażółć\tgęślą \u202Ejaźń\u0000 ')).toBe('Zażółć gęślą jaźń');
});

const structuredCloneOf = (value: typeof facts): typeof facts => ({
	...value,
	choices: structuredClone(value.choices),
	quote: structuredClone(value.quote)
});
