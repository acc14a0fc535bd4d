import { expect, test } from 'vitest';
import { headersOf } from './headers.ts';

test('browsers are told to come back over https only where the origin is https', () => {
	expect(headersOf('https:')).toHaveProperty('strict-transport-security');
	expect(headersOf('http:')).not.toHaveProperty('strict-transport-security');
});

test('nothing is guessed to be another type, on any origin', () => {
	for (const protocol of ['http:', 'https:'])
		expect(headersOf(protocol)).toMatchObject({ 'x-content-type-options': 'nosniff' });
});
