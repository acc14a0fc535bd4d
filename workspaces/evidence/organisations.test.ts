import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidence } from './evidence.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-organisations-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

/** 400 people in two areas, each with two records: ten practices, and clinicians as `of` says. */
async function rulesOf(
	of: (person: number) => number | '',
	more: object = {},
	policy: object = {}
) {
	const lines = ['person_id,area,care_site_id,provider_id,amount'];
	for (let id = 0; id < 400; id++)
		for (let time = 0; time < 2; time++)
			lines.push(`${id},${id < 200 ? 'north' : 'south'},${id % 10},${of(id)},${(id % 17) + 1}`);
	const data = join(folder, `${crypto.randomUUID()}.csv`);
	writeFileSync(data, lines.join('\n'));
	const asked = { rows: ['area'], unit: 'person_id', statistic: 'count', margins: true, ...more };
	const specification = v.parse(TableSpecificationSchema, asked);
	const made = await evidence({
		files: { data },
		specification,
		policy: v.parse(PolicySchema, { classShare: null, ...policy })
	});
	return made.cells.map(({ row, rules }, at) => [row[0], rules, made.behind[at]?.further]);
}
const of = (count: number, largestShare: number) => [
	{ column: 'provider_id', count, largestShare }
];
const flagged = ['organisation'];

describe('clinicians behind a cell', () => {
	test.each([
		['count', {}],
		['sum', { value: 'amount' }],
		['median', { value: 'amount' }]
	])('are counted beside practices, for a %s', async (statistic, more) => {
		const one = await rulesOf((id) => (id < 190 ? 1 : id), { statistic, ...more });
		expect(one).toEqual([
			['north', flagged, of(11, 0.95)],
			['south', [], of(200, 1 / 200)],
			['Total', [], of(211, 190 / 400)]
		]);
	});

	test('are told by their parents and totals too', async () => {
		const hierarchies = [{ column: 'area', parents: [['north', 'Country']] }];
		const one = await rulesOf((id) => (id < 190 ? 1 : id), { hierarchies });
		expect(one.map(([label, rules]) => [label, rules])).toEqual([
			['north', flagged],
			['south', []],
			['Country', flagged],
			['Total', []]
		]);
	});

	test('are flagged when they are fewer than three', async () => {
		const two = await rulesOf((id) => (id < 200 ? id % 2 : id));
		expect(two.map(([, rules]) => rules)).toEqual([flagged, [], []]);
	});

	test('are not asked about when the data never name them, or the policy does not ask', async () => {
		const none = [
			['north', [], undefined],
			['south', [], undefined],
			['Total', [], undefined]
		];
		expect(await rulesOf(() => '')).toEqual(none);
		const practices = { organisations: { column: 'care_site_id', minimum: 3, share: 0.9 } };
		expect(await rulesOf(() => 1, {}, practices)).toEqual(none);
	});

	test('are all there is to look at where the data name no other kind', async () => {
		const kinds = [
			{ column: 'trust_code', minimum: 1, share: 1 },
			{ column: 'provider_id', minimum: 3, share: 0.9 }
		];
		const two = await rulesOf((id) => id % 2, {}, { organisations: kinds });
		expect(two.map(([, rules]) => rules)).toEqual([flagged, flagged, flagged]);
	});

	test('are named by a table that is made by them', async () => {
		const named = await rulesOf((id) => id % 4, { rows: ['provider_id'], margins: false });
		expect(named.map(([, rules]) => rules)).toEqual([flagged, flagged, flagged, flagged]);
	});
});
