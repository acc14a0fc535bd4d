import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import type { CheckerTable } from '#domain/disclosure/answer.ts';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { hasShared, sharedPath, sharedRecords, sharedText } from '../../tests/support/shared.ts';
import { evidence } from './evidence.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-evidence-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const tableOf = (data: string, specification: object, policy: object = {}): Promise<CheckerTable> =>
	evidence({
		files: { data },
		specification: v.parse(TableSpecificationSchema, specification),
		policy: v.parse(PolicySchema, policy)
	});

const find = (table: CheckerTable, ...labels: string[]) =>
	table.cells.find((cell) => [...cell.row, ...cell.column].join('\n') === labels.join('\n'));

const off = { threshold: null, dominance: null, pPercent: null, classShare: null };

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

describe.skipIf(!hasShared('sdc/tauargus-batch'))(
	'τ-ARGUS batches (known answers beside the repository)',
	() => {
		test('example 2: one primary cell and the same three secondary ones', async () => {
			const lines = sharedText('sdc/tauargus-batch/ex2/microdata_ex2.asc').trim().split(/\r?\n/);
			const records = lines.map((line) =>
				line
					.split(',')
					.map((cell) => cell.trim())
					.join(',')
			);
			const data = join(folder, 'ex2.csv');
			writeFileSync(data, ['region,gender,weight,val,num1,num2', ...records].join('\n'));
			const table = await tableOf(
				data,
				{ rows: ['region'], columns: ['gender'], statistic: 'sum', value: 'num1', margins: true },
				{ ...off, threshold: 5, pPercent: 20 }
			);
			const { expected } = JSON.parse(sharedText('sdc/tauargus-batch/ex2/expected.json')) as {
				expected: { region: string; gender: string; status: 's' | 'u' | 'x' }[];
			};
			const means = { s: undefined, u: 'primary', x: 'secondary' } as const;
			for (const { region, gender, status } of expected) {
				const place = `${region} ${gender}`;
				expect([place, find(table, region, gender)?.suppression]).toEqual([place, means[status]]);
			}
			expect(table.safeVerdict).toBe('pass');
		});
	}
);

describe.skipIf(!hasShared('sdc/05-gausssuppression'))(
	'GaussSuppression (known answers beside the repository)',
	() => {
		const data = sharedPath('sdc/05-gausssuppression/magnitude1_input.csv');
		const asked = {
			rows: ['sector4'],
			columns: ['geo'],
			unit: 'company',
			statistic: 'sum',
			value: 'value',
			margins: true
		};
		test.each([
			['p10', { ...off, pPercent: 10 }],
			['dom_80_99', { ...off, dominance: { n: 1, k: 80 } }]
		])('%s: primary cells agree once each company is added up', async (file, policy) => {
			const known = sharedRecords(`sdc/05-gausssuppression/magnitude1_${file}_sector4_geo.csv`);
			const first = await tableOf(data, asked, policy);
			// Their dominance rule is two at once; ours takes one, so the second is a second policy.
			const second = await tableOf(
				data,
				asked,
				file === 'p10' ? policy : { ...off, dominance: { n: 2, k: 99 } }
			);
			expect(known.length).toBe(20);
			for (const cell of known) {
				const labels = [cell['sector4'] ?? '', cell['geo'] ?? ''];
				const unsafe = [first, second].some((one) => find(one, ...labels)?.status === 'unsafe');
				expect([...labels, unsafe]).toEqual([...labels, cell['primary'] === 'TRUE']);
			}
		});
	}
);
