import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv, read } from './csv.ts';
import { isNhsNumber } from './patterns.ts';
import { PolicySchema, strictest, usualPolicy } from './policy.ts';
import { scan } from './scan.ts';
import * as v from 'valibot';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const scanned = (text: string, policy = usualPolicy) => scan('out.csv', bytes(text), policy);
const rules = (text: string): string[] => scanned(text).findings.map((finding) => finding.rule);
const good = 'sex,people,mean_age\nF,120,41.5\nM,130,42.1\n';

describe('a table without evidence', () => {
	test('is to be reviewed, however well it looks', () => {
		const found = scanned(good);
		expect(found.verdict).toBe('review');
		expect(found.findings.map((one) => one.rule)).toEqual(['needs-evidence']);
	});
});

describe('counts', () => {
	test('names the row and column of a small one, and the remedy', () => {
		const found = scanned('sex,count\nF,120\nM,130\nX,3\n');
		expect(found.verdict).toBe('fail');
		expect(found.findings[0]).toEqual({
			rule: 'threshold',
			level: 'fail',
			where: 'row 4, column count',
			message: 'A count of 3 is below the threshold of 10.',
			remedy: 'Suppress it and one more cell in its row, or combine groups.'
		});
	});
	test('follows the threshold of the policy', () => {
		const policy = v.parse(PolicySchema, { threshold: 3 });
		expect(scanned('sex,count\nF,120\nX,3\n', policy).verdict).toBe('review');
	});
	test.each(['n', 'N', 'Number of patients', 'case_count', 'totalPeople', 'deaths'])(
		'are recognised in a column called %s',
		(name) => {
			expect(rules(`area,${name}\nA,5\n`)).toContain('threshold');
		}
	);
	test('a zero is reviewed when the policy says that zeros disclose', () => {
		expect(rules('sex,count\nF,120\nM,0\n')).toContain('zero');
	});
	test('whole small numbers in another column are asked about', () => {
		const found = scanned('area,smokers\nA,3\n');
		expect(found.findings[0]).toMatchObject({ rule: 'threshold', level: 'review' });
	});
	test('one mark beside its total is recoverable, two are left to the audit', () => {
		expect(rules('age,count\n21-30,*\n31-40,50\nTotal,53\n')).toContain('recoverable');
		expect(rules('age,count\n21-30,*\n31-40,[REDACTED]\n41-50,90\nTotal,153\n')).not.toContain(
			'recoverable'
		);
	});
});

describe('rows that are people', () => {
	test.each([
		['person_id,age\n1,40\n', 'identifier'],
		['NHS Number,age\nx,40\n', 'identifier'],
		['Surname,age\nSmith,40\n', 'identifier'],
		['ref,age\n943 476 5919,40\n', 'nhs-number'],
		['ref,age\n8d3f2c1a-4b5e-4f60-9a7b-1c2d3e4f5a6b,40\n', 'pseudonym'],
		['ref,age\n3f786850e387550fdab836ed7e6dc881de23001b,40\n', 'pseudonym'],
		['dob,n\n1950-04-01,40\n', 'date-of-birth'],
		['day,n\n2020-04-01,40\n', 'dates'],
		['contact,n\na.person@example.org,40\n', 'identifier'],
		['place,n\nSW1A 1AA,40\n', 'identifier'],
		[`note,n\n${'the patient said '.repeat(10)},40\n`, 'free-text'],
		[`a,b\n${'x,50\n'.repeat(1001)}`, 'rows']
	])('%j', (text, rule) => {
		expect(rules(text)).toContain(rule);
	});
	test('a number of ten digits is an NHS number only with its check digit', () => {
		expect(isNhsNumber('9434765919')).toBe(true);
		expect(isNhsNumber('9434765918')).toBe(false);
		expect(isNhsNumber('943476591')).toBe(false);
	});
});

describe('the file itself', () => {
	test('is judged by its content, not by its name', () => {
		for (const start of ['PK\u0003\u0004', 'PAR1', '%PDF-1.7', '<html>', '<svg xmlns=""/>'])
			expect(scanned(start).findings[0]?.rule).toBe('file-type');
		expect(scan('x.png', bytes(good), usualPolicy).kind).toBe('table');
	});
	test('must be text in UTF-8 without NUL', () => {
		expect(scan('a', Uint8Array.of(0x61, 0xff, 0x62), usualPolicy).findings[0]?.rule).toBe(
			'encoding'
		);
		expect(scan('a', Uint8Array.of(0xff, 0xfe, 0x61, 0), usualPolicy).findings[0]?.rule).toBe(
			'encoding'
		);
		expect(rules('a,b\n1\u0000,2\n')).toEqual(['nul']);
		expect(rules('')).toEqual(['empty']);
		expect(rules(`\ufeff${good}`)).toContain('bom');
	});
	test('must have as many cells in each row, and a name over each', () => {
		expect(rules('a,b\n50,60\n70\n')).toContain('ragged');
		expect(rules('a,b\n"50,60\n')).toContain('ragged');
		expect(rules('a,a\n50,60\n')).toContain('header');
	});
	test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx'])(
		'must not begin a cell with %j',
		(cell) => {
			expect(rules(`a,mean\nx,${cell}\n`)).toContain('formula');
		}
	);
	test('may hold negative numbers', () => {
		expect(rules('a,change\nx,-2.5\ny,+3.1\n')).not.toContain('formula');
	});
	test('shows as many decimals as it holds', () => {
		expect(rules('a,mean\nx,1.23456\n')).toContain('decimals');
		expect(rules('a,mean\nx,1.2345\n')).not.toContain('decimals');
	});
	test('never makes the scanner fall over, whatever is in it', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (some) => {
				expect(['pass', 'review', 'fail']).toContain(scan('x', some, usualPolicy).verdict);
				expect(scan('x', some, usualPolicy).verdict).not.toBe('pass');
			})
		);
	});
});

describe('reading CSV', () => {
	test('gives back what was written, quotes, separators and line ends included', () => {
		const cell = fc.string({ maxLength: 8 }).filter((text) => !text.includes('\r'));
		const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(rows, (records) => {
				const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
				const text = records.map((record) => record.map(quoted).join(',')).join('\r\n');
				const csv = parseCsv(`a,b\r\n${text}\r\n`);
				expect(csv.records.map((record) => record.cells)).toEqual(records);
			})
		);
	});
	test('says on which line of the file a record begins', () => {
		expect(parseCsv('a,b\n"x\ny",1\nz,2\n').records.map((record) => record.line)).toEqual([2, 4]);
	});
	test.each(['', 'None', 'null', 'NaN'])('takes %j for a missing value', (text) => {
		expect(read(text).is).toBe('missing');
	});
	test.each(['[REDACTED]', '[ REDACTED ]', 'Redacted ', '*', 'c', '<10', '<=7', '<= 7 '])(
		'takes %j for a mark',
		(text) => {
			expect(read(text).is).toBe('mark');
		}
	);
	test('reads numbers with their decimals', () => {
		expect(read('1,234.50')).toEqual({ is: 'number', value: 1234.5, decimals: 2 });
		expect(read('12 %')).toEqual({ is: 'number', value: 12, decimals: 0 });
		expect(read('1.2.3').is).toBe('text');
	});
});

describe('the strictest of several policies', () => {
	test('takes each rule from whoever is strictest, and a rule over no rule', () => {
		const one = v.parse(PolicySchema, { threshold: 5, pPercent: null, dominance: { n: 1, k: 80 } });
		const two = v.parse(PolicySchema, { threshold: 20, rounding: { base: 5 } });
		expect(strictest([one, two])).toMatchObject({
			threshold: 20,
			pPercent: 10,
			dominance: { n: 2, k: 80 },
			rounding: { base: 5, method: 'conventional' }
		});
		expect(strictest([])).toEqual(usualPolicy);
	});
});
