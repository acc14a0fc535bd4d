import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidence } from './evidence.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-statistics-'));
const data = join(folder, 'people.csv');

/**
 * Two records a person. North: 40 people, 12 of whom smoke; south: 30, 4 smoke; east: 25, 24 smoke;
 * west: 15, none smokes. Weight is 2 × height + 1 in the west, and scattered elsewhere.
 */
beforeAll(() => {
	const areas = [
		['north', 40, 12],
		['south', 30, 4],
		['east', 25, 24],
		['west', 15, 0]
	] as const;
	const lines = areas.flatMap(([area, people, smoking]) =>
		Array.from({ length: people }, (_, n) => {
			const height = 150 + ((n * 37) % 50);
			const weight = area === 'west' ? 2 * height + 1 : 60 + ((n * 53) % 41);
			const cost = n === 0 ? 5000 : n === 1 ? 400 : 10;
			return ['no', n < smoking ? 'yes' : 'no'].map((smokes) =>
				[`${area}${n}`, area, smokes, height, weight, cost, n === 0].join(',')
			);
		}).flat()
	);
	writeFileSync(data, ['person,area,smokes,height,weight,cost,agreed', ...lines].join('\n'));
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const tableOf = (specification: object, policy: object = {}) =>
	evidence({
		files: { data },
		specification: v.parse(TableSpecificationSchema, {
			rows: ['area'],
			unit: 'person',
			...specification
		}),
		policy: v.parse(PolicySchema, policy)
	});
const at = async (area: string, specification: object, policy: object = {}) =>
	(await tableOf(specification, policy)).cells.find(({ row }) => row[0] === area);

describe('a proportion', () => {
	const asked = {
		statistic: 'proportion',
		when: [{ column: 'smokes', op: '=', value: 'yes' }],
		margins: true
	};

	test('is of people, not of records, and has their number beneath it', async () => {
		const { cells } = await tableOf(asked);
		expect(cells.map(({ row, value, units }) => [row[0], value, units])).toEqual([
			['east', 24 / 25, 25],
			['north', 12 / 40, 40],
			['south', 4 / 30, 30],
			['west', 0, 15],
			['Total', 40 / 110, 110]
		]);
	});

	test('is judged by its numerator and by what is left to the whole', async () => {
		const { cells } = await tableOf(asked);
		expect(cells.map(({ row, rules }) => [row[0], rules])).toEqual([
			['east', ['threshold', 'class']],
			['north', []],
			['south', ['threshold']],
			['west', ['class', 'zero']],
			['Total', []]
		]);
	});

	test('leaves no total beside a hidden one from which it could be worked out', async () => {
		const { cells, safe, safeVerdict } = await tableOf(asked, {
			classShare: null,
			zerosDisclose: false
		});
		expect(cells.find(({ row }) => row[0] === 'Total')?.suppression).toBe('secondary');
		expect(safe.filter(({ mark }) => mark === 'suppressed')).toHaveLength(3);
		expect(safeVerdict).toBe('pass');
	});

	test('needs its condition, and nothing else may have one', () => {
		const parsed = (given: object) =>
			v.safeParse(TableSpecificationSchema, { rows: ['area'], unit: 'person', ...given }).success;
		expect(parsed({ statistic: 'proportion' })).toBe(false);
		expect(parsed({ statistic: 'count', when: asked.when })).toBe(false);
		expect(parsed({ statistic: 'slope', value: 'weight' })).toBe(false);
		expect(parsed({ statistic: 'sum', value: 'weight', over: 'height' })).toBe(false);
	});
});

describe('a straight line', () => {
	test.each(['correlation', 'slope', 'intercept', 'r-squared'])(
		'%s is refused where it goes through every point',
		async (statistic) => {
			const asked = { statistic, value: 'weight', over: 'height' };
			expect((await at('west', asked))?.rules).toContain('degrees-of-freedom');
			expect((await at('north', asked))?.rules).not.toContain('degrees-of-freedom');
		}
	);

	test('has two degrees of freedom fewer than people', async () => {
		const asked = { statistic: 'slope', value: 'weight', over: 'height' };
		expect((await at('south', asked, { degreesOfFreedom: 28 }))?.rules).toEqual([]);
		expect((await at('south', asked, { degreesOfFreedom: 29 }))?.rules).toEqual([
			'degrees-of-freedom'
		]);
	});

	test('gives the figures that least squares give', async () => {
		const asked = { value: 'weight', over: 'height' };
		expect((await at('west', { ...asked, statistic: 'slope' }))?.value).toBeCloseTo(2, 9);
		expect((await at('west', { ...asked, statistic: 'intercept' }))?.value).toBeCloseTo(1, 6);
		const [r, r2] = await Promise.all(
			['correlation', 'r-squared'].map((statistic) => at('north', { ...asked, statistic }))
		);
		expect(Number(r?.value) ** 2).toBeCloseTo(Number(r2?.value), 9);
	});

	test('needs numbers', async () => {
		await expect(tableOf({ statistic: 'slope', value: 'weight', over: 'area' })).rejects.toThrow(
			'“area” holds varchar'
		);
	});
});

describe('waivers', () => {
	const asked = { statistic: 'sum', value: 'cost' };
	const policy = { dominance: null, pPercent: 20, threshold: null };

	test('take the one who agreed out of what p % guards, and leave all others in', async () => {
		// person 0 holds nearly all; when they agree, person 1 is guarded, against person 0
		expect((await at('north', asked, policy))?.rules).toEqual(['p-percent']);
		expect((await at('north', { ...asked, waivers: 'agreed' }, policy))?.rules).toEqual([]);
		expect(
			(await at('north', { ...asked, waivers: 'agreed' }, { ...policy, pPercent: 99 }))?.rules
		).toEqual(['p-percent']);
	});
});

describe('what the policy knows to say nothing', () => {
	test('an end of a scale is published however few have it', async () => {
		const asked = { statistic: 'max', value: 'cost' };
		expect((await at('north', asked))?.rules).toContain('endpoint');
		const ends = [{ column: 'cost', value: 5000 }];
		expect((await at('north', asked, { structural: { ends } }))?.rules).toEqual([]);
	});

	test('a cell that is always empty needs no explanation; any other zero does', async () => {
		const asked = { columns: ['smokes'], statistic: 'count' };
		const only = { threshold: null, classShare: null };
		const zeros = async (policy: object) =>
			(await tableOf(asked, { ...only, ...policy })).cells
				.filter(({ rules }) => rules.includes('zero'))
				.map(({ row, column }) => [...row, ...column]);
		expect(await zeros({})).toEqual([['west', 'true']]);
		const known = (zero: object) => ({ structural: { zeros: [zero] } });
		expect(await zeros(known({ area: 'west', smokes: 'true' }))).toEqual([]);
		expect(await zeros(known({ area: 'south', smokes: 'true' }))).toHaveLength(1);
		expect(await zeros(known({ height: '150' }))).toHaveLength(1);
	});
});
