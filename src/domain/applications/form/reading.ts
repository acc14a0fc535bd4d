import { membersOf } from '../answers.ts';
import { cohortInWords } from '#domain/catalogue/cohort-words.ts';
import { CohortSchema, type Cohort } from '#domain/catalogue/cohort.ts';
import type { Json } from '#platform/canonical.ts';
import { dayInWords, isDay } from '#platform/time.ts';
import * as v from 'valibot';
import type { Field, Lists } from './field.ts';

/** An answer as people read it: one string a paragraph or list item; none when it was not answered. */
export function inWords(field: Field, value: Json | undefined, lists: Lists): string[] {
	if (value === undefined || value === null || value === '') return [];
	switch (field.kind) {
		case 'text':
		case 'long':
			return typeof value === 'string' ? value.split('\n').filter(Boolean) : [];
		case 'whole':
			return [`${Number(value).toLocaleString('en-GB')} ${field.unit}`];
		case 'day':
			return [dayWords(value)];
		case 'choice':
			return typeof value === 'string' ? [field.options[value] ?? value] : [];
		case 'signatory':
			return [
				lists.signatories.find(({ id }) => id === value)?.name ??
					'Somebody who signs for the organisation'
			];
		case 'datasets':
			return strings(value).map(
				(code) => lists.datasets.find((one) => one.code === code)?.name ?? code
			);
		case 'columns':
			return strings(value).length > 0
				? strings(value)
				: ['Everything that may be released from the datasets'];
		case 'cohort': {
			const read = v.safeParse(CohortSchema, value);
			return read.success ? cohortWords(read.output, lists) : [];
		}
		case 'members':
			return membersOf({ 'safe-people': { members: value } }).map(
				({ name, email, organisation, country, training }) =>
					`${name} (${email}), ${organisation}, works from ${country}, trained until ${dayWords(training)}`
			);
	}
}

const strings = (value: Json): string[] =>
	Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const dayWords = (value: Json): string => {
	if (typeof value !== 'string') return '';
	return isDay(value) ? dayInWords(Temporal.PlainDate.from(value)) : value;
};

const cohortWords = (cohort: Cohort, { conditions, others = [], boards }: Lists): string[] =>
	cohortInWords(cohort, {
		conditions: new Map([...conditions, ...others].map(({ id, name }) => [id, name])),
		boards: new Map(boards.map(({ code, name }) => [code, name]))
	}).map(({ key, value }) => `${key}: ${value}`);
