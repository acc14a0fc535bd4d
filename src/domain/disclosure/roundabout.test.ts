import { describe, expect, test } from 'vitest';
import { parseCsv } from './csv.ts';
import { nameFindings } from './files/names.ts';
import { proseFindings } from './files/prose.ts';
import { laidOut } from './laid-out.ts';
import { usualPolicy } from './policy.ts';
import { tableFindings } from './scan.ts';

const found = (...lines: string[]): string[] =>
	tableFindings('the file', parseCsv(lines.join('\r\n')), usualPolicy)
		.filter(({ rule }) => rule !== 'needs-evidence')
		.map(({ level, rule, where }) => `${level} ${rule} ${where}`);
const inCode = (...lines: string[]): string[] =>
	proseFindings(lines.join('\n'), 'code', usualPolicy).map(({ rule }) => rule);

describe('a table that says a small count in a roundabout way', () => {
	test.each(['3 people', '3 (1.7)', '~3', 'c. 3', 'three', '"3 [1.7%]"'])(
		'%s is a count of 3',
		(cell) => {
			expect(found('area,n', 'North,120', `South,${cell}`)).toContain(
				'fail threshold row 3, column n'
			);
		}
	);
	test('1 200 and 99,5 are figures like others', () => {
		const { csv } = laidOut(parseCsv('area;n;pct\nNorth;1 200;99,5\nSouth;1\u2009300;0,5'));
		expect(csv.records.map(({ cells }) => cells)).toEqual([
			['North', '1200', '99.5'],
			['South', '1300', '0.5']
		]);
	});
	test('the steps of a running total are counts', () => {
		expect(found('age,n,cumulative', '20,100,100', '30,*,104', '40,120,224')).toEqual([
			'fail threshold row 3, column cumulative'
		]);
		expect(found('age,n,cumulative', '20,100,100', '30,50,150', '40,120,270')).toEqual([]);
	});
	test('a total in a note, a title or a column’s name gives the only mark away', () => {
		const body = ['North,120', 'South,*', 'East,55'];
		expect(found('area,n', ...body, 'Note: 178 people in total,')).toEqual([
			'review recoverable row 3, column n'
		]);
		expect(found('# Total people: 178', 'area,n', ...body)).toContain(
			'review recoverable row 4, column n'
		);
		expect(found('area,Men (n=178)', ...body)).toEqual([
			'review recoverable row 3, column Men (n=178)'
		]);
		expect(found('area,n', ...body, 'Note: 300 people in total,')).toEqual([]);
	});
	test('a share of a base that is shown is a count', () => {
		expect(found('area,percent,base', 'North,40.0,123', 'South,2.4,123')).toEqual([
			'review recoverable row 3, column percent'
		]);
	});
	test('figures beyond the header, or below a title, are looked at', () => {
		expect(found('area,n', 'North,120', 'South,130,,9434765919')).toContain(
			'fail nhs-number column number 4'
		);
		expect(found('My table', 'area,n', 'North,120', 'South,3')).toContain(
			'fail threshold row 4, column n'
		);
	});
	test('invisible letters and digits of other scripts are told', () => {
		expect(found('area,n', 'Nor\u200bth,120', 'South,130')).toEqual(['fail hidden-text row 2']);
		expect(found('area,n', 'North,120', 'South,\uff13')).toContain('fail hidden-text row 3');
		expect(found('area,n', 'Nørth – São,120', 'Łódź,130')).toEqual([]);
	});
});

describe('data in words, code and names', () => {
	test('encoded bytes in short lines, JSON on a line, and a table in Markdown', () => {
		const encoded = (n: number): string =>
			`# TmFtZTogSmFuZSBEb2Us${String(n)}aGVsbG93b3JsZGZvb2Jhcg`;
		expect(inCode(...[1, 2, 3, 4, 5].map(encoded), 'x = 1')).toContain('cached-data');
		const person = '{"pid": "a1", "age": 54}';
		expect(inCode(`rows = [${person}, ${person}, ${person}]`)).toContain('pasted-rows');
		expect(inCode(`${person},`, `${person},`, `${person},`)).toContain('pasted-rows');
		expect(inCode('| a | n |', '|---|---|', '| N | 12 |', '| S | 3 |', '| E | 4 |')).toContain(
			'pasted-rows'
		);
		expect(inCode('library(dplyr)', 'a_long_name_of_a_function_without_digits()')).toEqual([]);
	});
	test('a file named for a person', () => {
		expect(nameFindings('943 476 5919 plot.png')).toHaveLength(1);
		expect(nameFindings('p_5f2b6c1e-9d3a-4e3e-8a57-7d2d1c1b9a10.csv')).toHaveLength(1);
		expect(nameFindings('table_2026-11-22_1763812345.csv')).toEqual([]);
	});
});
