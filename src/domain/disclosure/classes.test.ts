import { describe, expect, test } from 'vitest';
import { classDisclosures, type Parents } from './classes.ts';
import type { Evidence } from './evidence.ts';
import { usualPolicy } from './policy.ts';

const cell = (label: string, units: number, level = 0): Evidence => ({
	row: [label],
	column: [],
	levels: [level],
	value: units,
	units,
	rows: units,
	sum: units,
	largest: [1, 1],
	negatives: 0,
	missing: 0,
	allEqual: true,
	atEndpoint: null,
	modeShare: null,
	organisations: null
});

/** Labels of the cells that class disclosure names, of a table by one column. */
const named = (cells: readonly Evidence[], parents: [string, string][]): string[] => {
	const groups: Parents = [new Map(parents)];
	const found = classDisclosures(cells, new Set(), usualPolicy, groups);
	return [...found].map((key) => (JSON.parse(key) as string[][])[0]?.[0] ?? '').sort();
};

const parents: [string, string][] = [
	['asthma', 'lungs'],
	['copd', 'lungs'],
	['stroke', 'heart'],
	['angina', 'heart']
];

describe('class disclosure within a larger group', () => {
	test('names a cell that is nearly all of its group, though it is little of the total', () => {
		const cells = [
			cell('asthma', 97),
			cell('copd', 3),
			cell('stroke', 400),
			cell('angina', 500),
			cell('lungs', 100, 1),
			cell('heart', 900, 1),
			cell('Total', 1000, -1)
		];
		expect(named(cells, parents)).toEqual(['asthma']);
		expect(named(cells, [])).toEqual([]);
	});

	test('names both of two categories when one of them holds a single person', () => {
		const cells = [cell('asthma', 8), cell('copd', 1), cell('lungs', 9, 1)];
		expect(named(cells, parents)).toEqual(['asthma', 'copd']);
	});

	test('names a full cell beside one that the group has too and nobody is in', () => {
		const cells = [
			cell('asthma', 50),
			cell('copd', 0),
			cell('stroke', 40),
			cell('angina', 60),
			cell('lungs', 50, 1),
			cell('heart', 100, 1)
		];
		expect(named(cells, parents)).toEqual(['asthma']);
	});

	test('says nothing of a group that is its only category under another name', () => {
		const cells = [cell('asthma', 50), cell('stroke', 60), cell('lungs', 50, 1)];
		expect(named(cells, parents)).toEqual([]);
	});

	test('looks at groups of groups', () => {
		const tree: [string, string][] = [...parents, ['lungs', 'body'], ['heart', 'body']];
		const cells = [
			cell('asthma', 10),
			cell('copd', 10),
			cell('stroke', 480),
			cell('angina', 500),
			cell('lungs', 20, 1),
			cell('heart', 980, 1),
			cell('body', 1000, 2),
			cell('mind', 9000)
		];
		expect(named(cells, tree)).toEqual(['heart']);
	});
});
