import { expect, test } from 'vitest';
import { askedOf } from './what-if.ts';

const of = (query: string) => askedOf(new URLSearchParams(query));

test('a page that nobody has asked tries everything, by single years and five alike', () => {
	const { choice, problem } = of('');
	expect(choice).toMatchObject({ band: 1, k: 5 });
	expect(choice.facts).toHaveLength(6);
	expect(problem).toBeNull();
});

test('what is ticked is tried, and nothing when nothing is', () => {
	expect(of('facts=age&facts=sex&band=20&k=50').choice).toEqual({
		facts: ['age', 'sex'],
		band: 20,
		k: 50
	});
	expect(of('band=1&k=5').choice.facts).toEqual([]);
});

test.each(['1', '51', '2.5', 'many', ''])('%j alike is told to be no number to try', (k) => {
	expect(of(`band=1&k=${k}`)).toMatchObject({
		typed: k,
		problem: 'Enter a whole number from 2 to 50'
	});
});
