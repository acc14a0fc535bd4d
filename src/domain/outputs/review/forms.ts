import * as fields from '#platform/fields.ts';
import * as v from 'valibot';
import { choices, type FileVerdict } from './ballot.ts';
import { reasonCodes } from './reasons.ts';

const again = 'Load this page again before you vote';
const once = v.pipe(v.string(), v.minLength(8, again), v.maxLength(100, again));

/** "id:sha256:flags" as the page showed it; `c`: approvals are carried, `d`: needs an exception. */
const seen = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f-]{36}:[0-9a-f]{64}:[cds]{0,3}$/, again),
	v.transform((text) => {
		const [id = '', sha256 = '', flags = ''] = text.split(':');
		return { id, sha256, flags };
	})
);

const perFile = (id: string) => ({
	[`choice-${id}`]: v.optional(v.picklist(['', ...choices], again), ''),
	[`reasons-${id}`]: v.optional(v.array(v.picklist(reasonCodes, again)), []),
	[`words-${id}`]: fields.optionalText('What to change', 2000),
	[`exception-${id}`]: fields.optionalText('Exception', 2000)
});

/** The ids of the files that a posted vote names; what is no id is left to the schema to refuse. */
export const votedIds = (data: FormData): string[] => [
	...new Set(
		data
			.getAll('files')
			.map((one) => (typeof one === 'string' ? one.slice(0, 36) : ''))
			.filter((id) => /^[0-9a-f-]{36}$/.test(id))
	)
];

/** Fields of a vote that may come many times: pass to `parse`. */
export const voteLists = (ids: readonly string[]): string[] => [
	'files',
	...ids.map((id) => `reasons-${id}`)
];

/** A vote on these files: the question of scope, and a few fields a file, named after its id. */
export const voteOn = (ids: readonly string[]) =>
	v.pipe(
		v.object({
			...Object.fromEntries(ids.flatMap((id) => Object.entries(perFile(id)))),
			scope: fields.choice(['yes', 'no'], 'Say whether all is within what was approved'),
			'scope-words': fields.optionalText('What is outside', 2000),
			files: v.array(seen, again),
			once
		}),
		v.rawCheck(({ dataset, addIssue }) => {
			if (!dataset.typed) return;
			for (const [key, message] of wrong(dataset.value))
				addIssue({
					message,
					path: [{ type: 'object', origin: 'value', input: dataset.value, key, value: '' }]
				});
		}),
		v.transform((value) => ({
			scope: { within: value.scope === 'yes', words: value['scope-words'] },
			verdicts: value.files.map(({ id }) => verdictOf(value, id)).filter((one) => one !== null),
			files: value.files.map(({ id, sha256 }) => ({ id, sha256 })),
			once: value.once
		}))
	);

type Typed = Readonly<Record<string, unknown>> & {
	readonly scope: string;
	readonly 'scope-words': string;
	readonly files: readonly { readonly id: string; readonly flags: string }[];
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function verdictOf(value: Typed, id: string): FileVerdict | null {
	const choice = choices.find((one) => one === value[`choice-${id}`]);
	if (choice === undefined) return null;
	const given = value[`reasons-${id}`];
	const codes: readonly unknown[] = Array.isArray(given) ? given : [];
	return {
		file: id,
		choice,
		reasons: reasonCodes.filter((code) => codes.includes(code)),
		words: text(value[`words-${id}`]),
		exception: text(value[`exception-${id}`])
	};
}

/** What is missing, field by field, in words; the use-case asks for the same again. */
function wrong(value: Typed): [string, string][] {
	const found: [string, string][] = [];
	const verdicts = value.files.map(({ id, flags }) => ({ id, flags, one: verdictOf(value, id) }));
	for (const { id, flags, one } of verdicts) {
		if (flags.includes('s')) continue;
		if (one === null) {
			if (!flags.includes('c')) found.push([`choice-${id}`, 'Choose what you say of this file']);
		} else if (one.choice !== 'approve') {
			if (one.reasons.length === 0)
				found.push([`reasons-${id}`, 'Choose at least one reason: the researcher is told']);
			else if (one.reasons.includes('other') && one.words === '')
				found.push([`words-${id}`, 'Write what the other reason is']);
		} else if (flags.includes('d') && one.exception === '')
			found.push([
				`exception-${id}`,
				'Record why it may leave although it fails the rules or has no evidence'
			]);
	}
	if (value.scope === 'no') {
		if (value['scope-words'] === '')
			found.push(['scope-words', 'Say what is outside what was approved']);
		if (verdicts.every(({ one }) => one === null || one.choice === 'approve'))
			found.push([
				'scope',
				'What is outside does not leave: ask for changes, reject a file, or ask the lead'
			]);
	}
	return found;
}

export const Escalate = v.object({
	question: fields.text('Write your question to the lead', 'Your question', 2000),
	once
});
export const Advise = v.object({
	answer: fields.text('Write an answer: both checkers read it', 'Your answer', 2000),
	once
});
