import { describe, expect, test, vi } from 'vitest';
import { audited, fails } from '../../../../tests/support/audited.ts';
import { claimFrom, claimWords } from './claim.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

describe('totals', () => {
	test('are found by arithmetic where no label tells of them', () => {
		const text = `region,cases,deaths,people
			North,120,*,4000
			South,131,22,4100
			England,251,31,8100`;
		expect(fails(text)).toEqual(['recoverable: row 2, column deaths']);
		expect(audited(text).totals.some(({ by }) => by === 'arithmetic')).toBe(true);
	});
	test('of parts within a table are seen: areas under their region', () => {
		expect(
			fails(`area,2020,2021,2022
				Leeds,120,131,142
				York,55,*,47
				Yorkshire,175,185,189
				Bath,44,51,36
				Wells,31,32,29
				Somerset,75,83,65
				Total,250,268,254`)
		).toEqual(['recoverable: row 3, column 2021']);
	});
	test('of characteristics that each cover everybody are one and the same', () => {
		expect(
			fails(`characteristic,level,n
				Total,,500
				Sex,Female,260
				Sex,Male,240
				Smoker,yes,*
				Smoker,no,491`)
		).toEqual(['recoverable: row 5, column n']);
	});
	test('of columns follow from the words that they share', () => {
		expect(
			fails(`area,n_male,n_female,n_total,mean_age
				A,120,110,230,41.2
				B,*,88,95,40.3
				C,77,70,147,39.9`)
		).toEqual(['recoverable: row 3, column n_male']);
	});
	test('of people who count in several groups are no sums', () => {
		expect(
			fails(`condition,patients,deaths
				Asthma,*,50
				Diabetes,410,61
				Stroke,300,80
				All,600,120`)
		).toEqual([]);
	});
	test('that only cover what is shown are told from totals of everybody', () => {
		const found = audited('age,n\n18-39,120\n40-64,*\n65+,131\nTotal,251');
		expect(found.findings.map(({ rule }) => rule)).toEqual(['left-out']);
	});
});

describe('shares', () => {
	test('give a hidden count away when their decimals allow', () => {
		expect(
			fails(`group,events,people,percent
				A,120,480,25.0
				B,*,240,2.5
				C,50,400,12.5`)
		).toEqual(['recoverable: row 3, column events']);
	});
	test('in the cell of their count do so too', () => {
		expect(
			fails(`level,n (%)
				A,120 (48.0%)
				B,* (3.2%)
				C,122 (48.8%)
				Total,250 (100%)`)
		).toContain('recoverable: row 3, column n (%)');
	});
	test('say a count that is not in the table', () => {
		expect(fails('group,n,percent smoking\nA,24,12.5\nB,64,45.3\nC,80,31.3')).toEqual([
			'percentage: row 2, column percent smoking'
		]);
	});
	test('near the whole say how few are left over', () => {
		expect(fails('group,vaccinated,people,percent\nA,120,480,25.0\nB,397,400,99.3')).toEqual([
			'complement: row 3, column percent'
		]);
	});
});

describe('claims', () => {
	test('are read as people write them', () => {
		expect(claimFrom('rounded to 5, ≤7 redacted')).toEqual({
			redacted: 7,
			rounding: { method: 'base', base: 5 }
		});
		expect(claimFrom('midpoint 6')?.rounding).toEqual({ method: 'midpoint6' });
		expect(claimFrom('<10 redacted')?.redacted).toBe(9);
		expect(claimFrom('cell key')?.rounding).toEqual({ method: 'cell-key' });
		for (const bad of ['', 'shuffled', 'rounded 5, rounded 10', 'rounded 1'])
			expect(claimFrom(bad)).toBe(null);
		expect(claimWords({ redacted: 7, rounding: null })).toBe('counts of 1 to 7 redacted');
	});
	const text = 'area,n,mean age\nA,120,41.2\nB,123,40.3\nC,15,39.9\nD,5,50.1';
	test('are held against every count, and each that does not keep to them is named', () => {
		expect(fails(text, 'rounded 5')).toEqual(['claim: row 3, column n']);
		expect(fails(text, 'redacted 7')).toEqual(['claim: row 5, column n']);
		expect(audited(text, 'midpoint 6').breaches).toHaveLength(2);
		expect(audited(text).breaches).toBe(null);
	});
	test('that nobody makes are said of what looks rounded', () => {
		const rounded = 'area,F,M\nA,120,35\nB,125,40\nC,15,25\nD,50,0';
		expect(audited(rounded).controls).toEqual(['rounded to 5']);
		expect(audited(rounded).findings.map(({ rule }) => rule)).toEqual(['control']);
		expect(audited('area,F,M\nA,9,15\nB,21,33\nC,3,27').controls).toEqual([
			'rounded to midpoint 6'
		]);
	});
	test('of rounding do not keep exact means beside the counts', () => {
		const exact = 'group,n,mean cost\nA,10,11.250000\nB,10,7.916667\nTotal,20,9.250000';
		expect(fails(exact, 'rounded 5').map((one) => one.split(':')[0])).toContain('exact-mean');
		const coarse = 'group,n,mean cost\nA,10,11\nB,10,8\nTotal,20,9';
		expect(fails(coarse, 'rounded 5')).toEqual([]);
	});
});

describe('a mark that says how large it can be', () => {
	test('is believed, unless the totals say otherwise', () => {
		const [first] = audited('age,n\nA,<10\nB,<10\nC,50\nTotal,64').marks;
		expect(first?.interval).toEqual({ least: 5, most: 9 });
		const secondary = audited('age,n\nA,<10\nB,<10\nC,50\nTotal,94').marks[0];
		expect(secondary?.interval).toEqual({ least: 1, most: 43 });
	});
	test('or an empty cell hides nothing that is zero', () => {
		expect(fails('age,n\nA,50\nB,\nC,50\nTotal,100')).toEqual([]);
		expect(fails('age,n\nA,50\nB,\nC,50\nTotal,107')).toEqual(['recoverable: row 3, column n']);
	});
});
