import { describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { solver } from '#platform/solver.server.ts';
import {
	example,
	there,
	type Example,
	type Table
} from '../../../../tests/support/worked-examples.ts';
import { PolicySchema, usualPolicy } from '../policy.ts';
import { roundTo } from '../rounding.ts';
import { auditMasked } from './audit.ts';
import { claimFrom } from './claim.ts';
import { countsFromMeans } from './means.ts';
import { shapeOf, type Figure } from './shape.ts';
import { intervalsOf, relationOfSum } from './system.ts';
import { sumsIn } from './totals.ts';

const table = (value: unknown): string[][] => (value as Table).map((row) => row.map(String));
// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const highs = await solver();
const policyOf = (threshold: number) => v.parse(PolicySchema, { threshold });
const point = (figure: { value: number }) => ({ least: figure.value, most: figure.value });

describe.skipIf(!there)('worked examples of masked tables', () => {
	test('hb-ex3-feasibility: the intervals of four marks between their totals', () => {
		const { table: rows, intervals } = example('hb-ex3-feasibility');
		const shape = shapeOf(table(rows));
		const sums = sumsIn(shape, point, 10);
		// the Handbook allows zeros
		const belief = () => ({ lower: 0, upper: Infinity, whole: true });
		const found = intervalsOf(
			sums.map((sum) => relationOfSum(sum)),
			point,
			belief,
			highs
		);
		for (const [place, [least, most]] of Object.entries(intervals as Record<string, number[]>)) {
			const [row, column] = place.split(',').map(Number);
			const figure = shape.figure(row ?? 0, column ?? 0);
			expect([place, figure && found?.get(figure)]).toEqual([place, { least, most }]);
		}
	});

	test('hb-ex1a-secondary: one suppression in a published sum, found without any label', () => {
		const audit = auditMasked(table(example('hb-ex1a-secondary')['table']), usualPolicy, highs);
		expect(audit.marks).toMatchObject([{ interval: { least: 998, most: 998 }, exact: true }]);
		expect(audit.totals[0]?.by).toBe('guess');
		expect(audit.findings.map(({ rule }) => rule)).toEqual(['recoverable']);
	});

	test('os-secondary: totals that were not adjusted give the redacted cells away', () => {
		const rows = table(example('os-secondary')['table']);
		const audit = auditMasked(rows, usualPolicy, highs);
		expect(audit.marks.map(({ interval }) => interval?.most)).toEqual([1, 1]);
		expect(audit.findings).toMatchObject([
			{ rule: 'recoverable', level: 'fail', where: 'row 2, column Heart disease' },
			{ rule: 'recoverable', level: 'fail', where: 'row 2, column Population' }
		]);
	});

	test('gtsummary-1691: the number in the title less the published one', () => {
		const audit = auditMasked(table(example('gtsummary-1691')['table']), policyOf(6), highs);
		expect(audit.marks).toMatchObject([{ exact: true, interval: { least: 3, most: 3 } }]);
		expect(audit.findings).toMatchObject([{ rule: 'recoverable', level: 'fail' }]);
	});

	test('usersupport-194: what cannot be below zero, or below one, has nowhere to go', () => {
		const cases = example('usersupport-194')['cases'] as {
			total: number;
			cells: (string | number)[];
			recoverable: number[];
		}[];
		for (const { total, cells, recoverable } of cases) {
			const rows = [['group', 'count'], ...cells.map((cell, i) => [`g${i}`, String(cell)])];
			const audit = auditMasked([...rows, ['Total', String(total)]], usualPolicy, highs);
			expect(audit.marks.map(({ interval }) => interval?.least)).toEqual(recoverable);
			expect(audit.marks.map(({ interval }) => interval?.most)).toEqual(recoverable);
			expect(audit.findings.some(({ level }) => level === 'fail')).toBe(true);
		}
	});

	test('hb-means-with-ckm: exact means beside perturbed counts give the true counts', () => {
		const { perturbed, means, max_noise, unique_solution } = example(
			'hb-means-with-ckm'
		) as Example & Readonly<Record<string, Readonly<Record<string, number>> | undefined>>;
		const names = ['cell1', 'cell2', 'marginal'];
		const figures = names.map((name, row): Extract<Figure, { is: 'number' }> => {
			const value = perturbed?.[name] ?? 0;
			return { row, column: 0, text: String(value), is: 'number', value, decimals: 0 };
		});
		const [one, two, total] = figures;
		if (one === undefined || two === undefined || total === undefined) throw new Error('no table');
		const line = { total, parts: [one, two] };
		const noise = Number(max_noise);
		const found = countsFromMeans(
			[
				{
					line,
					meanOf: ({ row }) => ({
						row,
						column: 1,
						text: '',
						is: 'number',
						value: means?.[names[row] ?? ''] ?? 0,
						decimals: 12
					})
				}
			],
			({ value }) => ({ least: value - noise, most: value + noise }),
			highs
		);
		expect(figures.map((figure) => found?.get(figure))).toEqual(
			names.map((name) => {
				const value = unique_solution?.[name];
				return { least: value, most: value };
			})
		);
	});

	test('os-round-after-redact: keeps to its claim, and its totals are of what is shown', () => {
		const rows = table(example('os-round-after-redact')['expected']);
		const claim = claimFrom('≤ 7 redacted, rounded 5');
		const audit = auditMasked(rows, policyOf(8), highs, claim ?? undefined);
		expect(audit.breaches).toEqual([]);
		expect(audit.controls).toEqual(['rounded to 5']);
		expect(audit.findings.filter(({ level }) => level === 'fail')).toEqual([]);
		const before = table(example('os-round-after-redact')['original']);
		const unkept = auditMasked(before, policyOf(8), highs, claim ?? undefined);
		expect(unkept.breaches).toHaveLength(9);
		const inner = (all: string[][]) => all.slice(1, -1).flatMap((row) => row.slice(1));
		expect(
			inner(before).map((cell) =>
				Number(cell) <= 7 ? '[REDACTED]' : String(roundTo(Number(cell), 5))
			)
		).toEqual(inner(rows));
	});

	test('nhs-hes: 1 to 7 a mark, the rest to the nearest 5', () => {
		const claim = claimFrom('redacted 7, rounded 5') ?? undefined;
		for (const [value, shown] of example('nhs-hes')['cases'] as [number, number | string][]) {
			if (typeof shown === 'number') expect(roundTo(value, 5)).toBe(shown);
			const breaches = (cell: string | number) =>
				auditMasked(
					[
						['area', 'n'],
						['A', String(cell)]
					],
					usualPolicy,
					highs,
					claim
				).breaches;
			expect(breaches(shown)).toEqual([]);
			if (value !== shown) expect(breaches(value)).toHaveLength(1);
		}
	});
});
