import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { Evidence } from '#domain/disclosure/evidence.ts';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { estimated, primaryRules } from '#domain/disclosure/primary.ts';
import { hasShared, sharedText } from '../../../tests/support/shared.ts';
import { csv, find, off, repeated, tableOf } from './scene.ts';

const file = 'sdc/07-worked-examples/worked-examples.json';

type Example = {
	readonly id: string;
	readonly cell: { readonly X: number; readonly top: readonly number[] };
	/** Not every example gives one. */
	readonly verdicts?: readonly {
		readonly rule: string;
		readonly n: number;
		readonly k: number;
		readonly p: number;
		readonly unsafe: boolean;
		readonly cell: readonly [string, string];
	}[];
	readonly contributions: readonly { readonly value: number; readonly weight: number }[];
	readonly X: number;
	readonly top_two: readonly number[];
	readonly pairs: readonly { readonly k: number; readonly p: number }[];
	readonly table: readonly (readonly (string | number)[])[];
};

const example = (id: string): Example => {
	const all = JSON.parse(sharedText(file)) as Example[];
	const found = all.find((one) => one.id === id);
	if (found === undefined) throw new Error(`There is no example ${id}.`);
	return found;
};

/** A cell of a sum, with its largest contributors and so many more that nobody is alone. */
const cellOf = ({ X, top }: Example['cell']): Evidence => ({
	row: ['a'],
	column: [],
	levels: [0],
	value: X,
	units: 20,
	rows: 20,
	sum: X,
	largest: top,
	negatives: 0,
	missing: 0,
	allEqual: false,
	atEndpoint: null,
	modeShare: null,
	organisations: null
});

/** The records of a frequency table of the examples: a row label, then a count by column. */
const recordsOf = ({ table }: Example): string[] => {
	const [header = [], ...rows] = table;
	return rows
		.filter(([label]) => label !== 'Total')
		.flatMap(([label = '', ...counts]) =>
			counts.flatMap((count, index) => {
				const column = String(header[index + 1]);
				return column === 'Total' ? [] : repeated(Number(count), `${label},${column}`);
			})
		);
};

describe.skipIf(!hasShared(file))('worked examples (known answers beside the repository)', () => {
	test.each(['hb-ex1-1-90-vs-p', 'hb-ex2-p-vs-2k', 'hb-ex4-1-85'])(
		'%s: each rule says of the cell what the Handbook says',
		(id) => {
			const { cell, verdicts = [] } = example(id);
			for (const { rule, n, k, p, unsafe } of verdicts) {
				const only = rule === 'nk' ? { dominance: { n, k } } : { pPercent: p };
				const policy = v.parse(PolicySchema, { ...off, ...only });
				const asked = { statistic: 'sum', of: 'units', q: null, namesOrganisation: false } as const;
				const broken = primaryRules(cellOf(cell), asked, policy).length > 0;
				expect([id, rule, broken]).toEqual([id, rule, unsafe]);
			}
		}
	);

	test('hb-p-from-k: one contributor over k % is exactly p % of itself away from the rest', () => {
		for (const { k, p } of example('hb-p-from-k').pairs) {
			// x1 is k % of X, and nobody comes second: X − x1 is p % of x1
			const cell = { units: 20, sum: 100, largest: [k, 0] };
			expect(estimated(cell, (p / 100) * 1.001)).toBe(true);
			expect(estimated(cell, (p / 100) * 0.999)).toBe(false);
		}
	});

	test.each(['hb-weights-1', 'hb-weights-2'])(
		'%s: a weight is so many contributors of the same value',
		async (id) => {
			const { contributions, X, top_two, verdicts = [] } = example(id);
			const records = contributions.flatMap(({ value, weight }) => repeated(weight, String(value)));
			const data = csv(id, ['value', ...records]);
			const asked = { statistic: 'sum', value: 'value' };
			const table = await tableOf(data, asked, off);
			expect(table.cells[0]?.value).toBe(X);
			const [first = 0, second = 0] = top_two;
			expect(table.behind[0]?.largestShare).toBeCloseTo(first / X, 12);
			expect(table.behind[0]?.twoLargestShare).toBeCloseTo((first + second) / X, 12);
			for (const { rule, p, unsafe } of verdicts) {
				if (rule !== 'p-percent expanded weights') continue;
				const judged = await tableOf(data, asked, { ...off, pPercent: p });
				expect([p, judged.cells[0]?.status === 'unsafe']).toEqual([p, unsafe]);
			}
		}
	);

	test('hb-marital-by-sex: the one single woman is unsafe', async () => {
		const one = example('hb-marital-by-sex');
		const table = await tableOf(
			csv(one.id, ['status,sex', ...recordsOf(one)]),
			{ rows: ['status'], columns: ['sex'], statistic: 'count' },
			{ ...off, threshold: 2 }
		);
		const unsafe = table.cells.filter(({ status }) => status === 'unsafe');
		expect(unsafe.map(({ row, column }) => [...row, ...column])).toEqual(
			one.verdicts?.map(({ cell }) => cell)
		);
	});

	test('hb-marital-by-hours: a full cell, and two categories of which one is a single person', async () => {
		const one = example('hb-marital-by-hours');
		const table = await tableOf(
			csv(one.id, ['status,hours', ...recordsOf(one)]),
			{ rows: ['status'], columns: ['hours'], statistic: 'count' },
			{ ...off, classShare: 0.95 }
		);
		const rules = (...labels: string[]) => find(table, ...labels)?.rules;
		expect(rules('Married', 'Full time')).toContain('class');
		expect(rules('Married', 'Part time')).toContain('zero');
		expect(rules('Divorced', 'Full time')).toContain('class');
		expect(rules('Divorced', 'Part time')).toContain('class');
		expect(rules('Single', 'Full time')).not.toContain('class');
	});

	test('os-primary: seven or fewer are unsafe, and nothing else is', async () => {
		const [header = [], ...rows] = example('os-primary').table;
		for (const [index, name] of header.slice(1).entries()) {
			const records = rows
				.filter(([label]) => label !== 'Total')
				.flatMap((row) => repeated(Number(row[index + 1]), String(row[0])));
			const table = await tableOf(
				csv(`os-primary-${String(index)}`, ['band', ...records]),
				{ rows: ['band'], statistic: 'count' },
				{ ...off, threshold: 8 }
			);
			const unsafe = table.cells.filter(({ status }) => status === 'unsafe');
			expect([name, unsafe.map(({ row }) => row[0])]).toEqual([name, ['21-30']]);
		}
	});
});
