import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { solver } from '#platform/solver.server.ts';
import { hasShared, sharedText } from '../../../../tests/support/shared.ts';
import { usualPolicy } from '../policy.ts';
import { auditMasked } from './audit.ts';
import { claimFrom, claimWords } from './claim.ts';
import { summarise, type ColumnSummary } from './summary.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const highs = await solver();
const rowsOf = (text: string): string[][] =>
	text
		.trim()
		.split('\n')
		.map((line) => line.split(',').map((cell) => cell.trim()));
const audited = (text: string, claim?: string) =>
	auditMasked(
		rowsOf(text),
		usualPolicy,
		highs,
		claim === undefined ? undefined : (claimFrom(claim) ?? undefined)
	);
const fails = (text: string, claim?: string): string[] =>
	audited(text, claim)
		.findings.filter(({ level }) => level === 'fail')
		.map(({ rule, where }) => `${rule}: ${where}`);

type Case = { column: string[]; expect: Record<string, string | number> };
const known = 'sdc/09-airlock-csv-summary/columns.json';
const cases: Case[] = hasShared(known)
	? (JSON.parse(sharedText(known)) as { cases: Case[] }).cases
	: [];

describe.skipIf(cases.length === 0)('the summary of a column (known answers)', () => {
	const said = (value: boolean | null): string => (value === true ? 'Yes' : 'No');
	const answers: Record<string, (column: ColumnSummary) => string | number> = {
		'Column type': ({ type }) => type,
		'Null / missing': ({ missing }) => missing,
		Redacted: ({ redacted }) => redacted,
		'Divisible by 5': ({ divisibleBy5 }) => said(divisibleBy5),
		'Divisible by 6': ({ divisibleBy6 }) => said(divisibleBy6),
		'Midpoint 6 rounded': ({ midpoint6 }) => said(midpoint6),
		'Min value': ({ least }) => least ?? '-',
		'Max value': ({ most }) => most ?? '-',
		'Min non-zero': ({ leastNonZero }) => leastNonZero ?? '-'
	};
	test('there are 28', () => {
		expect(cases).toHaveLength(28);
	});
	test.each(cases.map((one) => [one.column.join(' | '), one] as const))('%s', (_, one) => {
		const column = summarise('x', one.column);
		for (const [question, answer] of Object.entries(one.expect))
			expect([question, answers[question]?.(column)]).toEqual([question, answer]);
	});
});

/** A table of counts with margins, some of its cells hidden. */
type Made = { readonly counts: number[][]; readonly hidden: boolean[][] };

const made = (most: number, hiddenAtMost: number): fc.Arbitrary<Made> =>
	fc
		.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }))
		.chain(([rows, columns]) =>
			fc.record({
				counts: fc.array(fc.array(fc.nat(most), { minLength: columns, maxLength: columns }), {
					minLength: rows,
					maxLength: rows
				}),
				places: fc.array(fc.tuple(fc.nat(rows), fc.nat(columns)), {
					minLength: 1,
					maxLength: hiddenAtMost
				})
			})
		)
		.map(({ counts, places }) => {
			const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
			const body = counts.map((row) => [...row, sum(row)]);
			const down = (body[0] ?? []).map((_, c) => sum(body.map((row) => row[c] ?? 0)));
			const all = [...body, down];
			// zeros are never suppressed
			const hidden = all.map((row, r) =>
				row.map((value, c) => value > 0 && places.some(([y, x]) => y === r && x === c))
			);
			return { counts: all, hidden };
		});

const wide = ({ counts, hidden }: Made): string[][] => {
	const width = counts[0]?.length ?? 0;
	const name = (i: number, of: number): string => (i === of - 1 ? 'Total' : `g${i}`);
	return [
		['group', ...Array.from({ length: width }, (_, c) => name(c, width))],
		...counts.map((row, r) => [
			name(r, counts.length),
			...row.map((value, c) => (hidden[r]?.[c] === true ? '*' : String(value)))
		])
	];
};

const long = (table: string[][]): string[][] => [
	['a', 'b', 'count'],
	...table
		.slice(1)
		.flatMap((row) => row.slice(1).map((cell, c) => [row[0] ?? '', table[0]?.[c + 1] ?? '', cell]))
];

/** All values that the hidden cells can have, tried one by one. */
function bruteForce({ counts, hidden }: Made): Map<string, [number, number]> {
	const places = hidden.flatMap((row, r) => row.flatMap((is, c) => (is ? [[r, c] as const] : [])));
	const most = Math.max(...counts.flat()) + 1;
	const found = new Map<string, [number, number]>();
	const cells = counts.map((row) => [...row]);
	const fits = (): boolean => {
		const sum = (list: number[]): number => list.slice(0, -1).reduce((a, b) => a + b, 0);
		const columns = (cells[0] ?? []).map((_, c) => cells.map((row) => row[c] ?? 0));
		return [...cells, ...columns].every((line) => sum(line) === line.at(-1));
	};
	const attempt = (index: number): void => {
		const place = places[index];
		if (place === undefined) {
			if (!fits()) return;
			for (const [r, c] of places) {
				const value = cells[r]?.[c] ?? 0;
				const [low, high] = found.get(`${r},${c}`) ?? [value, value];
				found.set(`${r},${c}`, [Math.min(low, value), Math.max(high, value)]);
			}
			return;
		}
		const row = cells[place[0]];
		for (let value = 1; row !== undefined && value <= most; value++) {
			row[place[1]] = value;
			attempt(index + 1);
		}
	};
	attempt(0);
	return found;
}

describe('the interval of a mark', () => {
	test('contains the truth, in wide and in long tables', () => {
		fc.assert(
			fc.property(made(60, 7), (table) => {
				for (const [rows, at] of [
					[wide(table), (r: number, c: number) => table.counts[r - 1]?.[c - 1]],
					[
						long(wide(table)),
						(r: number) => {
							const width = table.counts[0]?.length ?? 1;
							return table.counts[Math.floor((r - 1) / width)]?.[(r - 1) % width];
						}
					]
				] as const) {
					const audit = auditMasked(rows, usualPolicy, highs);
					expect(audit.marks).toHaveLength(table.hidden.flat().filter(Boolean).length);
					for (const { row, column, interval } of audit.marks) {
						const truth = at(row, column) ?? -1;
						if (interval === null) continue;
						expect(interval.least).toBeLessThanOrEqual(truth);
						expect(interval.most).toBeGreaterThanOrEqual(truth);
					}
				}
			}),
			{ numRuns: 60 }
		);
	});
	test('is what trying every value finds, so no mark that gives itself away is missed', () => {
		fc.assert(
			fc.property(made(7, 4), (table) => {
				const truth = bruteForce(table);
				// where a value has no upper end, trying values stops too early to say anything
				const last = Math.max(...table.counts.flat()) + 1;
				fc.pre([...truth.values()].every(([, high]) => high < last));
				const audit = auditMasked(wide(table), usualPolicy, highs);
				for (const { row, column, interval, exact } of audit.marks) {
					const [low = 0, high = 0] = truth.get(`${row - 1},${column - 1}`) ?? [];
					expect({ exact, interval }).toEqual({
						exact: low === high,
						interval: { least: low, most: high }
					});
					if (low !== high) continue;
					expect(
						audit.findings.some(
							({ rule, where }) =>
								rule === 'recoverable' && where.startsWith(`row ${row + 1}, column `)
						)
					).toBe(true);
				}
			}),
			{ numRuns: 80 }
		);
	});
});

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
