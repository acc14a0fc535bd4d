import { expect, test } from 'vitest';
import { destination } from './destination.ts';

test.each([
	['/projects/12?page=2', '/projects/12?page=2'],
	['/home', '/home']
])('people who sign in go back to %s', (to, path) => {
	expect(destination(to)).toBe(path);
});

test.each([
	null,
	'',
	'home',
	'https://evil.example',
	'//evil.example',
	'/\\evil.example',
	'/\t/evil.example',
	'/\n/evil.example',
	'\t//evil.example',
	'/.//evil.example',
	'/a/..//evil.example',
	'/sign-out',
	'/x/../sign-in'
])('nobody is sent to %j', (to) => {
	expect(destination(to)).toBe('/home');
});
