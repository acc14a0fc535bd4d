import { expect, test } from 'vitest';
import { controlWords } from './control.ts';

test('a rounded table says by which method, and to which base', () => {
	expect(controlWords('round', null)).toBe('Rounded to base 5');
	expect(controlWords('round', { method: 'conventional', base: 10 })).toBe('Rounded to base 10');
	expect(controlWords('round', { method: 'random', base: 3 })).toBe(
		'Rounded up or down at random to base 3'
	);
	expect(controlWords('round', { method: 'midpoint6' })).toBe('Rounded to the midpoint of six');
	expect(controlWords('suppress', { method: 'conventional', base: 10 })).toBe('Suppressed');
	expect(controlWords('none', undefined)).toBe('As it is');
});
