import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { fails, highs } from '../../../../tests/support/audited.ts';
import { usualPolicy } from '../policy.ts';
import { auditMasked } from './audit.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

describe('safe tables raise no alarm', () => {
	test.each([
		[
			'a cross-table with marks enough',
			'area,F,M,Total\nN,*,*,90\nS,*,*,120\nE,60,70,130\nTotal,150,190,340'
		],
		[
			'counts, means and intervals',
			'sex,n,mean_bmi,sd,lower,upper\nF,120,26.1,4.2,25.4,26.8\nM,130,27.0,4.4,26.3,27.7\nTotal,250,26.6,4.3,26.1,27.1'
		],
		[
			'a mean that is hidden beside the mean of all',
			'sex,n,bmi\nF,120,26.1\nM,130,*\nTotal,250,26.6'
		],
		['a series of years', 'year,admissions\n2019,1200\n2020,830\n2021,*\n2022,1104\n2023,1230'],
		[
			'percentages of a column',
			'level,n,percent\nA,120,48.0\nB,80,32.0\nC,50,20.0\nTotal,250,100.0'
		],
		[
			'rates per thousand',
			'area,rate per 1000,lower,upper\nN,12.1,10.3,14.0\nS,*,*,*\nE,9.8,8.2,11.1'
		],
		[
			'a long table of three dimensions',
			'area,sex,age,count\nN,F,old,*\nN,F,young,52\nN,M,old,*\nN,M,young,61\nS,F,old,*\nS,F,young,49\nS,M,old,*\nS,M,young,44'
		],
		['two marks far apart', 'area,a,b,c\nN,*,31,45\nS,60,*,31\nE,52,44,*'],
		['rounded counts', 'area,F,M,Total\nN,25,*,40\nS,30,35,70\nE,60,70,130\nTotal,120,125,240'],
		[
			'a Kaplan–Meier table',
			'time,at_risk,events,survival\n0,1200,0,1.000\n30,1100,80,0.932\n60,950,60,0.876\n90,800,41,0.829'
		],
		[
			'a regression',
			'term,estimate,std_error,p_value\nage,0.031,0.004,0.0001\nsex,-0.211,0.090,0.019\nbmi,*,*,*'
		],
		['quarters', 'quarter,value\n1,101\n2,99\n3,*\n4,140'],
		['figures with their share', 'level,n (%)\nA,120 (48.0%)\nB,80 (32.0%)\nC,50 (20.0%)'],
		['numbers in words', 'group,note\nA,low\nB,c\nC,*']
	])('%s', (_, text) => {
		expect(fails(text)).toEqual([]);
	});
	test.each(['0', '*'])('and one of 300 rows of nothing but %s is searched to its end', (cell) => {
		const rows = Array.from({ length: 300 }, (_, r) => [`g${r}`, ...Array<string>(12).fill(cell)]);
		const header = ['group', ...Array.from({ length: 12 }, (_, c) => `c${c}`)];
		const { findings } = auditMasked([header, ...rows], usualPolicy, highs);
		// 3,600 marks are more than are worked out
		expect(findings.map(({ rule }) => rule)).toEqual(cell === '*' ? ['not-worked-out'] : []);
	});
	test('whatever is in the file, the audit answers', () => {
		const cell = fc.oneof(
			fc.constantFrom(
				'*',
				'<10',
				'',
				'Total',
				'All',
				'5',
				'10',
				'0',
				'-3',
				'1.5',
				'12%',
				'1-7',
				'c'
			),
			fc.string({ maxLength: 5 })
		);
		fc.assert(
			fc.property(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 }), (rows) => {
				const audit = auditMasked(rows, usualPolicy, highs);
				expect(Array.isArray(audit.findings)).toBe(true);
			}),
			{ numRuns: 300 }
		);
	});
});
