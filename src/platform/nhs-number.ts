/**
 * The check digit of an NHS number's first nine digits (NHS Data Dictionary, modulus 11): weights
 * 10 to 2, sum, eleven minus the remainder; eleven becomes 0. Undefined when it would be 10, which
 * no NHS number has, and when `body` is not nine digits.
 */
export function nhsCheckDigit(body: string): number | undefined {
	if (!/^\d{9}$/.test(body)) return undefined;
	const sum = Array.from(body).reduce(
		(total, digit, place) => total + Number(digit) * (10 - place),
		0
	);
	const digit = (11 - (sum % 11)) % 11;
	return digit === 10 ? undefined : digit;
}

/** An NHS number without spaces, hyphens and dots. Says nothing about whether it is valid. */
export const canonicalNhsNumber = (text: string): string => text.replace(/[\s.-]/g, '');

/** Whether text, with or without separators, is ten digits with the right check digit. */
export function isNhsNumber(text: string): boolean {
	const digits = canonicalNhsNumber(text);
	if (!/^\d{10}$/.test(digits)) return false;
	return nhsCheckDigit(digits.slice(0, 9)) === Number(digits[9]);
}

/** Ranges that are never issued to patients; test and synthetic numbers begin with these. */
export const testPrefixes = [
	'999',
	'998',
	'997',
	'996',
	'995',
	'994',
	'993',
	'992',
	'991'
] as const;
