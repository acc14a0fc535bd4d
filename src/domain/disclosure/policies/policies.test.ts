import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { organisationLimits, PolicySchema, strictest, usualPolicy } from '../policy.ts';
import { PolicyForm, policyOf, typedOf } from './form.ts';
import { compare, parameters } from './parameters.ts';
import { shownLimits } from './public.ts';

const full = v.parse(PolicySchema, {
	dominance: { n: 2, k: 87.5 },
	pq: { p: 20, q: 80 },
	rounding: { method: 'conventional', base: 5 },
	structural: { zeros: [{ sex: 'M', event: 'birth' }], ends: [{ column: 'score', value: 0 }] }
});
const none = v.parse(
	PolicySchema,
	Object.fromEntries(Object.keys(usualPolicy).map((key) => [key, null]))
);

describe('a policy', () => {
	test.each([
		['usual', usualPolicy],
		['full', full],
		['with all rules off', none]
	])('%s comes out of its form as it went in', (_, policy) => {
		const { zerosDisclose, secondary, ...typed } = typedOf(policy);
		const form = v.parse(PolicyForm, {
			...typed,
			...(zerosDisclose ? { zerosDisclose: 'yes' } : {}),
			...(secondary ? { secondary: 'yes' } : {}),
			owner: 'service',
			from: '2026-12-01',
			reason: 'A test',
			once: 'x'
		});
		expect(policyOf(form, ['care_site_id', 'provider_id'])).toEqual({ policy });
	});

	test('has every one of its parameters on its page', () => {
		expect(
			parameters(usualPolicy)
				.map(({ key }) => key)
				.sort()
		).toEqual(Object.keys(usualPolicy).sort());
	});

	test('shows researchers the threshold and the rounding, and nothing else of it', () => {
		expect(
			parameters(full)
				.filter(({ confidential }) => !confidential)
				.map(({ key }) => key)
		).toEqual(['threshold', 'rounding']);
		expect(() => shownLimits([full])).toThrow();
	});

	test('shows the largest threshold of several, and each rounding, since which is stricter is confidential', () => {
		const one = { threshold: 15, rounding: { method: 'cell-key' } };
		const other = { threshold: null, rounding: { method: 'controlled', base: 5 } };
		const values = (...all: object[]) => shownLimits(all).map(({ value }) => value);
		expect(values({})).toEqual(['10', 'off']);
		expect(values(one, { rounding: null })).toEqual(['15', 'cell-key']);
		expect(values(one, other)).toEqual(['15', 'the strictest of cell-key; controlled, to 5']);
		expect(values({ threshold: null })).toEqual(['off', 'off']);
	});

	test('beside the one before has what changed marked, also where the words are the same', () => {
		const next = {
			...full,
			structural: { zeros: [{ sex: 'F' }], ends: [{ column: 'a', value: 1 }] }
		};
		const changed = compare(next, full).filter((one) => one.changed);
		expect(changed.map(({ key }) => key)).toEqual(['structural']);
		expect(compare(full, null).every(({ before }) => before === null)).toBe(true);
	});

	test('takes one kind of organisation or a list of them, and the strictest looks at every kind', () => {
		const one = { column: 'care_site_id', minimum: 3, share: 0.9 };
		const staff = { column: 'provider_id', minimum: 2, share: 0.8 };
		const read = (organisations: unknown) => v.parse(PolicySchema, { organisations });
		expect(read(one).organisations).toEqual(one);
		expect(read([one]).organisations).toEqual(one);
		expect(read([one, staff]).organisations).toEqual({ ...one, also: [staff] });
		expect(read({ ...one, also: [staff] })).toEqual(read([one, staff]));
		expect(v.is(PolicySchema, { organisations: [] })).toBe(false);
		expect(v.is(PolicySchema, { organisations: [{ ...one, minimum: 0 }] })).toBe(false);
		expect(organisationLimits(usualPolicy).map(({ column }) => column)).toEqual([
			'care_site_id',
			'provider_id'
		]);
		const strict = { ...staff, minimum: 4, share: 0.95 };
		expect(strictest([read(staff), read([one, strict])]).organisations).toEqual({
			column: 'provider_id',
			minimum: 4,
			share: 0.8,
			also: [one]
		});
		expect(strictest([none, read(one)]).organisations).toEqual(one);
	});

	test('of several owners leaves out only what all of them know to say nothing', () => {
		const other = { ...full, structural: { zeros: [{ event: 'birth', sex: 'M' }], ends: [] } };
		expect(strictest([full, other]).structural).toEqual({
			zeros: [{ sex: 'M', event: 'birth' }],
			ends: []
		});
		expect(strictest([full, usualPolicy]).structural).toBeNull();
	});
});
