import { expect, test } from 'vitest';
import { cutText, linesShown, rowsOfText } from './potential.ts';

test('a text is cut at whole lines, and what is left holds no more rows than may be shown', () => {
	const lines = Array.from({ length: 500 }, (_, at) => `person ${String(at)}`);
	for (const most of Object.values(linesShown)) {
		const { text, cut } = cutText(lines.join('\n'), most);
		expect(cut).toBe(true);
		expect(rowsOfText(text)).toBe(most);
		expect(text.split('\n').at(-1)).toBe(lines[most - 1]);
	}
});

test('a short text is left as it is', () => {
	expect(cutText('Coefficients:\n  age 0.1\n', 40)).toEqual({
		text: 'Coefficients:\n  age 0.1\n',
		cut: false
	});
});

test('values spelt with letters are cut too', () => {
	const spelt = Array.from({ length: 5000 }, () => 'fifty-four years').join('\n');
	expect(cutText(spelt, 40).cut).toBe(true);
	expect(rowsOfText(spelt)).toBeGreaterThan(40);
});

test('one line of everything is cut whole', () => {
	expect(cutText('7'.repeat(1_000_000), 400)).toEqual({ text: '', cut: true });
});
