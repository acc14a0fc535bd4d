import { dayInWords, plural } from '#platform/time.ts';
import { canonicalCohort, type Cohort } from './cohort.ts';
import type { Criterion, CriterionKind } from './criterion.ts';
import { partsOf, type Part } from './parts.ts';

/** Names for what a cohort holds as codes; a code without a name stands for itself. */
export type Names = {
	/** Of concepts of every kind. */
	readonly conditions: ReadonlyMap<number, string>;
	readonly boards: ReadonlyMap<string, string>;
	/** Of versions of code lists. */
	readonly lists?: ReadonlyMap<string, string>;
};

const day = (text: string) => dayInWords(Temporal.PlainDate.from(text));

const listed = (words: readonly string[], and: 'and' | 'or'): string =>
	words.length < 2
		? (words[0] ?? '')
		: `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1) ?? ''}`;

const concepts = (ids: readonly number[], names: Names): string =>
	listed(
		ids.map((id) => names.conditions.get(id) ?? `code ${String(id)}`),
		'or'
	);

/** What each kind of record is called, before its name. */
export const kindWords = {
	condition: 'Condition',
	drug: 'Drug',
	measurement: 'Measurement'
} as const satisfies Record<CriterionKind, string>;

function valuesInWords(low: number | null, high: number | null): string {
	if (low === null && high === null) return '';
	if (low === null) return `, up to ${String(high)}`;
	if (high === null) return `, ${String(low)} or more`;
	return `, from ${String(low)} to ${String(high)}`;
}

type Limits = Omit<Criterion, 'include'>;

const codesInWords = ({ list, concepts: ids }: Limits, names: Names): string =>
	list === undefined
		? concepts(ids, names)
		: `code list ${names.lists?.get(list) ?? 'of another organisation'} (${plural(ids.length, 'concept')})`;

function recordInWords(limits: Limits, names: Names): string {
	const { from, to, low, high } = limits;
	const when = from === null && to === null ? '' : `, ${decapitated(periodInWords({ from, to }))}`;
	return `${codesInWords(limits, names)}${valuesInWords(low, high)}${when}`;
}

const decapitated = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** "Drug: Metformin, from 1 April 2020", or "No drug: …" for one that people must not have. */
export const criterionInWords = ({ include, ...limits }: Criterion, names: Names): string => {
	const kind = kindWords[limits.kind];
	return `${include ? kind : `No ${decapitated(kind)}`}: ${recordInWords(limits, names)}`;
};

/** A part of a cohort, as the line of a chart that says who is left after it. */
export function partInWords(part: Part, names: Names): string {
	switch (part.about) {
		case 'sex':
			return { female: 'Female', male: 'Male' }[part.sex];
		case 'age':
			return agesInWords({ ageFrom: part.from, ageTo: part.to });
		case 'area':
			return listed(
				part.icbs.map((code) => names.boards.get(code) ?? code),
				'or'
			);
		case 'record':
			return criterionInWords(
				{ ...part.wanted, concepts: [...part.wanted.concepts], include: part.include },
				names
			);
	}
}

/**
 * The parts of a cohort in words, by key, in the order in which they leave people out. The vault
 * takes the canonical form apart, so the keys are of that form.
 */
export const partsInWords = (cohort: Cohort, names: Names): ReadonlyMap<string, string> =>
	new Map(partsOf(canonicalCohort(cohort)).map((part) => [part.key, partInWords(part, names)]));

function conditionsInWords({ conditions, match }: Cohort, names: Names): string {
	if (conditions.length === 0) return 'With or without any condition';
	const words = conditions.map((id) => names.conditions.get(id) ?? `code ${String(id)}`);
	return listed(words, match === 'all' ? 'and' : 'or');
}

function agesInWords({ ageFrom, ageTo }: Pick<Cohort, 'ageFrom' | 'ageTo'>): string {
	if (ageFrom === null && ageTo === null) return 'Any age';
	if (ageFrom === null) return `Up to ${String(ageTo)} years`;
	if (ageTo === null) return `${String(ageFrom)} years and over`;
	return ageFrom === ageTo
		? `${String(ageFrom)} years`
		: `${String(ageFrom)} to ${String(ageTo)} years`;
}

function periodInWords({ from, to }: Pick<Cohort, 'from' | 'to'>): string {
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
	},
	...cohort.criteria.map((criterion) => ({
		key: criterion.include ? 'Must have' : 'Must not have',
		value: `${kindWords[criterion.kind]}: ${recordInWords(criterion, names)}`
	}))
];
