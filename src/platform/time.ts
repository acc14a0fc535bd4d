/** London decides what today is, whatever the machine's own zone says. */
const zone = 'Europe/London';

const months = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December'
] as const;

/**
 * Bank holidays in England and Wales, with substitute days, one line a year. A new year is a line
 * added here when the government announces it.
 */
const bankHolidays: Readonly<Record<number, string>> = {
	2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
	2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
	2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
	2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'
};

/** The day it is in London at an instant: half past eleven at night UTC in June is tomorrow there. */
export const londonDay = (at: Temporal.Instant): Temporal.PlainDate =>
	at.toZonedDateTimeISO(zone).toPlainDate();

/** The first instant of a London day: when an effective date begins. */
export const startOfLondonDay = (day: Temporal.PlainDate): Temporal.Instant =>
	day.toZonedDateTime(zone).toInstant();

/**
 * Whether offices are open: not a weekend and not a bank holiday in England.
 * @throws RangeError for a year whose bank holidays are not known here, because guessing would
 * shorten a period that the law or a policy promises.
 */
export function isWorkingDay(day: Temporal.PlainDate): boolean {
	const holidays = bankHolidays[day.year];
	if (holidays === undefined)
		throw new RangeError(`The bank holidays of ${String(day.year)} are not known yet.`);
	return day.dayOfWeek < 6 && !holidays.split(' ').includes(day.toString().slice(5));
}

/**
 * The working day that lies `count` working days after (or, when negative, before) a day. The day
 * itself never counts, so a period of ten working days from Monday ends on Monday fortnight.
 */
export function addWorkingDays(day: Temporal.PlainDate, count: number): Temporal.PlainDate {
	const step = { days: Math.sign(count) };
	let [reached, left] = [day, Math.abs(count)];
	while (left > 0) {
		reached = reached.add(step);
		if (isWorkingDay(reached)) left -= 1;
	}
	return reached;
}

/** Working days after `from`, up to and including `to`; negative when `to` is the earlier. */
export function workingDaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
	const order = Temporal.PlainDate.compare(from, to);
	if (order > 0) return -workingDaysBetween(to, from);
	let [day, count] = [from, 0];
	while (Temporal.PlainDate.compare(day, to) < 0) {
		day = day.add({ days: 1 });
		if (isWorkingDay(day)) count += 1;
	}
	return count;
}

/** A real day of the calendar, written 2026-04-01. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	try {
		return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
	} catch {
		return false;
	}
}

/** As people read it: 22 November 2026. */
export const dayInWords = (day: Temporal.PlainDate): string =>
	`${String(day.day)} ${months[day.month - 1] ?? ''} ${String(day.year)}`;

/** As people read it, in London's time: 22 November 2026 at 09:05. */
export const instantInWords = (at: Temporal.Instant): string =>
	`${dayInWords(londonDay(at))} at ${at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })}`;

/** A count with its noun: "1 working day", "3 working days". */
export const plural = (count: number, noun: string, nouns = `${noun}s`): string =>
	`${count.toLocaleString('en-GB')} ${Math.abs(count) === 1 ? noun : nouns}`;

export const workingDaysInWords = (count: number): string => plural(count, 'working day');

const units = [
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
	['second', 1]
] as const;

/**
 * How long something took or has waited, in its one or two largest units: "2 days 3 hours",
 * "45 seconds", "less than a second". The sign is dropped: the sentence around it says which way.
 */
export function durationInWords(duration: Temporal.Duration): string {
	let left = Math.floor(Math.abs(duration.total({ unit: 'second' })));
	const first = units.findIndex(([, size]) => left >= size);
	if (first < 0) return 'less than a second';
	const words = units.slice(first, first + 2).map(([noun, size]) => {
		const count = Math.floor(left / size);
		left -= count * size;
		return count > 0 ? plural(count, noun) : '';
	});
	return words.filter((word) => word !== '').join(' ');
}

/** The duration in words between two instants, in either order. */
export const elapsed = (from: Temporal.Instant, to: Temporal.Instant): string =>
	durationInWords(from.until(to));
