import { describe, expect, test } from 'vitest';
import { hasShared, sharedPath, sharedRecords } from '../../../tests/support/shared.ts';
import { find, tableOf } from './scene.ts';

describe.skipIf(!hasShared('sdc/nursery'))('nursery (known answers beside the repository)', () => {
	const data = sharedPath('sdc/nursery/nursery_dataset.csv');
	const unsafeIn = (cell: Record<string, string>, n: number): boolean =>
		n < 10 || Number(cell['nk2_share']) > 0.9 || Number(cell['p_ratio']) < 0.1;

	test('every count has the contributors and the verdict of the truth', async () => {
		for (const [file, rows] of [
			['recommend_parents', ['recommend']],
			['parents_hasnurs_recommend', ['parents', 'has_nurs']]
		] as const) {
			const columns = file === 'recommend_parents' ? ['parents'] : ['recommend'];
			const table = await tableOf(data, { rows, columns, statistic: 'count' });
			const known = sharedRecords(`sdc/nursery/cells_nursery_${file}_count.csv`);
			expect(known.length).toBeGreaterThan(10);
			for (const cell of known) {
				const n = Number(cell['n_rows']);
				const found = find(table, ...(cell['row'] ?? '').split('|'), cell['col'] ?? '');
				expect(found?.units).toBe(n);
				expect(found?.status === 'empty').toBe(n === 0);
				if (n > 0) expect(found?.status === 'unsafe').toBe(n < 10);
			}
		}
	});

	test('every mean has the sums and the verdict of the truth', async () => {
		const table = await tableOf(data, {
			rows: ['recommend'],
			columns: ['parents'],
			statistic: 'mean',
			value: 'children'
		});
		const known = sharedRecords('sdc/nursery/cells_nursery_recommend_parents_children_mean.csv');
		expect(known).toHaveLength(15);
		for (const cell of known) {
			const n = Number(cell['n_nonmissing']);
			const found = find(table, cell['row'] ?? '', cell['col'] ?? '');
			expect(found?.units).toBe(n);
			if (n === 0) continue;
			expect(found?.value).toBeCloseTo(Number(cell['mean']), 10);
			expect(found?.status === 'unsafe').toBe(unsafeIn(cell, n));
		}
	});
});
