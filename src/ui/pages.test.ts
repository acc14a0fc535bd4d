import { expect, test } from 'vitest';
import { pagesAround } from './pages.ts';
import { path, ticks } from './scale.ts';

test.each([
	[1, 1, [1]],
	[1, 3, [1, 2, 3]],
	[5, 13, [1, undefined, 4, 5, 6, undefined, 13]],
	[3, 5, [1, 2, 3, 4, 5]],
	[13, 13, [1, undefined, 12, 13]]
])('page %i of %i links to its neighbours and both ends', (page, last, links) => {
	expect(pagesAround(page, last)).toEqual(links);
});

test.each([
	[0, [0, 1]],
	[30, [0, 10, 20, 30]],
	[4, [0, 1, 2, 3, 4]],
	[0.3, [0, 0.1, 0.2, 0.3]],
	[9080, [0, 2500, 5000, 7500, 10_000]]
])('a scale up to %d ends at or above it in round steps', (max, lines) => {
	expect(ticks(max)).toEqual(lines);
});

test('a missing point breaks a line and is never drawn as nought', () => {
	expect(path([10, null, 5, 0], 10)).toBe('M0 0M66.67 50L100 100');
});
