import { expect, test } from 'vitest';
import { iso, spell } from './when.ts';

test.each([
	['a winter moment', '2026-11-22T14:05:00Z', '22 November 2026 at 14:05'],
	['a summer moment, an hour ahead', '2026-07-01T13:05:00Z', '1 July 2026 at 14:05'],
	['midnight as 00', '2026-11-22T00:00:00Z', '22 November 2026 at 00:00'],
	['a calendar day, without a time', '2026-11-22', '22 November 2026'],
	['a moment whose London day is the next', '2026-06-30T23:30:00Z', '1 July 2026 at 00:30'],
	['what is no time as it stands', 'soon', 'soon']
])('shows %s', (_, at, words) => {
	expect(spell(at)).toBe(words);
});

test('takes what Temporal gives', () => {
	expect(spell(Temporal.Instant.from('2026-11-22T14:05:00Z'))).toBe('22 November 2026 at 14:05');
	expect(spell(Temporal.Instant.from('2026-11-22T14:05:00Z'), true)).toBe('22 November 2026');
	expect(spell(Temporal.PlainDate.from('2026-03-29'))).toBe('29 March 2026');
});

test('gives machines the same moment', () => {
	expect(iso('2026-07-01T14:05:00+01:00')).toBe('2026-07-01T13:05:00.000Z');
	expect(iso(Temporal.PlainDate.from('2026-03-29'))).toBe('2026-03-29');
	expect(iso('soon')).toBeUndefined();
});
