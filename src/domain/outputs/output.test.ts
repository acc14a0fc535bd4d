import { largestFile } from '#domain/disclosure/scan.ts';
import { largestUpload } from './files/file.ts';
import { describe, expect, test } from 'vitest';
import { moved, moves, statuses, type MoveName } from './output.ts';
import { outcomeOf, sameFiles, type Choice } from './review/ballot.ts';
import { csvOf, shown, tame } from './files/leaving.ts';
import { nameFor } from './files/file.ts';
import { addsUp, readsTables } from './files/query.ts';

describe('every status × move', () => {
	for (const status of statuses)
		for (const name of Object.keys(moves) as MoveName[]) {
			const { from, to } = moves[name];
			const listed = (from as readonly string[]).includes(status);
			test(`${status} × ${name}: ${listed ? to : 'refused'}`, () => {
				if (listed) expect(moved(status, name)).toBe(to);
				else expect(() => moved(status, name)).toThrow(/This output request is/);
			});
		}
});

test('two approvals release, two rejections reject, and only approve against reject needs a third', () => {
	const decided = (...votes: Choice[]) => outcomeOf([votes]);
	expect(decided('approve')).toBeNull();
	expect(decided('approve', 'approve')).toBe('output.release');
	expect(decided('reject', 'reject')).toBe('output.reject');
	expect(decided('approve', 'reject')).toBeNull();
	expect(decided('approve', 'changes')).toBe('output.return');
	expect(decided('changes', 'reject')).toBe('output.return');
	expect(decided('approve', 'reject', 'approve')).toBe('output.release');
	expect(decided('reject', 'approve', 'reject')).toBe('output.reject');
	expect(decided('reject', 'approve', 'changes')).toBe('output.return');
});

test('files are the same by their bytes, in any order', () => {
	const [a, b] = [
		{ id: '1', name: 'a', sha256: 'x' },
		{ id: '2', name: 'b', sha256: 'y' }
	];
	expect(sameFiles([a, b], [b, a])).toBe(true);
	expect(sameFiles([a], [a, b])).toBe(false);
	expect(sameFiles([a, b], [a, { ...b, sha256: 'z' }])).toBe(false);
});

test('a table leaves as plain CSV: one mark for suppressed, four decimals, no formulas', () => {
	const cell = { row: ['=1+1'], column: [], units: 40, status: 'safe', rules: [] } as const;
	const table = {
		verdict: 'pass',
		safeVerdict: 'pass',
		cells: [
			{ ...cell, value: 12.345678 },
			{ ...cell, row: ['b, c'], value: 3 }
		],
		safe: [
			{ row: ['=1+1'], column: [], value: 12.345678 },
			{ row: ['b, c'], column: [], value: null, mark: 'suppressed' }
		],
		policy: { threshold: 10, rounding: null },
		summary: { cells: 2, unsafe: 1, review: 0, empty: 0, secondary: 0, rules: {} },
		control: 'suppress',
		notes: [],
		explained: []
	} as const;
	const shape = { rows: ['group'], columns: [], measure: 'mean of x' };
	const text = (control: 'none' | 'suppress') =>
		new TextDecoder().decode(csvOf(table, shape, control));
	expect(text('suppress')).toBe(`group,mean of x\r\n'=1+1,12.3457\r\n"b, c",*\r\n`);
	expect(text('none')).toContain('"b, c",3');
	expect([shown(null), shown(0.1 + 0.2), tame('-5'), tame('-a')]).toEqual(['', '0.3', '-5', "'-a"]);
});

test('a file is named after its words, and apart from the others', () => {
	expect(nameFor('Deaths: by year?', [])).toBe('Deaths by year.csv');
	expect(nameFor('../../etc/passwd.csv', [])).toBe('etc passwd.csv');
	expect(nameFor('💀', ['Table.csv'])).toBe('table 2.csv');
});

test('a query is told by its tree: what it reads, and whether it adds up', () => {
	const tree = (node: object) => ({ error: false, statements: [{ node }] });
	const base = { from_table: { type: 'BASE_TABLE' }, select_list: [{ class: 'STAR' }] };
	expect([readsTables(tree(base)), addsUp(tree(base))]).toEqual([true, false]);
	const counted = { select_list: [{ function_name: 'count_star' }], group_expressions: [] };
	expect([readsTables(tree(counted)), addsUp(tree(counted))]).toEqual([false, true]);
	expect(addsUp(null)).toBe(false);
});

test('the largest file that may be sent is the largest that the scanner reads', () => {
	expect(largestUpload).toBe(largestFile);
});
