import * as v from 'valibot';
import { CohortSchema, type Cohort, type Purpose } from '#domain/catalogue/cohort.ts';
import { tierOf, tierQuestions, type Tier, type TierAnswers } from '#domain/pricing/tier.ts';
import type { Json } from '#platform/canonical.ts';

/** What was answered, by section and question, as the form's version names them. */
export type Answers = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export const at = (answers: Answers, section: string, question: string): Json | undefined =>
	answers[section]?.[question];

/** Somebody who will see the data. `training` is the day their training runs out. */
export type Member = {
	readonly name: string;
	readonly email: string;
	readonly organisation: string;
	readonly country: string;
	readonly training: string;
};

const words = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const list = (value: Json | undefined): string[] =>
	Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

export const textAt = (answers: Answers, section: string, question: string): string =>
	words(at(answers, section, question));

export const datasetsOf = (answers: Answers): string[] =>
	list(at(answers, 'safe-data', 'datasets'));

/** Who the study is about; null while nothing usable has been answered. */
export function cohortOf(answers: Answers): Cohort | null {
	const read = v.safeParse(CohortSchema, at(answers, 'safe-data', 'cohort'));
	return read.success ? read.output : null;
}

export function membersOf(answers: Answers): Member[] {
	const value = at(answers, 'safe-people', 'members');
	return Array.isArray(value)
		? value.map((one: Json) => {
				const of = (key: string) =>
					one !== null && typeof one === 'object' && key in one
						? words((one as Readonly<Record<string, Json>>)[key])
						: '';
				return {
					name: of('name'),
					email: of('email'),
					organisation: of('organisation'),
					country: of('country'),
					training: of('training')
				};
			})
		: [];
}

/** The tier that the three commercial answers lead to, once all three are given. */
export function tierAnswered(answers: Answers): Tier | null {
	const given = Object.entries(tierQuestions).map(([name, { answers: options }]) => {
		const value = textAt(answers, 'commercial', name);
		return [name, value in options ? value : null] as const;
	});
	if (given.some(([, value]) => value === null)) return null;
	return tierOf(Object.fromEntries(given) as TierAnswers).tier;
}

/** A quote says only the tier; these answers lead to it and can be corrected. */
export const answersFor = {
	nhs: { use: 'nhs', funder: 'public', rights: 'none' },
	academic: { use: 'research', funder: 'public', rights: 'none' },
	student: { use: 'student', funder: 'public', rights: 'none' },
	sme: { use: 'product', funder: 'small', rights: 'small' },
	commercial: { use: 'product', funder: 'company', rights: 'company' }
} as const satisfies Record<Tier, TierAnswers>;

/** What the data are used for follows from the tier; controllers sign up per purpose. */
export const purposeOf = (tier: Tier): Purpose =>
	tier === 'nhs' ? 'planning' : tier === 'sme' || tier === 'commercial' ? 'industry' : 'research';
