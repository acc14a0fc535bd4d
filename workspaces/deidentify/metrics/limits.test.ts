import { describe, expect, test } from 'vitest';
import { bounds, judgeLimits, limitNames, sentence, type Values } from './limits.ts';

const good: Required<Values> = {
	'smallest-group': 11,
	alone: 0,
	'below-threshold': 0,
	'prosecutor-highest': 0.09,
	'prosecutor-mean': 0.03,
	'distinct-values': 2,
	'even-values': 1.5,
	closeness: 0.5,
	're-link': 0.01,
	'rows-kept': 0.95
};
const setting = {
	preset: 'enhanced',
	sensitivity: 'standard',
	waivers: [],
	at: '2026-11-01'
} as const;

describe('limits', () => {
	test('hold at the bound, for every sensitivity', () => {
		for (const sensitivity of ['standard', 'sensitive', 'open'] as const)
			expect(judgeLimits(good, { ...setting, sensitivity }).every(({ holds }) => holds)).toBe(true);
	});

	test.each(limitNames)('%s blocks just past its bound, under enhanced alone', (name) => {
		for (const sensitivity of ['standard', 'sensitive', 'open'] as const) {
			const { at, bounds: by } = bounds[name];
			const values = { ...good, [name]: by[sensitivity] + (at === 'most' ? 0.01 : -0.01) };
			const judged = (preset: string) =>
				judgeLimits(values, { ...setting, preset, sensitivity }).find((one) => one.name === name);
			expect(judged('enhanced')).toMatchObject({ holds: false, blocks: true });
			expect(judged('controlled research')).toMatchObject({ holds: false, blocks: false });
		}
	});

	test('are those of the design', () => {
		expect(limitNames.map((name) => Object.values(bounds[name].bounds))).toEqual([
			[5, 3, 11],
			[0, 0.001, 0],
			[0, 0, 0],
			[0.2, 0.333334, 0.09],
			[0.05, 0.1, 0.03],
			[2, 2, 2],
			[1.5, 1.5, 1.5],
			[0.5, 0.5, 0.5],
			[0.05, 0.2, 0.01],
			[0.95, 0.95, 0.95]
		]);
	});

	test('are set aside by a waiver of that very limit, until its last day', () => {
		const values = { ...good, 'smallest-group': 1 };
		const waiver = {
			limit: 'smallest-group',
			reason: 'Rare disease',
			approver: 'F',
			until: '2026-11-01'
		};
		const judged = (change: Partial<typeof waiver>) =>
			judgeLimits(values, { ...setting, waivers: [{ ...waiver, ...change }] })[0];
		expect(judged({})).toMatchObject({ holds: false, waived: true, blocks: false });
		expect(judged({ until: '2026-10-31' })).toMatchObject({ waived: false, blocks: true });
		expect(judged({ limit: 'alone' })).toMatchObject({ waived: false, blocks: true });
	});

	test('are told in a sentence, and a value that was not measured is not judged', () => {
		const [judged] = judgeLimits({ 'smallest-group': 1 }, setting);
		expect(judged && sentence(judged)).toBe(
			'People in the smallest group that are alike: 1, the limit is at least 5.'
		);
		expect(judgeLimits({}, setting)).toEqual([]);
	});
});
