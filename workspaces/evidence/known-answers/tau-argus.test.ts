import { describe, expect, test } from 'vitest';
import type { CheckerTable } from '#domain/disclosure/answer.ts';
import { hasShared, sharedText } from '../../../tests/support/shared.ts';
import { csv, find, off, repeated, tableOf } from './scene.ts';

const means = { s: undefined, u: 'primary', x: 'secondary' } as const;

/** The status vector that the package's own tests assert, cell by cell. */
function agree(table: CheckerTable, example: string): void {
	const { expected } = JSON.parse(sharedText(`sdc/tauargus-batch/${example}/expected.json`)) as {
		expected: { region: string; gender: string; status: 's' | 'u' | 'x' }[];
	};
	expect(expected).toHaveLength(15);
	for (const { region, gender, status } of expected) {
		const place = `${region} ${gender}`;
		expect([place, find(table, region, gender)?.suppression]).toEqual([place, means[status]]);
	}
	expect(table.safeVerdict).toBe('pass');
}

describe.skipIf(!hasShared('sdc/tauargus-batch'))(
	'τ-ARGUS batches (known answers beside the repository)',
	() => {
		test('example 1: the cell marked by hand, and the same three secondary ones', async () => {
			const lines = sharedText('sdc/tauargus-batch/ex1/tabdata_ex1.tab').trim().split(/\r?\n/);
			const known = lines.map((line) => line.split(',').map((cell) => cell.trim()));
			const inner = known.filter((cells) => !cells.slice(0, 2).includes('Total'));
			const records = inner.flatMap(([region = '', gender = '', count = '']) =>
				repeated(Number(count), `${region},${gender}`)
			);
			// A, female is the smallest cell: this threshold marks it alone
			const table = await tableOf(
				csv('ex1', ['region,gender', ...records]),
				{ rows: ['region'], columns: ['gender'], statistic: 'count', margins: true },
				{ ...off, threshold: 138 }
			);
			expect(known).toHaveLength(15);
			for (const [region = '', gender = '', count = ''] of known)
				expect([region, gender, find(table, region, gender)?.value]).toEqual([
					region,
					gender,
					Number(count)
				]);
			agree(table, 'ex1');
		});

		test('example 2: one primary cell and the same three secondary ones', async () => {
			const lines = sharedText('sdc/tauargus-batch/ex2/microdata_ex2.asc').trim().split(/\r?\n/);
			const records = lines.map((line) =>
				line
					.split(',')
					.map((cell) => cell.trim())
					.join(',')
			);
			const data = csv('ex2', ['region,gender,weight,val,num1,num2', ...records]);
			const table = await tableOf(
				data,
				{ rows: ['region'], columns: ['gender'], statistic: 'sum', value: 'num1', margins: true },
				{ ...off, threshold: 5, pPercent: 20 }
			);
			agree(table, 'ex2');
		});
	}
);
