import * as v from 'valibot';
import type { Json } from '#platform/canonical.ts';
import { optionalText } from '#platform/fields.ts';
import { isDay } from '#platform/time.ts';
import { cohortEntries, cohortFrom, cohortLists } from './cohort.ts';
import type { Field, Lists, Section } from './field.ts';
import { memberEntries, membersFrom } from './members.ts';

type Entries = Record<string, v.GenericSchema>;

/**
 * What a section's form may send when it is saved: types, lengths and choices that exist. Nothing is
 * asked for yet, so that a draft is never lost.
 */
export const savingSchema = (section: Section, lists: Lists) =>
	v.object(Object.assign({}, ...section.fields.map((field) => entries(field, lists))) as Entries);

/** The names that come many times: for `parse(…, { lists })`. */
export const listNames = (section: Section): string[] =>
	section.fields.flatMap(({ kind, name }) =>
		kind === 'cohort' ? [...cohortLists] : kind === 'datasets' || kind === 'columns' ? [name] : []
	);

/** The answers to keep, from what `parse` accepted. */
export const answersFrom = (
	section: Section,
	sent: Record<string, unknown>
): Record<string, Json> =>
	Object.fromEntries(section.fields.map((field) => [field.name, kept(field, sent)]));

function entries(field: Field, lists: Lists): Entries {
	const { name, label } = field;
	switch (field.kind) {
		case 'text':
		case 'long':
			return { [name]: optionalText(label, field.max) };
		case 'whole':
			return { [name]: wholeOrNothing(label, field.most) };
		case 'day':
			return {
				[name]: v.pipe(
					optionalText(label, 10),
					v.check((day) => day === '' || isDay(day), 'Enter a real date, such as 22 November 2026')
				)
			};
		case 'choice':
			return { [name]: oneOf(Object.keys(field.options)) };
		case 'signatory':
			return { [name]: oneOf(lists.signatories.map(({ id }) => id)) };
		case 'datasets':
			return { [name]: someOf(lists.datasets.map(({ code }) => code)) };
		case 'columns':
			return {
				[name]: someOf(lists.columns.map(({ table, name: column }) => `${table}.${column}`))
			};
		case 'cohort':
			return cohortEntries(lists);
		case 'members':
			return memberEntries();
	}
}

const fromList = 'Choose from the list';
const oneOf = (options: readonly string[]) =>
	v.optional(v.picklist([...options, ''], fromList), '');
const someOf = (options: readonly string[]) => v.array(v.picklist(options, fromList));

const wholeOrNothing = (label: string, most: number) => {
	const wrong = `${label} must be a whole number up to ${most.toLocaleString('en-GB')}`;
	return v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.transform((typed) => typed.replaceAll(',', '')),
		v.regex(/^\d{0,9}$/, wrong),
		v.transform((typed) => (typed === '' ? null : Number(typed))),
		v.check((number) => number === null || number <= most, wrong)
	);
};

function kept(field: Field, sent: Record<string, unknown>): Json {
	if (field.kind === 'members') return membersFrom(sent);
	if (field.kind === 'cohort') return cohortFrom(sent);
	return (sent[field.name] ?? null) as Json;
}
