import * as v from 'valibot';
import { BadInput } from './bad-input.ts';

/** "products[0].code", as a person points at a field of a file. */
function pathOf(issue: v.BaseIssue<unknown>): string {
	const parts = (issue.path ?? []).map(({ key }) =>
		typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`
	);
	return parts.join('').replace(/^\./, '');
}

/** The library's own words for a missing or unknown member are not for people. */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
	if (issue.expected === 'never') return 'This is not a field that is known here; remove it.';
	if (issue.received === 'undefined') return 'This field is missing; add it.';
	return issue.message;
}

/**
 * Reads what came from outside.
 * @throws BadInput with the place and the words of the first thing that is wrong.
 */
export function parse<const S extends v.GenericSchema>(
	schema: S,
	input: unknown
): v.InferOutput<S> {
	const parsed = v.safeParse(schema, input, { abortEarly: true });
	if (parsed.success) return parsed.output;
	const [issue] = parsed.issues;
	throw new BadInput(pathOf(issue), sentenceOf(issue));
}
