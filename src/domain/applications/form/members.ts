import * as v from 'valibot';
import type { Member } from '../answers.ts';
import { countries } from '#domain/pricing/countries.ts';
import { isDay } from '#platform/time.ts';

/** Rows of people on the page, and on the study. */
export const mostMembers = 12;

export const memberParts = ['name', 'email', 'organisation', 'country', 'training'] as const;

const labels = {
	name: 'Name',
	email: 'E-mail address',
	organisation: 'Organisation',
	country: 'Country',
	training: 'Training runs out on'
} as const;

const limits = { name: 120, email: 254, organisation: 200, country: 2, training: 10 } as const;

export const partName = (row: number, part: (typeof memberParts)[number]): string =>
	`members-${String(row)}-${part}`;

/** What is checked when a draft is saved: lengths, and a date that is a date. */
export const memberEntries = (): Record<string, v.GenericSchema<unknown, string>> =>
	Object.fromEntries(
		Array.from({ length: mostMembers }, (_, row) =>
			memberParts.map((part) => [partName(row, part), partSchema(part)] as const)
		).flat()
	);

function partSchema(part: (typeof memberParts)[number]): v.GenericSchema<unknown, string> {
	const text = v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.maxLength(limits[part], `${labels[part]} must be ${limits[part]} characters or fewer`)
	);
	if (part === 'email') return v.pipe(text, v.toLowerCase());
	if (part === 'country') return v.pipe(text, v.toUpperCase());
	if (part === 'training')
		return v.pipe(
			text,
			v.check((day) => day === '' || isDay(day), 'Enter a real date, such as 22 November 2026')
		);
	return text;
}

/** The rows that hold anybody; a row with a country alone is one that was left empty. */
export const membersFrom = (sent: Record<string, unknown>): Member[] =>
	Array.from({ length: mostMembers }, (_, row) => {
		const part = (name: (typeof memberParts)[number]) => {
			const value = sent[partName(row, name)];
			return typeof value === 'string' ? value : '';
		};
		return {
			name: part('name'),
			email: part('email'),
			organisation: part('organisation'),
			country: part('country'),
			training: part('training')
		};
	}).filter(({ name, email }) => name !== '' || email !== '');

/** What is missing or wrong in the people named, as one sentence; null when nothing is. */
export function membersProblem(members: readonly Member[], on: Temporal.PlainDate): string | null {
	for (const [at, { name, email, organisation, country, training }] of members.entries()) {
		const who = name === '' ? `person ${String(at + 1)}` : name;
		if (name === '') return `Enter the name of ${who}`;
		if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
			return `Enter the e-mail address of ${who}, such as name@example.org`;
		if (organisation === '') return `Enter the organisation of ${who}`;
		if (!countries.has(country))
			return `Enter the country that ${who} works from by its two letters, such as GB`;
		if (!isDay(training)) return `Enter the day that the training of ${who} runs out`;
		if (Temporal.PlainDate.compare(Temporal.PlainDate.from(training), on) < 0)
			return `The training of ${who} has run out: renew it and enter the new date`;
	}
	const emails = members.map(({ email }) => email);
	const twice = emails.find((email, at) => emails.indexOf(email) !== at);
	return twice === undefined ? null : `${twice} is named twice: name each person once`;
}
