import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	addWorkingDays,
	dayInWords,
	durationInWords,
	elapsed,
	instantInWords,
	isWorkingDay,
	londonDay,
	startOfLondonDay,
	workingDaysBetween,
	workingDaysInWords
} from './time.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) => Temporal.Instant.from(text);

/** Easter Sunday by the Gregorian computus: an independent source for the table. */
function easter(year: number) {
	const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
	const [d, e] = [Math.floor(b / 4), b % 4];
	const g = Math.floor((8 * b + 13) / 25);
	const h = (19 * a + b - d - g + 15) % 30;
	const [i, k] = [Math.floor(c / 4), c % 4];
	const l = (32 + 2 * e + 2 * i - h - k) % 7;
	const m = Math.floor((a + 11 * h + 19 * l) / 433);
	const month = Math.floor((h + l - 7 * m + 90) / 25);
	return new Temporal.PlainDate(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

test('a summer evening in UTC is already the next day in London', () => {
	expect(londonDay(instant('2026-06-30T23:30:00Z')).toString()).toBe('2026-07-01');
	expect(londonDay(instant('2026-11-22T23:30:00Z')).toString()).toBe('2026-11-22');
});

test('a London day begins at its midnight, summer or winter', () => {
	expect(startOfLondonDay(day('2026-07-01')).toString()).toBe('2026-06-30T23:00:00Z');
	expect(startOfLondonDay(day('2026-12-01')).toString()).toBe('2026-12-01T00:00:00Z');
});

test.for([2025, 2026, 2027, 2028])('the bank holidays of %i are those of the calendar', (year) => {
	const sunday = easter(year);
	for (const holiday of [sunday.subtract({ days: 2 }), sunday.add({ days: 1 })])
		expect(isWorkingDay(holiday)).toBe(false);
	const days = Array.from({ length: sunday.daysInYear }, (_, n) =>
		new Temporal.PlainDate(year, 1, 1).add({ days: n })
	);
	const holidays = days.filter((each) => each.dayOfWeek < 6 && !isWorkingDay(each));
	expect(holidays).toHaveLength(8);
	expect(holidays.filter((each) => each.month === 5).every((each) => each.dayOfWeek === 1)).toBe(
		true
	);
});

test('working days step over weekends and Christmas', () => {
	expect(addWorkingDays(day('2026-12-24'), 1).toString()).toBe('2026-12-29');
	expect(addWorkingDays(day('2026-11-20'), 1).toString()).toBe('2026-11-23');
	expect(addWorkingDays(day('2026-11-23'), -1).toString()).toBe('2026-11-20');
	expect(addWorkingDays(day('2026-11-23'), 10).toString()).toBe('2026-12-07');
	expect(addWorkingDays(day('2026-11-22'), 0).toString()).toBe('2026-11-22');
});

test('counting working days undoes adding them', () => {
	fc.assert(
		fc.property(fc.nat(700), fc.integer({ min: 0, max: 60 }), (offset, count) => {
			const from = day('2026-01-01').add({ days: offset });
			expect(workingDaysBetween(from, addWorkingDays(from, count))).toBe(count);
		})
	);
});

test('a year whose bank holidays are unknown is refused, not guessed', () => {
	expect(() => isWorkingDay(day('2040-01-02'))).toThrow('The bank holidays of 2040');
});

test('dates and times read as people write them', () => {
	expect(dayInWords(day('2026-11-22'))).toBe('22 November 2026');
	expect(instantInWords(instant('2026-06-30T23:30:00Z'))).toBe('1 July 2026 at 00:30');
	expect(workingDaysInWords(1)).toBe('1 working day');
	expect(workingDaysInWords(3)).toBe('3 working days');
});

test('durations are told in their one or two largest units', () => {
	const words = (text: string) => durationInWords(Temporal.Duration.from(text));
	expect(words('PT0.4S')).toBe('less than a second');
	expect(words('PT45S')).toBe('45 seconds');
	expect(words('PT51H20M')).toBe('2 days 3 hours');
	expect(words('PT1H0M30S')).toBe('1 hour');
	expect(elapsed(instant('2026-11-22T10:00:00Z'), instant('2026-11-22T09:58:59Z'))).toBe(
		'1 minute 1 second'
	);
});
