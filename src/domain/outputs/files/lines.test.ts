import { expect, test } from 'vitest';
import { changedLines, linesBetween, mostLines } from './lines.ts';

test('lines that came and went are told apart, and common ones stay', () => {
	expect(linesBetween('a\nb\nc', 'a\nB\nc\nd')).toEqual([
		{ how: 'same', text: 'a' },
		{ how: 'removed', text: 'b' },
		{ how: 'added', text: 'B' },
		{ how: 'same', text: 'c' },
		{ how: 'added', text: 'd' }
	]);
});

test('only lines near a change are shown', () => {
	const before = Array.from({ length: 20 }, (_, at) => String(at)).join('\n');
	const lines = linesBetween(before, before.replace('10', 'ten')) ?? [];
	expect(changedLines(lines, 1).map(({ text }) => text)).toEqual(['9', '10', 'ten', '11']);
	expect(changedLines(linesBetween(before, before) ?? [])).toEqual([]);
});

test('a text that is too long is not compared', () => {
	expect(linesBetween('x\n'.repeat(mostLines), 'x')).toBeNull();
});
