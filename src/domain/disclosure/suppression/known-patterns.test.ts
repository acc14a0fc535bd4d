import { describe, expect, test } from 'vitest';
import { hasShared, sharedRecords, sharedText } from '../../../../tests/support/shared.ts';
import { suppress } from './suppress.ts';
import { cost } from './system.ts';
import { highs, tableOf, systemFor, attacked } from '../../../../tests/support/known-tables.ts';

const gauss = 'sdc/05-gausssuppression';
const geo = { Spain: 'EU', Portugal: 'EU', Iceland: 'nonEU' };
const sector = {
	Agriculture: 'private',
	Entertainment: 'private',
	Industry: 'private',
	Governmental: 'public'
};
const counties = {
	A: '1',
	I: '1',
	B: '4',
	C: '5',
	D: '5',
	E: '6',
	F: '6',
	G: '8',
	H: '8',
	J: '10',
	K: '10'
};

describe.skipIf(!hasShared(`${gauss}/d2_maxN3.csv`))('patterns of GaussSuppression', () => {
	const sets = [
		['example1_maxN1_age_geo', ['age', 'geo'], 'count', {}],
		['example1_maxN1_age_geo_eu', ['geo', 'age'], 'count', { geo }],
		['d2_maxN3', ['region', 'main_income'], 'count', { region: counties }],
		['magnitude1_dom_80_99_sector4_geo', ['sector4', 'geo'], 'sum', {}],
		['magnitude1_p10_sector4_geo', ['sector4', 'geo'], 'sum', {}],
		['magnitude1_fewcontributors_maxN1', ['sector4', 'geo'], 'sum', {}],
		['magnitude1_dom_80_99_hier', ['sector4', 'geo'], 'sum', { sector4: sector, geo }]
	] as const;
	for (const [name, columns, statistic, parents] of sets)
		test(`${name}: ours is audited, and no dearer where theirs passes too`, () => {
			const rows = sharedRecords(`${gauss}/${name}.csv`).map((one) => ({
				labels: columns.map((column) => one[column] ?? ''),
				value: Number(one[statistic === 'count' ? 'freq' : 'value']),
				units: Number(one['freq']),
				// a zero is never suppressed here, and these sets suppress some
				unsafe: one['primary'] === 'TRUE' && Number(one['freq']) > 0,
				theirs: one['suppressed'] === 'TRUE' && one['primary'] !== 'TRUE'
			}));
			const table = tableOf(rows, columns, { statistic, parents });
			const system = systemFor(table);
			const found = suppress(system, highs);
			expect(found.exposed).toEqual([]);
			expect(attacked(system, found.chosen)).toEqual([]);
			const theirs = new Set(rows.keys().filter((index) => rows[index]?.theirs === true));
			expect(found.cheapest).toBe(true);
			// in d2 theirs counts zeros as unsafe, and leaves cells to people who are alone in another
			expect(attacked(system, theirs).length > 0).toBe(name === 'd2_maxN3');
			if (name !== 'd2_maxN3')
				expect(cost(system, found.chosen)).toBeLessThanOrEqual(cost(system, theirs) + 1e-6);
		});
});

const argus = 'sdc/tauargus-batch';

describe.skipIf(!hasShared(`${argus}/ex1/expected.json`))('batches of τ-ARGUS', () => {
	const sums = (example: string): Map<string, number> => {
		if (example === 'ex1')
			return new Map(
				sharedText(`${argus}/ex1/tabdata_ex1.tab`)
					.trim()
					.split(/\r?\n/)
					.map((line) => line.split(',').map((part) => part.trim()))
					.map(([region, gender, value]) => [`${region},${gender}`, Number(value)])
			);
		const found = new Map<string, number>();
		for (const line of sharedText(`${argus}/ex2/microdata_ex2.asc`).trim().split(/\r?\n/)) {
			const [region = '', gender = '', , , num1] = line.split(',').map((part) => part.trim());
			for (const r of [region, 'Total'])
				for (const g of [gender, 'Total'])
					found.set(`${r},${g}`, (found.get(`${r},${g}`) ?? 0) + Number(num1));
		}
		return found;
	};
	for (const example of ['ex1', 'ex2'])
		test(`${example}: its secondary cells are ours, or dearer`, () => {
			const { expected, first_value: total } = JSON.parse(
				sharedText(`${argus}/${example}/expected.json`)
			) as Expected;
			const values = sums(example);
			expect(values.get('Total,Total')).toBeCloseTo(total, 6);
			const rows = expected.map(({ region, gender, status }) => ({
				labels: [region, gender],
				value: values.get(`${region},${gender}`) ?? NaN,
				unsafe: status === 'u'
			}));
			const table = tableOf(rows, ['region', 'gender'], { statistic: 'sum' });
			const system = systemFor(table);
			const found = suppress(system, highs);
			const theirs = new Set(expected.keys().filter((index) => expected[index]?.status === 'x'));
			expect(found).toMatchObject({ exposed: [], cheapest: true });
			expect(attacked(system, found.chosen)).toEqual([]);
			expect(theirs.size).toBe(3);
			expect(cost(system, found.chosen)).toBeLessThanOrEqual(cost(system, theirs) + 1e-6);
		});
});

type Expected = {
	readonly first_value: number;
	readonly expected: readonly { region: string; gender: string; status: string }[];
};
