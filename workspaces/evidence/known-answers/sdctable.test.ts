import { describe, expect, test } from 'vitest';
import { hasShared, sharedPath, sharedRecords } from '../../../tests/support/shared.ts';
import { find, off, tableOf } from './scene.ts';

describe.skipIf(!hasShared('sdc/03-sdctable'))(
	'sdcTable (known answers beside the repository)',
	() => {
		const data = sharedPath('sdc/03-sdctable/microdata1.csv');
		const policies: Record<string, object> = {
			freq_maxN2: { ...off, threshold: 3 },
			freq_maxN3: { ...off, threshold: 4 },
			nk_2_75: { ...off, dominance: { n: 2, k: 75 } },
			p_70: { ...off, pPercent: 70 },
			pq_60_80: { ...off, pq: { p: 60, q: 80 } }
		};
		test('the five primary rules of microdata1 agree cell by cell', async () => {
			const known = sharedRecords('sdc/03-sdctable/microdata1_primary_rules.csv');
			expect(known).toHaveLength(75);
			for (const [rule, policy] of Object.entries(policies)) {
				const table = await tableOf(
					data,
					{ rows: ['region'], columns: ['gender'], statistic: 'sum', value: 'val', margins: true },
					policy
				);
				for (const cell of known.filter((one) => one['rule'] === rule)) {
					const label = (name: string): string =>
						cell[name] === 'total' ? 'Total' : (cell[name] ?? '');
					const found = find(table, label('region'), label('gender'));
					expect(found?.value).toBe(Number(cell['val']));
					const told = `${rule} ${label('region')} ${label('gender')}`;
					expect([told, found?.status === 'unsafe']).toEqual([told, cell['sdcStatus'] === 'u']);
				}
			}
		});
	}
);
