import * as fields from '#platform/fields.ts';
import * as v from 'valibot';
import type { FileWords, Words } from '../words.server.ts';
import {
	described,
	fieldsOf,
	longest,
	noContext,
	problemsOf,
	type ContextField
} from './context.ts';
import type { OutputFile } from './file.ts';

type Held = Pick<OutputFile, 'id' | 'kind' | 'specification' | 'context' | 'dataFileId'>;

/** The name of a file's field in the form that holds them all. */
export const nameOf = (file: string, field: ContextField): string => `${field}-${file}`;

const names = {
	description: 'What it shows',
	statistic: 'Statistic',
	population: 'Population',
	claim: 'Control applied'
} as const;

/**
 * The form of everything that the checkers read: the request's words and each file's. `finished`: it
 * goes to the checkers, so nothing may be missing; else it is saved as far as it is.
 */
export function wordsForm(held: readonly Held[], finished: boolean) {
	const own = held.flatMap((file) =>
		fieldsOf(described(file)).map((field) => [
			nameOf(file.id, field),
			field === 'data'
				? fields.optionalText('Table', 36)
				: fields.optionalText(names[field], longest[field])
		])
	) as [string, v.GenericSchema<unknown, string>][];
	const text = (missing: string, name: string, max: number) =>
		finished ? fields.text(missing, name, max) : fields.optionalText(name, max);
	const form = v.looseObject({
		...Object.fromEntries(own),
		title: fields.text('Enter a title: the public register shows it', 'Title', 200),
		purpose: text('Say what the output is for', 'Purpose', 2000),
		description: text(
			'Describe the people, the variables and how cells were made safe',
			'Description',
			4000
		),
		version: fields.version()
	});
	return finished ? { form, missing: missingIn(held) } : { form, missing: () => ({}) };
}

/** What is missing of what was typed, by the name of the field; both messages come at once. */
const missingIn =
	(held: readonly Held[]) =>
	(typed: Readonly<Record<string, unknown>>): Record<string, string> =>
		Object.fromEntries(
			held.flatMap((file) => {
				const words = wordsOf(file, typed);
				const now = { ...described(file), context: words, dataFileId: words.data };
				return Object.entries(problemsOf(now)).map(([field, problem]) => [
					nameOf(file.id, field as ContextField),
					problem
				]);
			})
		);

/** A file's words as typed; what is not asked of its kind stays empty. */
function wordsOf(file: Held, typed: Readonly<Record<string, unknown>>): FileWords {
	const given = (field: ContextField): string => {
		const value = typed[nameOf(file.id, field)];
		return typeof value === 'string' ? value.trim() : '';
	};
	const asked = fieldsOf(described(file));
	const context = Object.fromEntries(
		(['description', 'statistic', 'population', 'claim'] as const).map((field) => [
			field,
			asked.includes(field) ? given(field) : ''
		])
	);
	const data = asked.includes('data') ? given('data') : '';
	return { ...noContext, ...context, id: file.id, data: data === '' ? null : data };
}

/** What the parsed form says, as the use-cases take it. */
export const typedWords = (
	held: readonly Held[],
	typed: Readonly<Record<string, unknown>> & Omit<Words, 'files'>
): Words => ({
	title: typed.title,
	purpose: typed.purpose,
	description: typed.description,
	files: held.map((file) => wordsOf(file, typed))
});
