import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { canonical } from '#platform/canonical.ts';
import { tiers } from '#domain/pricing/tier.ts';
import {
	ChoicesSchema,
	approvalNeeded,
	choiceProblems,
	departures,
	library,
	libraryJson,
	settle,
	standardChoices,
	type Choices
} from './clauses.ts';

/** Every topic that domain.md names. */
const topics = [
	'background-ip',
	'foreground-ip',
	'exclusivity',
	'value-share',
	'commercialisation',
	'publication',
	'early-sight',
	'model-export',
	'derived-data',
	're-identification',
	'audit',
	'termination',
	'late-payment',
	'liability'
];

const change = (topic: string, option: string, values: Record<string, number> = {}): Choices => ({
	...standardChoices('commercial'),
	[topic]: { option, values }
});
const messages = (choices: Choices) => choiceProblems(choices).map(({ message }) => message);

describe('the clause library', () => {
	test('has every topic once', () => {
		expect(library.topics.map(({ code }) => code).sort()).toEqual([...topics].sort());
	});

	test.for(library.topics)('$code is whole: options, standards, floor, words', (topic) => {
		const codes = topic.options.map(({ code }) => code);
		expect(new Set(codes).size).toBe(codes.length);
		for (const tier of tiers) expect(codes).toContain(topic.standard[tier]);
		expect(topic.floor.limit).toMatch(/\.$/);
		expect(topic.floor.because).toMatch(/\.$/);
		for (const option of topic.options) {
			expect(option.text.length).toBeGreaterThan(100);
			expect(option.note.length).toBeLessThan(option.text.length);
			const named = [...option.text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
			expect(named).toEqual(option.parameters.map(({ code }) => code));
			for (const { minimum, maximum, standard } of option.parameters)
				expect(minimum <= standard && standard <= maximum).toBe(true);
		}
	});

	test('has a canonical form, so that a version can be hashed', () => {
		expect(canonical(libraryJson())).toContain('"re-identification"');
	});
});

describe('choices', () => {
	test.for(tiers)('the standard terms of the %s tier stand and need no approval', (tier) => {
		const choices = standardChoices(tier);
		expect(choiceProblems(choices)).toEqual([]);
		expect(departures(choices, tier)).toEqual([]);
		expect(approvalNeeded(choices, tier)).toBeNull();
	});

	test('survive a trip through JSON', () => {
		const choices = standardChoices('sme');
		expect(v.parse(ChoicesSchema, JSON.parse(JSON.stringify(choices)))).toEqual(choices);
	});

	test('every option can be chosen, with its standard numbers', () => {
		for (const topic of library.topics)
			for (const { code, parameters } of topic.options) {
				const values = Object.fromEntries(parameters.map((each) => [each.code, each.standard]));
				const clause = settle(change(topic.code, code, values)).find(
					(each) => each.topic === topic.code
				);
				expect(clause?.text).not.toMatch(/[{}]|NaN|undefined/);
			}
	});

	test('cannot cross a floor, and are told why', () => {
		expect(messages(change('exclusivity', 'full'))[0]).toContain(
			'Nobody may have exclusive use of the Data.'
		);
		expect(messages(change('re-identification', 'allowed'))[0]).toContain('forbidden');
		expect(messages(change('value-share', 'royalty', { royaltyPercent: 0 }))).toEqual([
			'Royalty in per cent of net sales must be a whole number from 1 to 25.'
		]);
	});

	test('need every topic, every number and nothing else', () => {
		const rest = Object.fromEntries(
			Object.entries(standardChoices('nhs')).filter(([topic]) => topic !== 'audit')
		);
		expect(messages(rest)).toEqual(['Choose an option for “Audit”.']);
		expect(messages(change('audit', 'recorded'))[0]).toContain('Days of notice before an audit');
		expect(messages(change('audit', 'recorded', { auditDays: 1.5 }))).toHaveLength(1);
		expect(messages(change('audit', 'recorded', { auditDays: 10, extra: 1 }))).toHaveLength(1);
		expect(messages(change('moon', 'full'))).toEqual(['There is no clause called “moon”.']);
		expect(() => settle(change('moon', 'full'))).toThrow('no clause called');
	});

	test('that depart from the standard ask for the highest approval among them', () => {
		const early = change('early-sight', 'none', { copyDays: 14 });
		expect(approvalNeeded(early, 'commercial')).toBe('commercial-manager');
		const both = { ...early, 'foreground-ip': { option: 'joint', values: {} } };
		expect(approvalNeeded(both, 'commercial')).toBe('commercial-director');
		expect(departures(both, 'commercial').map(({ topic }) => topic)).toEqual([
			'foreground-ip',
			'early-sight'
		]);
	});

	test('that only change a number depart from the standard too', () => {
		const lower = change('value-share', 'royalty', { royaltyPercent: 1 });
		expect(approvalNeeded(lower, 'commercial')).toBe('commercial-director');
	});
});
