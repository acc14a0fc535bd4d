import * as v from 'valibot';
import * as fields from '#platform/fields.ts';

const sha256 = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f]{64}$/, 'Load this page again: the text you read could not be told')
);
const once = v.pipe(v.string(), v.minLength(8, 'Load this page again'), v.maxLength(100));

/** Accepting binds to the text that was on screen. */
export const Accepted = v.object({ sha256, once });

export const Signed = v.object({
	sha256,
	once,
	name: fields.text('Type your name as your signature', 'Your name', 120),
	authority: fields.mustTick('Confirm that you are authorised to sign')
});

/** Which application to write an agreement for. */
export const Started = v.object({
	application: v.pipe(v.string(), v.uuid('Choose an application')),
	once
});

/** The draft whose clauses are settled otherwise. */
export const Shown = v.object({ sha256 });

export const Offered = v.object({ sha256, once });

const texts = (data: FormData): [string, string][] =>
	[...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string');

/** What was typed, by field, to be shown again. */
export const textsOf = (data: FormData): Record<string, string> => Object.fromEntries(texts(data));

/** One radio per topic, `option:<topic>`, and a box per number, `value:<topic>:<option>:<number>`. */
export function choicesOf(data: FormData): unknown {
	const entries = texts(data);
	return Object.fromEntries(
		entries
			.filter(([name]) => name.startsWith('option:'))
			.map(([name, option]) => {
				const topic = name.slice('option:'.length);
				const start = `value:${topic}:${option}:`;
				const values = entries
					.filter(([other]) => other.startsWith(start))
					.map(([other, typed]) => [other.slice(start.length), wholeOf(typed)] as const);
				return [topic, { option, values: Object.fromEntries(values) }];
			})
	);
}

/** What is no number is left for the clause to refuse, in the words of its own bounds. */
const wholeOf = (typed: string): number => (/^\s*\d{1,9}\s*$/.test(typed) ? Number(typed) : -1);
