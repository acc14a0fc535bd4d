import { describe, expect, test } from 'vitest';
import { hasShared, sharedRecords } from '../../../../tests/support/shared.ts';
import { protectLinked } from '../protect.ts';
import { link } from './links.ts';
import { attack, suppress } from './suppress.ts';
import { equationsOf, systemOf } from './tables.ts';
import {
	highs,
	policy,
	tableOf,
	systemFor,
	place,
	places,
	intervals
} from '../../../../tests/support/known-tables.ts';

describe.skipIf(!hasShared('sdc/03-sdctable/linked_results.csv'))(
	'linked tables of eight counts',
	() => {
		const scene = () => {
			const people = sharedRecords('sdc/03-sdctable/linked_microcounts.csv').map((one) => ({
				region: one['region'] ?? '',
				county: one['county'] ?? '',
				group: one['group'] === 'BIG' ? 'big' : (one['group'] ?? ''),
				n: Number(one['n'])
			}));
			const by = (column: 'county' | 'group') => {
				const parents = Object.fromEntries(people.map((one) => [one.region, one[column]]));
				const of = (list: typeof people) => list.reduce((sum, one) => sum + one.n, 0);
				const rows = [
					{ labels: ['Total'], value: of(people), unsafe: false },
					...[...new Set(Object.values(parents))].map((name) => ({
						labels: [name],
						value: of(people.filter((one) => one[column] === name)),
						unsafe: false
					})),
					...people.map(({ region, n }) => ({ labels: [region], value: n, unsafe: n <= 3 }))
				];
				return tableOf(rows, ['region'], { parents: { region: parents } });
			};
			return { county: by('county'), group: by('group') };
		};

		test('each is safe alone, and needs no further cell', () => {
			for (const table of Object.values(scene())) {
				const system = systemFor(table);
				expect(system.levels.size).toBe(5);
				expect(attack(system, highs)).toEqual([]);
				expect(suppress(system, highs).chosen.size).toBe(0);
			}
		});

		test('together K is exactly 3, and K alone', () => {
			const { county, group } = scene();
			const tables = [county, group];
			const { places: at, equations } = link(
				tables,
				tables.map((table) => equationsOf(table) ?? [])
			);
			const system = systemOf(tables, equations, at, policy);
			const exact = intervals(system, new Set(system.levels.keys()))
				.map(({ low, high }, i) => ({ low, high, cell: [...system.levels.keys()][i] ?? -1 }))
				.filter(({ low, high }) => low === high);
			expect(
				exact.map(({ low, cell }) => [low, place(county.cells[at[0]?.indexOf(cell) ?? -1])])
			).toEqual([[3, 'K']]);
		});

		test('protected together, N becomes secondary in both and no cell is exact', () => {
			const { county, group } = scene();
			const made = protectLinked([county, group], policy, highs);
			for (const [t, table] of [county, group].entries()) {
				const secondary = table.cells.keys().filter((i) => made[t]?.suppression[i] === 'secondary');
				expect(places(table, secondary)).toEqual(['N']);
				expect(made[t]?.notes).toEqual([]);
			}
		});
	}
);
