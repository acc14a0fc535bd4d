import * as v from 'valibot';
import { membersOf, type Answers } from '../answers.ts';
import { CohortSchema } from '#domain/catalogue/cohort.ts';
import type { Json } from '#platform/canonical.ts';
import { isDay } from '#platform/time.ts';
import { cohortProblem } from './cohort.ts';
import { countWords, type Field, type Form, type Lists, type Section } from './field.ts';
import { membersProblem } from './members.ts';

export type Gap = {
	readonly section: string;
	readonly field: string;
	/** What to do about it, in the words shown at the question. */
	readonly message: string;
};

/**
 * What keeps an application from being sent, question by question; empty when it is complete. The
 * lists are those of today: a dataset that is no longer offered must be chosen again.
 */
export const gaps = (form: Form, answers: Answers, lists: Lists, on: Temporal.PlainDate): Gap[] =>
	form.sections.flatMap((section) => gapsOf(section, answers, lists, on));

export function gapsOf(
	section: Section,
	answers: Answers,
	lists: Lists,
	on: Temporal.PlainDate
): Gap[] {
	const schema = v.object(
		Object.fromEntries(section.fields.map((field) => [field.name, completeField(field, lists, on)]))
	);
	const given = answers[section.code] ?? {};
	const read = v.safeParse(
		schema,
		Object.fromEntries(section.fields.map(({ name }) => [name, given[name] ?? null]))
	);
	if (read.success) return [];
	const found = new Map<string, string>();
	for (const issue of read.issues) {
		const name = issue.path?.[0]?.key;
		if (typeof name === 'string' && !found.has(name)) found.set(name, issue.message);
	}
	return [...found].map(([field, message]) => ({ section: section.code, field, message }));
}

/** One rule for a stored answer: nothing is only wrong where it is asked for. */
const completeField = (field: Field, lists: Lists, on: Temporal.PlainDate) =>
	v.pipe(
		v.custom<Json>(() => true),
		v.rawCheck(({ dataset, addIssue }) => {
			const message = dataset.typed ? wrong(field, dataset.value, lists, on) : null;
			if (message !== null) addIssue({ message });
		})
	);

function wrong(field: Field, value: Json, lists: Lists, on: Temporal.PlainDate): string | null {
	const { needed } = field;
	const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
	if (empty) return needed ?? null;
	const missing = needed ?? 'Answer this question again';
	switch (field.kind) {
		case 'text':
			return typeof value === 'string' && value.length <= field.max ? null : missing;
		case 'long':
			return typeof value === 'string' ? tooMany(field, value) : missing;
		case 'whole':
			return typeof value === 'number' && value >= field.least && value <= field.most
				? null
				: `${field.label}: enter a whole number from ${field.least.toLocaleString('en-GB')} to ${field.most.toLocaleString('en-GB')}`;
		case 'day':
			return typeof value === 'string' && isDay(value) ? null : missing;
		case 'choice':
			return typeof value === 'string' && value in field.options ? null : missing;
		case 'signatory':
			return lists.signatories.some(({ id }) => id === value) ? null : missing;
		case 'datasets':
			return within(
				value,
				lists.datasets.map(({ code }) => code),
				missing
			);
		case 'columns':
			return within(
				value,
				lists.columns.map(({ table, name }) => `${table}.${name}`),
				'A variable you chose is no longer offered: choose again'
			);
		case 'cohort': {
			const read = v.safeParse(CohortSchema, value);
			return read.success ? cohortProblem(read.output) : missing;
		}
		case 'members':
			return membersProblem(membersOf({ 'safe-people': { members: value } }), on);
	}
}

const within = (value: Json, offered: readonly string[], message: string): string | null =>
	Array.isArray(value) && value.every((one) => typeof one === 'string' && offered.includes(one))
		? null
		: message;

function tooMany(field: Field & { kind: 'long' }, text: string): string | null {
	const words = countWords(text);
	if (field.words === undefined || words <= field.words) return null;
	return `${field.label} has ${words.toLocaleString('en-GB')} words; shorten it to ${field.words} or fewer`;
}
