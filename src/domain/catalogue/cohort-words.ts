import { dayInWords } from '#platform/time.ts';
import type { Cohort } from './cohort.ts';

/** Names for what a cohort holds as codes; a code without a name stands for itself. */
export type Names = {
	readonly conditions: ReadonlyMap<number, string>;
	readonly boards: ReadonlyMap<string, string>;
};

const day = (text: string) => dayInWords(Temporal.PlainDate.from(text));

const listed = (words: readonly string[], and: 'and' | 'or'): string =>
	words.length < 2
		? (words[0] ?? '')
		: `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1) ?? ''}`;

function conditionsInWords({ conditions, match }: Cohort, names: Names): string {
	if (conditions.length === 0) return 'With or without any condition';
	const words = conditions.map((id) => names.conditions.get(id) ?? `code ${String(id)}`);
	return listed(words, match === 'all' ? 'and' : 'or');
}

function agesInWords({ ageFrom, ageTo }: Cohort): string {
	if (ageFrom === null && ageTo === null) return 'Any age';
	if (ageFrom === null) return `Up to ${String(ageTo)} years`;
	if (ageTo === null) return `${String(ageFrom)} years and over`;
	return ageFrom === ageTo
		? `${String(ageFrom)} years`
		: `${String(ageFrom)} to ${String(ageTo)} years`;
}

function periodInWords({ from, to }: Cohort): string {
	if (from === null && to === null) return 'At any time';
	if (from === null) return `Up to ${day(to ?? '')}`;
	if (to === null) return `From ${day(from)}`;
	return `From ${day(from)} to ${day(to)}`;
}

/** What was counted, as rows of a summary in plain words. */
export const cohortInWords = (cohort: Cohort, names: Names): { key: string; value: string }[] => [
	{ key: 'Conditions', value: conditionsInWords(cohort, names) },
	{ key: 'Recorded', value: periodInWords(cohort) },
	{ key: 'Age', value: agesInWords(cohort) },
	{ key: 'Sex', value: { any: 'Any', female: 'Female', male: 'Male' }[cohort.sex] },
	{
		key: 'Where they live',
		value:
			cohort.icbs.length === 0
				? 'Anywhere in the population'
				: listed(
						cohort.icbs.map((code) => names.boards.get(code) ?? code),
						'or'
					)
	}
];
