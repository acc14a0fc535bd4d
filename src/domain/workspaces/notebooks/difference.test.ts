import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf, linesBetween } from './difference.ts';
import { emptyCell } from './notebook.ts';

test('what stays and what is new gives the later text; what stays and is gone the earlier', () => {
	const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));
	fc.assert(
		fc.property(text, text, (before, after) => {
			const lines = linesBetween(before, after);
			const of = (other: 'gone' | 'new') =>
				lines.filter(({ is }) => is === 'same' || is === other).map((one) => one.text);
			expect(of('gone').join('\n')).toBe(before);
			expect(of('new').join('\n')).toBe(after);
			if (before === after) expect(lines.every(({ is }) => is === 'same')).toBe(true);
		})
	);
});

test('cells are told apart as new, changed, moved, gone and the same', () => {
	const cell = (id: string, code: string) => ({ ...emptyCell('sql', id), code });
	const before = [
		cell('aaaaaaaa', '1'),
		cell('bbbbbbbb', '2'),
		cell('cccccccc', '3'),
		cell('dddddddd', '4')
	];
	const after = [
		cell('aaaaaaaa', '1'),
		cell('cccccccc', '3'),
		cell('bbbbbbbb', '5'),
		cell('eeeeeeee', '6')
	];
	expect(differenceOf(before, after).map(({ id, is }) => `${id.slice(0, 1)} ${is}`)).toEqual([
		'a same',
		'c moved',
		'b changed',
		'e new',
		'd gone'
	]);
});
