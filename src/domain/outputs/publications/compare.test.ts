import { describe, expect, test } from 'vitest';
import { compareTable, countsOf, numberOf, type ReleasedTable } from './compare.ts';

const released: ReleasedTable[] = [
	{
		dimensions: ['decade', 'sex'],
		cells: [
			{ file: 'ages.csv', labels: ['1930', 'Female'], value: 1234 },
			{ file: 'ages.csv', labels: ['1930', 'Male'], value: null },
			{ file: 'ages.csv', labels: ['1930', 'Total'], value: 1250 },
			{ file: 'ages.csv', labels: ['1940', 'Female'], value: 12.3456 }
		]
	}
];
const outcomes = (rows: string[][]) =>
	compareTable(rows, released).cells.map(({ outcome }) => outcome);

describe('a manuscript’s table', () => {
	test('is found by its labels, long or wide, and by its figures', () => {
		expect(
			outcomes([
				['decade', 'sex', 'people'],
				['1930', 'female', '1,234']
			])
		).toEqual(['matched']);
		expect(
			outcomes([
				['Decade', 'Female', 'All'],
				['1930', '1,234', '1250']
			])
		).toEqual(['matched', 'matched']);
	});

	test('may round what was released', () => {
		expect(
			outcomes([
				['', 'Female'],
				['1930', '1235']
			])
		).toEqual(['rounded']);
		expect(
			outcomes([
				['', 'Female'],
				['1940', '12.35']
			])
		).toEqual(['rounded']);
		expect(
			outcomes([
				['', 'Female'],
				['1940', '12']
			])
		).toEqual(['rounded']);
	});

	test('shows a figure that differs, one that was hidden, and one that nobody released', () => {
		expect(
			outcomes([
				['', 'Female', 'Male', 'Other'],
				['1930', '1233', '16', '3']
			])
		).toEqual(['differs', 'hidden', 'not-found']);
	});

	test('is never matched by its figures alone', () => {
		expect(
			outcomes([
				['', 'Female'],
				['1980', '1234']
			])
		).toEqual(['not-found']);
		expect(
			outcomes([
				['', 'area', 'Female'],
				['1930', 'North', '1234']
			])
		).toEqual(['not-found']);
	});

	test('has its figures counted by how they came out', () => {
		const table = compareTable(
			[
				['', 'Female', 'Male'],
				['1930', '1234', '16']
			],
			released
		);
		expect(countsOf([table])).toMatchObject({ matched: 1, hidden: 1, differs: 0 });
	});
});

test.each([
	['1,234', 1234],
	['12.5 %', 12.5],
	['\u22123', -3],
	['1 234 567', 1234567],
	['n/a', null],
	['12 (3%)', null]
])('%s is %s', (text, value) => {
	expect(numberOf(text)).toBe(value);
});
