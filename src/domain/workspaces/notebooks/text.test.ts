import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf } from './text.ts';

test('headings, lists, code and words with weight are told apart', () => {
	expect(
		blocksOf(
			'# Aim\nCount **people**\nby *year*.\n\n- one\n- `two`\n\n1. first\n\n```\n# not a heading\n```'
		)
	).toEqual([
		{ as: 'heading', level: 1, line: [{ as: 'text', words: 'Aim' }] },
		{
			as: 'paragraph',
			line: [
				{ as: 'text', words: 'Count ' },
				{ as: 'strong', words: 'people' },
				{ as: 'text', words: ' by ' },
				{ as: 'em', words: 'year' },
				{ as: 'text', words: '.' }
			]
		},
		{
			as: 'list',
			ordered: false,
			items: [[{ as: 'text', words: 'one' }], [{ as: 'code', words: 'two' }]]
		},
		{ as: 'list', ordered: true, items: [[{ as: 'text', words: 'first' }]] },
		{ as: 'code', text: '# not a heading' }
	]);
});

test('markup, links and pictures stay words', () => {
	expect(blocksOf('<img src=x onerror=alert(1)> [a](javascript:b)')).toEqual([
		{
			as: 'paragraph',
			line: [{ as: 'text', words: '<img src=x onerror=alert(1)> [a](javascript:b)' }]
		}
	]);
});

test('no text is without an end, and no letter of it is lost', () => {
	const letters = (text: string) => text.replaceAll(/[^a-z]/g, '');
	const line = fc.constantFrom(
		'# a',
		'- b',
		'1. c',
		'```',
		'd *e* f',
		'**g',
		'#',
		'-',
		'   ',
		'# '
	);
	fc.assert(
		fc.property(fc.array(line), (lines) => {
			const text = lines.join('\n');
			expect(letters(blocksOf(text).flatMap(wordsOf).join(' '))).toBe(letters(text));
		})
	);
});

const wordsOf = (block: ReturnType<typeof blocksOf>[number]): string[] =>
	block.as === 'code'
		? [block.text]
		: block.as === 'list'
			? block.items.flatMap((item) => item.map(({ words }) => words))
			: block.line.map(({ words }) => words);
