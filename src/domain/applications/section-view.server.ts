import type { Actor } from '#domain/people/actor.ts';
import type { Tx } from '#platform/db.server.ts';
import { Problem } from '#platform/problems.ts';
import { criterionText } from '#domain/catalogue/feasibility/criterion-text.ts';
import { cohortOf, membersOf } from './answers.ts';
import { gapsOf } from './form/complete.ts';
import { memberParts, mostMembers, partName } from './form/members.ts';
import { countWords, type Field, type Lists, type Section } from './form/field.ts';
import { formOf, sectionOf } from './form/forms.ts';
import { inWords } from './form/reading.ts';
import { lists } from './form/store.server.ts';
import { mayEdit } from './policy.ts';
import { readFor } from './read.server.ts';
import type { Application } from './application.ts';

/** A section as the form's page shows it. @throws Problem 404 for a section that does not exist. */
export async function sectionFor(tx: Tx, actor: Actor, id: string, code: string) {
	const read = await readFor(tx, actor, id);
	const { application, listed } = read;
	const form = formOf(application.formVersion);
	const section = sectionOf(form, code);
	if (!section) throw new Problem(404, 'There is no such section.');
	const offered = await lists(tx, application.organisationId);
	return {
		...read,
		form,
		section,
		lists: offered,
		editable: mayEdit(actor, application, listed).allowed
	};
}

/** What the page needs of a section, ready to leave the server. */
export function sectionView(
	{
		section,
		application,
		lists: offered
	}: { section: Section; application: Application; lists: Lists },
	on: Temporal.PlainDate
) {
	const answers = application.answers[section.code] ?? {};
	const missing = gapsOf(section, application.answers, offered, on);
	return {
		code: section.code,
		title: section.title,
		intro: section.intro,
		questions: section.fields.map((field) => ({
			field,
			words: inWords(field, answers[field.name], offered),
			gap: missing.find((gap) => gap.field === field.name)?.message ?? null,
			count:
				field.kind === 'long' && field.words !== undefined
					? countWords(stringOf(answers[field.name]))
					: null
		})),
		values: formValues(section, application)
	};
}

const stringOf = (value: unknown): string =>
	typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const stringsOf = (value: unknown): string[] =>
	Array.isArray(value) ? value.map((one: unknown) => stringOf(one)) : [];

/** Stored answers under the names that the form's controls have. */
function formValues(section: Section, { answers }: Application): Record<string, string | string[]> {
	const given = answers[section.code] ?? {};
	return Object.assign(
		{},
		...section.fields.map((field: Field) => {
			const value = given[field.name];
			if (field.kind === 'datasets' || field.kind === 'columns')
				return { [field.name]: stringsOf(value) };
			if (field.kind === 'cohort') return cohortValues(value, answers);
			if (field.kind === 'members') return memberValues(membersOf(answers));
			return { [field.name]: stringOf(value) };
		})
	) as Record<string, string | string[]>;
}

function cohortValues(
	value: unknown,
	answers: Application['answers']
): Record<string, string | string[]> {
	const of = (value ?? {}) as Record<string, unknown>;
	return {
		conditions: stringsOf(of['conditions']),
		match: stringOf(of['match']) || 'all',
		sex: stringOf(of['sex']) || 'any',
		ageFrom: stringOf(of['ageFrom']),
		ageTo: stringOf(of['ageTo']),
		icbs: stringsOf(of['icbs']),
		criterion: (cohortOf(answers)?.criteria ?? []).map(criterionText)
	};
}

/** One empty row more than there are people, so that one can always be added. */
function memberValues(members: ReturnType<typeof membersOf>): Record<string, string> {
	const rows = Math.min(Math.max(members.length + 1, 2), mostMembers);
	return Object.fromEntries(
		Array.from({ length: rows }, (_, row) =>
			memberParts.map((part) => [
				partName(row, part),
				members[row]?.[part] ?? (part === 'country' ? 'GB' : '')
			])
		).flat() as [string, string][]
	);
}
