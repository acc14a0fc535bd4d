import { describe, expect, test } from 'vitest';
import type { Seen } from './counts.ts';
import { parseCsv } from './csv.ts';
import { usualPolicy } from './policy.ts';
import { tableFindings } from './scan.ts';

describe('counts that the audit of the whole table has seen', () => {
	const said = (name: string, value: string, seen: Seen) => {
		const csv = parseCsv(`group,${name}\nA,${value}\nB,120\n`);
		return tableFindings('the file', csv, usualPolicy, () => seen)
			.filter(({ rule }) => rule === 'threshold')
			.map(({ level, where }) => `${level} ${where}`);
	};
	const midpoint6 = { adds: false, rounding: { method: 'midpoint6' } } as const;
	test('fail in any column that adds up to a total, money and time excepted', () => {
		const adds = { adds: true, rounding: null };
		expect(said('Female', '4', adds)).toEqual(['fail row 2, column Female']);
		expect(said('cost_gbp', '4', adds)).toEqual(['review row 2, column cost_gbp']);
	});
	test('are a review where they are rounded as claimed, and fail where one is not', () => {
		expect(said('people', '3', midpoint6)).toEqual(['review column people']);
		expect(said('people', '4', midpoint6)).toEqual(['fail row 2, column people']);
	});
});

describe('smallest and largest values', () => {
	const endpoints = (text: string): string[] =>
		tableFindings('the file', parseCsv(text), usualPolicy)
			.filter(({ rule }) => rule === 'endpoint')
			.map(({ where }) => where);
	test.each(['min_hba1c', 'Maximum', 'age range', 'lowestValue'])(
		'are asked about in a column called %s',
		(name) => {
			expect(endpoints(`area,n,${name}\nA,50,31.5\n`)).toEqual([`column ${name}`]);
		}
	);
	test('are asked about in a row of their own', () => {
		expect(endpoints('statistic,hba1c\nmean,51.2\nMax,98.4\n')).toEqual([
			'row 3, column statistic'
		]);
	});
	test('are not seen in confidence limits, minutes or names of groups', () => {
		expect(
			endpoints('Highest qualification,n,lower,upper,minutes\nDegree,50,31.5,40.1,12\n')
		).toEqual([]);
	});
});
