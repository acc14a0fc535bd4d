import { expect, test } from 'vitest';
import type { Grid } from '../view/grid.ts';
import { complete, insistScope } from '../review/complete.ts';
import { compare, lineDifference } from './compare.ts';
import { scopeOf, suggested } from './scope.ts';

const grid = (cells: Readonly<Record<string, string>>): Grid => ({
	corner: 'year',
	columns: ['people'],
	measure: 'people',
	lines: Object.entries(cells).map(([label, shown]) => ({
		label,
		cells: [{ label, shown, asked: null, level: 'safe', letters: '', rules: '', evidence: null }]
	}))
});

test('two versions of a table are compared by the labels of their cells', () => {
	const told = compare(
		grid({ 2020: '10', 2021: '15', 2023: '5' }),
		grid({ 2020: '10', 2021: '12', 2022: '9' })
	);
	expect(told.changes).toEqual({ 2021: 'changed', 2023: 'new' });
	expect(told).toMatchObject({ changed: 2, gone: 1 });
	expect(told.earlier.lines.map(({ cells }) => cells[0]?.gone)).toEqual([false, false, true]);
});

test('two texts are compared line by line, unless they are very long', () => {
	expect(lineDifference('a\nb\nc', 'a\nx\nc')?.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
		'same a',
		'removed b',
		'added x',
		'same c'
	]);
	expect(lineDifference('a\n'.repeat(2000), 'a')).toBeNull();
});

test('the question of scope is filled in only when every query is known and stays inside', () => {
	const specification = (column: string) => ({
		from: 'death',
		fields: { year: { call: 'year', of: [{ table: 'death', column }] } },
		rows: ['year'],
		statistic: 'count'
	});
	const approval = { contents: [{ name: 'death', columns: ['death_date'] }], tables: ['death'] };
	const of = (given: unknown) =>
		scopeOf({ name: 'a.csv', specification: given, population: '' }, approval);
	expect(suggested([of(specification('death_date'))])).toBe('yes');
	expect(of(specification('cause')).outside).toEqual(['death.cause']);
	expect(suggested([of(specification('cause'))])).toBeNull();
	expect(suggested([of(null)])).toBeNull();
	expect(suggested([])).toBeNull();
});

test('a vote says something of every file that leaves, but for those whose approvals are carried', () => {
	const file = { id: '1', name: 'a.csv', carried: false, doubtful: false };
	const verdict = { file: '1', choice: 'approve', reasons: [], words: '', exception: '' } as const;
	expect(() => complete([file], [])).toThrow(/choose what you say/);
	expect(complete([{ ...file, carried: true }], [])).toEqual([]);
	expect(() => complete([{ ...file, doubtful: true }], [verdict])).toThrow(/may leave/);
	expect(() => complete([file], [{ ...verdict, choice: 'changes' }])).toThrow(/give a reason/);
	expect(() => complete([file], [{ ...verdict, choice: 'reject', reasons: ['other'] }])).toThrow(
		/other reason/
	);
	expect(() => {
		insistScope({ within: false, words: 'Too much.' }, [verdict]);
	}).toThrow(/does not leave/);
});
