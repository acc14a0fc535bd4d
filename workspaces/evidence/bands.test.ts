import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { usualPolicy } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidence } from './evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-bands-'));
const data = join(folder, 'people.csv');

/** 7 people aged 80, 8 aged 90 (of whom 5 are also counted at 80), 50 aged 70. */
beforeAll(() => {
	const ages = [
		...Array.from({ length: 50 }, (_, n) => [n, 70]),
		...Array.from({ length: 7 }, (_, n) => [100 + n, 80]),
		...Array.from({ length: 8 }, (_, n) => [102 + n, 90])
	];
	writeFileSync(data, ['person_id,age', ...ages.map((row) => row.join(','))].join('\n'));
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const asked = { rows: ['age'], unit: 'person_id', statistic: 'count', margins: true };
const tableOf = (specification: object) =>
	evidence({
		files: { data },
		specification: v.parse(TableSpecificationSchema, specification),
		policy: usualPolicy
	});

describe('bands of categories', () => {
	test('are counted as one category, each person once', async () => {
		const bands = [{ column: 'age', join: ['80', '90'], name: '80 to 90' }];
		const { cells } = await tableOf({ ...asked, bands });
		const found = cells.map(({ row, units, status }) => [row[0], units, status]);
		expect(found).toEqual(
			expect.arrayContaining([
				['70', 50, 'safe'],
				['80 to 90', 10, 'safe'],
				['Total', 60, 'safe']
			])
		);
		expect(found).toHaveLength(3);
	});

	test('are labels, never SQL', async () => {
		const name = "x'); drop table asked; --";
		const { cells } = await tableOf({
			...asked,
			bands: [{ column: 'age', join: ['80', "' or 1=1 --"], name }]
		});
		expect(cells.map(({ row }) => row[0])).toContain(name);
		expect(cells.map(({ row }) => row[0])).toContain('90');
	});

	test('join a category once, under a name of their own', () => {
		const band = { column: 'age', join: ['80', '90'], name: 'old' };
		const twice = { ...asked, bands: [band, { ...band, join: ['90', '70'] }] };
		const parsed = v.safeParse(TableSpecificationSchema, twice);
		expect(parsed.success).toBe(false);
		expect(parsed.issues?.[0].message).toContain('joins a category twice');
	});
});
