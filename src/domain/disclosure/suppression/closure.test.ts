import { describe, expect, test } from 'vitest';
import { hideTotals } from './closure.ts';
import type { Cell, System } from './system.ts';

const cell = (value: number, fate: Cell['fate']): Cell => ({
	value,
	shown: { lower: value, upper: value },
	marked: { lower: 0, upper: 10_000 },
	price: value,
	fate
});

/** A total 0 of the parts 1, 2 and 3. `insiders` know these cells. */
const sum = (parts: readonly Cell[], levels: [number, number][], insiders: number[][]): System => ({
	cells: [
		cell(
			parts.reduce((all, { value }) => all + value, 0),
			'free'
		),
		...parts
	],
	equations: [
		[
			[0, -1],
			[1, 1],
			[2, 1],
			[3, 1]
		]
	],
	whole: true,
	levels: new Map(levels),
	insiders: insiders.map((own) => new Set(own))
});

describe('hiding every total over a hidden cell', () => {
	test('protects a cell from everybody, and from who is alone in another', () => {
		const system = sum([cell(3, 'hidden'), cell(1, 'hidden'), cell(50, 'free')], [[1, 7]], [[2]]);
		const { hidden, exposed } = hideTotals(system);
		expect([...hidden].sort()).toEqual([0, 1, 2]);
		expect(exposed).toEqual([]);
	});

	test('says that an insider subtracts their own cell from a total with nothing else hidden', () => {
		const parts = [cell(1, 'hidden'), cell(40, 'free'), cell(50, 'free')];
		expect(hideTotals(sum(parts, [[0, 9]], [[1]])).exposed).toEqual([{ cell: 0, insider: 0 }]);
		expect(hideTotals(sum(parts, [[0, 9]], [])).exposed).toEqual([]);
	});

	test('finds another hidden part to rise by, where there is one', () => {
		const parts = [cell(1, 'hidden'), cell(1, 'hidden'), cell(50, 'free')];
		expect(hideTotals(sum(parts, [[0, 9]], [[1]])).exposed).toEqual([]);
		expect(hideTotals(sum(parts, [[0, 9]], [[1], [2]])).exposed).toEqual([]);
		const known = hideTotals(sum(parts, [[0, 9]], [[1, 2]])).exposed;
		expect(known).toEqual([{ cell: 0, insider: 0 }]);
	});

	test('says that a total which may not be hidden gives its cell away', () => {
		const parts = [cell(3, 'hidden'), cell(40, 'shown'), cell(50, 'shown')];
		const system = sum(parts, [[1, 7]], []);
		const open = { ...system, cells: [cell(93, 'shown'), ...parts] };
		expect(hideTotals(open).exposed).toEqual([{ cell: 1, insider: null }]);
	});
});
