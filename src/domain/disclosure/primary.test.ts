import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence } from './evidence.ts';
import { PolicySchema, usualPolicy, type Policy } from './policy.ts';
import { dominated, estimated, primaryRules, type Asked } from './primary.ts';
import * as v from 'valibot';

const policyOf = (input: object): Policy => v.parse(PolicySchema, input);
const asked = (statistic: Asked['statistic'], more: Partial<Asked> = {}): Asked => ({
	statistic,
	of: 'units',
	q: null,
	namesOrganisation: false,
	...more
});

/** A cell whose people contributed these amounts, one record each. */
function cell(contributions: readonly number[], more: Partial<Evidence> = {}): Evidence {
	return {
		row: ['a'],
		column: [],
		levels: [0],
		value: null,
		units: contributions.length,
		rows: contributions.length,
		sum: contributions.reduce((sum, x) => sum + x, 0),
		largest: contributions.toSorted((a, b) => b - a).slice(0, 2),
		negatives: contributions.filter((x) => x < 0).length,
		missing: 0,
		allEqual: new Set(contributions).size === 1,
		atEndpoint: null,
		modeShare: null,
		organisations: null,
		...more
	};
}
const alike = (n: number, x = 5): number[] => Array.from({ length: n }, () => x);

describe('threshold', () => {
	test('is broken below the threshold and kept at it', () => {
		expect(primaryRules(cell(alike(9)), asked('count'), usualPolicy)).toEqual(['threshold']);
		expect(primaryRules(cell(alike(10)), asked('count'), usualPolicy)).toEqual([]);
	});
	test('says nothing of a cell with nobody in it', () => {
		expect(primaryRules(cell([]), asked('count'), usualPolicy)).toEqual([]);
	});
	test('is never made worse by one more contributor', () => {
		const amounts = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 30 });
		fc.assert(
			fc.property(amounts, fc.integer({ min: 0, max: 1000 }), (before, more) => {
				const broken = (list: number[]): boolean =>
					primaryRules(cell(list), asked('sum'), usualPolicy).includes('threshold');
				expect(broken([...before, more]) && before.length > 0 && !broken(before)).toBe(false);
			})
		);
	});
	test('is switched off by null', () => {
		expect(primaryRules(cell([1]), asked('count'), policyOf({ threshold: null }))).toEqual([]);
	});
});

describe('concentration', () => {
	test('dominance is strict: a tie at k per cent is safe', () => {
		expect(dominated({ sum: 100, largest: [50, 40] }, 2, 90)).toBe(false);
		expect(dominated({ sum: 100, largest: [50, 40.01] }, 2, 90)).toBe(true);
		expect(dominated({ sum: 1, largest: [0.6, 0.3] }, 2, 90)).toBe(false);
	});
	test('p % compares what is left with p % of the largest, strictly', () => {
		expect(estimated({ sum: 210, largest: [100, 100], units: 3 }, 0.1)).toBe(false);
		expect(estimated({ sum: 209.9, largest: [100, 100], units: 3 }, 0.1)).toBe(true);
	});
	test('one or two contributors are always unsafe', () => {
		const policy = policyOf({ threshold: null, dominance: null, pPercent: 0.0001 });
		expect(primaryRules(cell([7, 7]), asked('sum'), policy)).toContain('p-percent');
		expect(primaryRules(cell([7]), asked('mean'), policy)).toContain('p-percent');
	});
	test('does not apply to counts of people, and applies to counts of their records', () => {
		const one = cell(alike(12), { units: 12, rows: 200, sum: 200, largest: [150, 40] });
		expect(primaryRules(one, asked('count'), usualPolicy)).toEqual([]);
		expect(primaryRules(one, asked('count', { of: 'records' }), usualPolicy)).toContain(
			'dominance'
		);
	});
	test('is undefined with negative values, which are reviewed', () => {
		const rules = primaryRules(cell([...alike(11), -900]), asked('sum'), usualPolicy);
		expect(rules).toEqual(['negative']);
	});
	test('follows the policy on zeros when nobody contributed anything', () => {
		const zeros = cell(alike(20, 0));
		expect(primaryRules(zeros, asked('sum'), usualPolicy)).toEqual(['zero', 'class']);
		const silent = policyOf({ zerosDisclose: false, classShare: null });
		expect(primaryRules(zeros, asked('sum'), silent)).toEqual([]);
	});
	test('pq is p % with the ratio p to q', () => {
		const policy = policyOf({
			threshold: null,
			dominance: null,
			pPercent: null,
			pq: { p: 60, q: 80 }
		});
		expect(primaryRules(cell([100, 50, 40, 34]), asked('sum'), policy)).toEqual(['pq']);
		expect(primaryRules(cell([100, 50, 40, 35]), asked('sum'), policy)).toEqual([]);
	});
});

describe('other statistics', () => {
	const many = Array.from({ length: 40 }, (_, i) => i);
	test('a quantile needs a threshold of people on its thin side', () => {
		const at = (q: number) => primaryRules(cell(many), asked('quantile', { q }), usualPolicy);
		expect(at(0.75)).toEqual([]);
		expect(at(0.9)).toEqual(['quantile']);
		expect(primaryRules(cell(many.slice(0, 20)), asked('median'), usualPolicy)).toEqual([]);
		expect(primaryRules(cell(many.slice(0, 19)), asked('median'), usualPolicy)).toEqual([
			'quantile'
		]);
	});
	test('an end point must be shared by a threshold of people', () => {
		const shared = (n: number) =>
			primaryRules(cell(many, { atEndpoint: n }), asked('max'), usualPolicy);
		expect(shared(9)).toEqual(['endpoint']);
		expect(shared(10)).toEqual([]);
	});
	test('a spread needs ten degrees of freedom', () => {
		expect(primaryRules(cell(many.slice(0, 10)), asked('std'), usualPolicy)).toEqual([
			'degrees-of-freedom'
		]);
		expect(primaryRules(cell(many.slice(0, 11)), asked('std'), usualPolicy)).toEqual([]);
	});
	test('a mode that nearly all share is unsafe', () => {
		expect(primaryRules(cell(many, { modeShare: 0.95 }), asked('mode'), usualPolicy)).toEqual([
			'dominance',
			'class'
		]);
		expect(primaryRules(cell(many, { modeShare: 0.9 }), asked('mode'), usualPolicy)).toEqual([]);
	});
	test('values that are all one are class disclosure', () => {
		expect(primaryRules(cell(alike(50)), asked('mean'), usualPolicy)).toEqual(['class']);
	});
	test('many missing values are reviewed', () => {
		const gaps = cell(many, { rows: 50, missing: 10 });
		expect(primaryRules(gaps, asked('mean'), usualPolicy)).toEqual(['missing']);
	});
});

describe('organisations', () => {
	const people = cell(alike(500, 1));
	const from = (count: number, largestShare: number) =>
		primaryRules(
			{ ...people, organisations: { count, largestShare } },
			asked('count'),
			usualPolicy
		);
	test('one practice with 95 % of 500 people is flagged', () => {
		expect(from(10, 0.95)).toEqual(['organisation']);
	});
	test('fewer than three are flagged, three even ones are not', () => {
		expect(from(2, 0.5)).toEqual(['organisation']);
		expect(from(3, 0.4)).toEqual([]);
	});
	test('each kind is held to its own limits, and the worst of them decides', () => {
		const clinicians = (count: number, largestShare: number) =>
			primaryRules(
				{
					...people,
					organisations: { count: 30, largestShare: 0.1 },
					further: [{ column: 'provider_id', count, largestShare }]
				},
				asked('count'),
				usualPolicy
			);
		expect(clinicians(2, 0.5)).toEqual(['organisation']);
		expect(clinicians(9, 0.95)).toEqual(['organisation']);
		expect(clinicians(9, 0.5)).toEqual([]);
	});
	test('a table by organisation names each of them', () => {
		const named = asked('count', { namesOrganisation: true });
		expect(primaryRules(people, named, usualPolicy)).toEqual(['organisation']);
	});
});
