import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalNhsNumber, isNhsNumber, nhsCheckDigit } from './nhs-number.ts';

test('the published example is valid with and without spaces', () => {
	expect(isNhsNumber('9434765919')).toBe(true);
	expect(isNhsNumber('943 476 5919')).toBe(true);
	expect(canonicalNhsNumber('943-476.5919')).toBe('9434765919');
});

test('a check digit of eleven is written as nought', () => {
	expect(nhsCheckDigit('000000000')).toBe(0);
});

test('a check digit of ten means there is no such number', () => {
	expect(nhsCheckDigit('999000009')).toBe(3);
	const none = Array.from({ length: 200 }, (_, n) => `999000${String(n).padStart(3, '0')}`).filter(
		(body) => nhsCheckDigit(body) === undefined
	);
	expect(none.length).toBeGreaterThan(10);
	for (const body of none)
		for (let digit = 0; digit < 10; digit++) expect(isNhsNumber(`${body}${digit}`)).toBe(false);
});

test('one wrong digit or two neighbours swapped is always found', () => {
	const valid = fc
		.integer({ min: 0, max: 999_999_999 })
		.map((n) => String(n).padStart(9, '0'))
		.filter((body) => nhsCheckDigit(body) !== undefined)
		.map((body) => `${body}${nhsCheckDigit(body)}`);
	fc.assert(
		fc.property(valid, fc.nat(9), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
			const changed = (Number(number[place]) + by) % 10;
			expect(isNhsNumber(number.slice(0, place) + String(changed) + number.slice(place + 1))).toBe(
				false
			);
			const [a = '', b = ''] = [number[place], number[place + 1]];
			if (b === '' || a === b) return;
			expect(isNhsNumber(number.slice(0, place) + b + a + number.slice(place + 2))).toBe(false);
		})
	);
});

test('words, nine digits and eleven digits are not NHS numbers', () => {
	for (const text of ['', 'abcdefghij', '943476591', '94347659190', '９４３４７６５９１９'])
		expect(isNhsNumber(text)).toBe(false);
});
