import { expect, test } from 'vitest';
import { withAnswer, type Kept } from './kept.ts';

const after = (answers: readonly object[]): readonly Kept[] =>
	answers.reduce<readonly Kept[]>((kept, answer, at) => withAnswer(kept, String(at), answer), []);

test('the newest answer is first, and a session keeps forty', () => {
	const kept = after(Array.from({ length: 50 }, (_, at) => ({ at })));
	expect(kept).toHaveLength(40);
	expect(kept.map(({ run }) => run).slice(0, 2)).toEqual(['49', '48']);
	expect(kept.at(-1)?.run).toBe('10');
});

test('answers with large plots push out older ones, never themselves', () => {
	const plot = 'x'.repeat(10_000_000);
	expect(after([{ plot }, { plot }, { plot }]).map(({ run }) => run)).toEqual(['2', '1']);
	expect(after([{}, { plot: plot.repeat(3) }]).map(({ run }) => run)).toEqual(['1']);
});
