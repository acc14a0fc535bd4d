import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, type Json } from './canonical.ts';
import { digest } from './digest.server.ts';

describe('canonical JSON (RFC 8785)', () => {
	test('puts keys in the order of their UTF-16 code units, as the RFC’s example has them', () => {
		const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
		const written = canonical(Object.fromEntries(keys.map((key, place) => [key, place])));
		expect(Object.keys(JSON.parse(written) as object)).toHaveLength(keys.length);
		expect([...written.matchAll(/:(\d)/g)].map(([, place]) => keys[Number(place)])).toEqual([
			'\r',
			'1',
			'\u0080',
			'\u00f6',
			'\u20ac',
			'\u{1f600}',
			'\ufb33'
		]);
	});

	test('orders numbers among keys as text, not by value', () => {
		expect(canonical({ 9: 0, 10: 0, 1: 0 })).toBe('{"1":0,"10":0,"9":0}');
	});

	test.each([
		[Number('333333333.33333329'), '333333333.3333333'],
		[1e30, '1e+30'],
		[4.5, '4.5'],
		[2e-3, '0.002'],
		[1e-27, '1e-27'],
		[1e21, '1e+21'],
		[999999999999999900000, '999999999999999900000'],
		[-0, '0'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		[5e-324, '5e-324'],
		[Number.MAX_VALUE, '1.7976931348623157e+308']
	])('prints the number %d as %s', (number, text) => {
		expect(canonical(number)).toBe(text);
	});

	test('escapes what JSON must and nothing else', () => {
		expect(canonical('\u20ac$\u000f\nA\'B"\\\\"/\u007f')).toBe(
			'"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f"'
		);
	});

	test('has no white space and leaves undefined members out', () => {
		expect(canonical({ b: [1, 'two', null], a: { d: true, c: undefined } })).toBe(
			'{"a":{"d":true},"b":[1,"two",null]}'
		);
	});

	test.each([NaN, Infinity, -Infinity])('refuses the number %d', (number) => {
		expect(() => canonical({ a: [number] })).toThrow(TypeError);
	});

	test('refuses text that is not Unicode, in values and in keys', () => {
		expect(() => canonical('\ud83d')).toThrow(TypeError);
		expect(() => canonical({ '\ude00': 1 })).toThrow(TypeError);
	});

	const value = fc.jsonValue({ stringUnit: 'binary' });
	// -0 has no place in canonical JSON: what goes through JSON once is what must come back
	const plain = value.map((any) => JSON.parse(JSON.stringify(any)) as Json);

	test('reads back as the value it was made of', () => {
		fc.assert(
			fc.property(plain, (one) => {
				expect(JSON.parse(canonical(one))).toEqual(one);
			})
		);
	});

	test('is the same whatever order the members were written in', () => {
		fc.assert(
			fc.property(plain, (one) => {
				expect(canonical(backwards(one))).toBe(canonical(one));
				expect(digest(backwards(one))).toBe(digest(one));
			})
		);
	});

	test('differs when the value differs', () => {
		fc.assert(
			fc.property(plain, plain, (one, other) => {
				const alike = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
				expect(canonical(one) === canonical(other)).toBe(alike);
			})
		);
	});
});

function members(value: Json, arrange: (entries: [string, Json][]) => [string, Json][]): Json {
	if (Array.isArray(value)) return value.map((item: Json) => members(item, arrange));
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value) as [string, Json][];
	return Object.fromEntries(
		arrange(entries).map(([key, item]) => [key, members(item, arrange)] as const)
	);
}
const backwards = (value: Json): Json => members(value, (entries) => entries.reverse());
const sorted = (value: Json): Json =>
	members(value, (entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1)));
