import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Cells, emptyCell, movedBy, same, withAfter, without, type Cell } from './notebook.ts';

const cells: Cell[] = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'].map((id) => emptyCell('sql', id));
const ids = (some: readonly Cell[]) => some.map(({ id }) => id[0]).join('');

test('cells are added behind another, moved and removed; at the ends they stay', () => {
	const added = emptyCell('r', 'dddddddd');
	expect(ids(withAfter(cells, 'aaaaaaaa', added))).toBe('adbc');
	expect(ids(withAfter(cells, 'none', added))).toBe('abcd');
	expect(ids(movedBy(cells, 'bbbbbbbb', -1))).toBe('bac');
	expect(ids(movedBy(cells, 'aaaaaaaa', -1))).toBe('abc');
	expect(ids(movedBy(cells, 'cccccccc', 1))).toBe('abc');
	expect(ids(movedBy(cells, 'none', 1))).toBe('abc');
	expect(ids(without(cells, 'bbbbbbbb'))).toBe('ac');
});

test('cells are the same when nothing of any differs', () => {
	expect(same(cells, structuredClone(cells))).toBe(true);
	for (const change of [{ code: 'x' }, { kind: 'r' }, { into: 'x' }, { id: 'eeeeeeee' }] as const)
		expect(same(cells, cells.with(1, { ...emptyCell('sql', 'bbbbbbbb'), ...change }))).toBe(false);
	expect(same(cells, without(cells, 'aaaaaaaa'))).toBe(false);
});

test('two cells of one id, a frame with a wrong name and a text that is too long are refused', () => {
	const one = emptyCell('sql', 'aaaaaaaa');
	for (const wrong of [
		[one, one],
		[{ ...one, into: 'a b' }],
		[{ ...one, into: 'aldgate_x' }],
		[{ ...one, code: 'x'.repeat(20_001) }],
		[{ ...one, id: '"><script>' }],
		[{ ...one, kind: 'julia' }]
	])
		expect(v.safeParse(Cells, wrong).success).toBe(false);
	expect(v.safeParse(Cells, cells).success).toBe(true);
});
