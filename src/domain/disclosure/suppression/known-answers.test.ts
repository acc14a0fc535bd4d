import { describe, expect, test } from 'vitest';
import { hasShared, sharedRecords } from '../../../../tests/support/shared.ts';
import { attack, suppress } from './suppress.ts';
import { cost } from './system.ts';
import {
	highs,
	tableOf,
	systemFor,
	attacked,
	places,
	intervals
} from '../../../../tests/support/known-tables.ts';

const langsrud = 'sdc/03-sdctable/langsrud4x4';

describe.skipIf(!hasShared(`${langsrud}_primary.csv`))('Langsrud’s 4 × 4 table', () => {
	const scene = () => {
		const rows = sharedRecords(`${langsrud}_primary.csv`).map((one) => ({
			labels: [one['v1'] ?? '', one['v2'] ?? ''],
			value: Number(one['freq']),
			unsafe: one['sdcStatus'] === 'u'
		}));
		const table = tableOf(rows, ['v1', 'v2']);
		return { table, system: systemFor(table) };
	};
	const published = (name: string) =>
		sharedRecords(`${langsrud}_${name}.csv`).map((one) => ({
			low: Number(one['low']),
			high: Number(one['up'])
		}));

	test('two marks in every row and column are not enough: one cell is exactly 47', () => {
		const { table, system } = scene();
		expect(intervals(system, table.primary)).toEqual(published('attack_primary_only'));
		expect(attack(system, highs).map(({ cell }) => table.cells[cell]?.value)).toEqual([47]);
	});

	test('one secondary cell is enough, and it is the one of the optimal pattern', () => {
		const { table, system } = scene();
		const found = suppress(system, highs);
		const best = sharedRecords(`${langsrud}_opt.csv`).filter((one) => one['sdcStatus'] === 'x');
		expect(places(table, found.chosen)).toEqual(best.map((one) => `${one['v1']},${one['v2']}`));
		expect(found).toMatchObject({ exposed: [], cheapest: true });
		expect(intervals(system, table.primary.union(found.chosen))).toEqual(published('attack_after'));
	});
});

const sdctable = 'sdc/03-sdctable';

describe.skipIf(!hasShared(`${sdctable}/singletons.csv`))('people who are alone in a cell', () => {
	test('do not learn what the other one holds: b is hidden too', () => {
		const rows = sharedRecords(`${sdctable}/singletons.csv`)
			.filter((one) => one['variant'] === 'detectSingletons=TRUE')
			.map((one) => ({
				labels: [one['region'] ?? ''],
				value: Number(one['Freq']),
				unsafe: one['sdcStatus'] === 'u'
			}));
		const table = tableOf(rows, ['region']);
		const found = suppress(systemFor(table), highs);
		expect(places(table, found.chosen)).toEqual(['b']);
		expect(found.exposed).toEqual([]);
	});

	test('are protected in the table of issue 135 without hiding a zero', () => {
		const rows = sharedRecords(`${sdctable}/issue135_simpleheuristic_singletons.csv`).map(
			(one) => ({
				labels: [one['var1'] ?? '', one['var2'] ?? ''],
				value: Number(one['Freq']),
				unsafe: one['sdcStatus'] === 'u'
			})
		);
		const table = tableOf(rows, ['var1', 'var2']);
		const system = systemFor(table);
		expect(attack(system, highs).length).toBeGreaterThan(0);
		const found = suppress(system, highs);
		expect(found).toMatchObject({ exposed: [], cheapest: true });
		expect([...found.chosen].every((index) => table.cells[index]?.value !== 0)).toBe(true);
		expect(attacked(system, found.chosen)).toEqual([]);
	});
});

describe.skipIf(!hasShared(`${sdctable}/microdata1_A_female_secondary.csv`))(
	'one unsafe cell of 15',
	() => {
		test('costs no more than the optimum of the package', () => {
			const all = sharedRecords(`${sdctable}/microdata1_A_female_secondary.csv`);
			const rows = all.filter((one) => one['method'] === 'OPT');
			const table = tableOf(
				rows.map((one) => ({
					labels: [one['region'] ?? '', one['gender'] ?? ''],
					value: Number(one['Freq']),
					unsafe: one['sdcStatus'] === 'u'
				})),
				['region', 'gender']
			);
			const system = systemFor(table);
			const theirs = new Set(rows.keys().filter((index) => rows[index]?.['sdcStatus'] === 'x'));
			const found = suppress(system, highs);
			expect(found).toMatchObject({ exposed: [], cheapest: true });
			expect(cost(system, found.chosen)).toBeLessThanOrEqual(cost(system, theirs));
			expect(attacked(system, theirs)).toEqual([]);
		});
	}
);
