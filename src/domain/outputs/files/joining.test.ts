import { describe, expect, test } from 'vitest';
import type { AnswerCell } from '#domain/disclosure/answer.ts';
import type { SnapshotSpecification } from '#domain/disclosure/specification.ts';
import { bandName, joined, joinsFor, split } from './joining.ts';

const cell = (row: string, column: string, units: number): AnswerCell => ({
	row: [row],
	column: [column],
	value: units,
	units,
	status: units < 10 ? 'unsafe' : 'safe',
	rules: []
});
const dimensions = { rows: ['decade'], columns: ['sex'] };
const table = (cells: AnswerCell[]) => ({ cells, policy: { threshold: 10, rounding: null } });
const joinsOf = (cells: AnswerCell[]) =>
	joinsFor(table(cells), dimensions).map((joins) => joins.map(({ labels }) => labels));

describe('the joins that are offered', () => {
	test('put an unsafe number together with its smaller neighbour, and never with what is not known', () => {
		const cells = [
			...['1940', '1930', '2000', '1990'].flatMap((decade) => [
				cell(decade, 'F', decade === '2000' ? 4 : 50),
				cell(decade, 'M', decade === '1930' ? 7 : 60)
			]),
			cell('(missing)', 'F', 20),
			cell('(missing)', 'M', 26),
			cell('Total', 'F', 200)
		];
		expect(joinsOf(cells)[0]).toEqual([
			['1930', '1940'],
			['1990', '2000']
		]);
	});

	test('put the smallest of other categories together', () => {
		const cells = [
			['North', 100],
			['South', 4],
			['East', 90],
			['West', 7]
		].map(([name, units]) => cell(String(name), 'all', Number(units)));
		expect(joinsOf(cells)[0]).toEqual([['South', 'West']]);
	});

	test('are none where every cell is safe, or where joining cannot help', () => {
		expect(joinsOf([cell('a', 'F', 50), cell('b', 'F', 60)])).toEqual([]);
		expect(joinsOf([cell('a', 'F', 2), cell('b', 'F', 3)])).toEqual([]);
	});
});

describe('a band', () => {
	const specification = { rows: ['decade'], columns: [] } as unknown as SnapshotSpecification;

	test('is named after its categories, and never as another one is', () => {
		expect(bandName(['1940', '1930'], [])).toBe('1930 to 1940');
		expect(bandName(['North', 'South', 'East'], [])).toBe('North, South and East');
		expect(bandName(['a', 'b'], ['a and b'])).toBe('a and b (2)');
	});

	test('that is joined again is opened first, and all can be undone', () => {
		const once = joined(specification, { column: 'decade', labels: ['1930', '1940'] }, []);
		const twice = joined(once, { column: 'decade', labels: ['1930 to 1940', '1950'] }, []);
		expect(twice.bands).toEqual([
			{ column: 'decade', join: ['1930', '1940', '1950'], name: '1930 to 1950' }
		]);
		expect(split(twice)).toEqual(specification);
	});
});
