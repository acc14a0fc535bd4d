import * as v from 'valibot';

/** The pieces forms are made of. Each takes the words on screen; `name` is as in "Title must be …". */

const wholeNumber = /^-?\d{1,15}$/;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** Text that must be there. Spaces around it are dropped. */
export const text = (missing: string, name: string, max: number) =>
	v.pipe(v.string(missing), v.trim(), v.nonEmpty(missing), v.maxLength(max, tooLong(name, max)));

/** Text that may be left empty: `''` then. */
export const optionalText = (name: string, max: number) =>
	v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(max, tooLong(name, max)));

/** An e-mail address, in lower case. */
export const email = (missing = 'Enter an e-mail address') =>
	v.pipe(
		v.string(missing),
		v.trim(),
		v.toLowerCase(),
		v.nonEmpty(missing),
		v.maxLength(254, tooLong('E-mail address', 254)),
		v.email('Enter an e-mail address in the right form, such as name@example.org')
	);

/** A whole number in a range, both ends included. Commas between thousands are forgiven. */
export const whole = (missing: string, min: number, max: number) => {
	const range = `Enter a whole number from ${min.toLocaleString('en-GB')} to ${max.toLocaleString('en-GB')}`;
	return v.pipe(
		v.string(missing),
		v.trim(),
		v.nonEmpty(missing),
		v.transform((typed) => typed.replaceAll(',', '')),
		v.regex(wholeNumber, range),
		v.transform(Number),
		v.minValue(min, range),
		v.maxValue(max, range)
	);
};

/** One of a list, from radios or a select. */
export const choice = <const Options extends readonly string[]>(
	options: Options,
	missing: string
) => v.picklist(options, missing);

/** Some of a list, from checkboxes: name the field in `lists` when parsing. */
export const choices = <const Options extends readonly string[]>(
	options: Options,
	missing: string,
	least = 1
) => v.pipe(v.array(v.picklist(options, missing), missing), v.minLength(least, missing));

/** A single tick box: true when ticked. */
export const tick = () =>
	v.pipe(
		v.optional(v.string(), ''),
		v.transform((sent) => sent !== '')
	);

/** A tick that is asked for, such as a declaration. */
export const mustTick = (missing: string) =>
	v.pipe(
		v.string(missing),
		v.nonEmpty(missing),
		v.transform(() => true as const)
	);

/** A calendar day as `<input type="date">` sends it. 31 February is refused. */
export const day = (missing: string) => {
	const wrong = 'Enter a real date, such as 22 November 2026';
	return v.pipe(
		v.string(missing),
		v.trim(),
		v.nonEmpty(missing),
		v.regex(isoDate, wrong),
		v.check(isRealDay, wrong),
		v.transform((typed) => Temporal.PlainDate.from(typed))
	);
};

/** Pounds as typed (1,234.50 or £1234) to pence, as a bigint. */
export const money = (missing: string) =>
	v.pipe(
		v.string(missing),
		v.trim(),
		v.nonEmpty(missing),
		// a comma or a space only between thousands: 1,50 may be meant as 1.50, and is not 150
		v.regex(
			/^£?\s?(\d{1,12}|\d{1,3}([, ]\d{3}){1,3})(\.\d{1,2})?$/,
			'Enter an amount in pounds, such as 1,250.00'
		),
		v.transform((typed) => typed.replaceAll(/[£,\s]/g, '')),
		v.transform((typed) => {
			const [pounds = '0', pence = ''] = typed.split('.');
			return BigInt(pounds) * 100n + BigInt(pence.padEnd(2, '0'));
		})
	);

/** The row version that a form was shown with: an older one is somebody else's change (409). */
export const version = () => whole('Load this page again and repeat your change', 0, 1_000_000_000);

const tooLong = (name: string, max: number) =>
	`${name} must be ${max.toLocaleString('en-GB')} characters or fewer`;

function isRealDay(typed: string): boolean {
	try {
		Temporal.PlainDate.from(typed, { overflow: 'reject' });
		return true;
	} catch {
		return false;
	}
}
