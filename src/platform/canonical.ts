/** What can be hashed and compared byte for byte. Money is written as a string of pence. */
export type Json =
	null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON after RFC 8785: keys in UTF-16 code-unit order, no white space, numbers as
 * ECMAScript prints them. Undefined members are left out; a number that is not finite and text that
 * is not well-formed (half a surrogate pair) are refused, as the RFC demands.
 */
export function canonical(value: Json): string {
	if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(',')}]`;
	if (value !== null && typeof value === 'object') {
		const members = Object.entries(value)
			.filter((entry): entry is [string, Json] => entry[1] !== undefined)
			.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
			.map(([key, item]) => `${canonical(key)}:${canonical(item)}`);
		return `{${members.join(',')}}`;
	}
	if (typeof value === 'number' && !Number.isFinite(value))
		throw new TypeError('Canonical JSON has no infinity and no NaN.');
	if (typeof value === 'string' && !value.isWellFormed())
		throw new TypeError('Canonical JSON has no half of a surrogate pair.');
	return JSON.stringify(value);
}
