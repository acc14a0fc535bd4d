import * as v from 'valibot';
import * as fields from '#platform/fields.ts';
import type { Choices } from './choices.ts';
import type { ChoiceName } from './departures.ts';

type Option = { readonly value: string; readonly label: string };

/** A question of the page; `name` is the choice that it sets. */
export type Question = {
	readonly name: ChoiceName | 'preset';
	readonly legend: string;
	readonly options: readonly Option[];
};

export type Part = {
	/** Whose one reason explains every choice of the part. */
	readonly reason: `why_${string}`;
	readonly title: string;
	readonly questions: readonly Question[];
};

const options = (of: Readonly<Record<string, string>>): Option[] =>
	Object.entries(of).map(([value, label]) => ({ value, label }));

const question = (
	name: Question['name'],
	legend: string,
	of: Readonly<Record<string, string>>
): Question => ({ name, legend, options: options(of) });

/** The questions in their order, by part, in the words of the page. */
export const parts: readonly Part[] = [
	{
		reason: 'why_days',
		title: 'Days and times',
		questions: [
			question('dates', 'How days leave', {
				preset: 'As the preset has them',
				exact: 'Exact days',
				shift: 'Shifted by up to half a year, all days of a person alike',
				'shift-weeks': 'Shifted by whole weeks, so that days of the week stay',
				month: 'Months',
				'relative-first-record': 'Days from the first visit',
				'relative-cohort': 'Days from the condition that brought the person in',
				'relative-birth': 'Days from birth'
			}),
			question('times', 'Times of day', {
				drop: 'Leave out',
				'six-hours': 'Six hours of the day'
			})
		]
	},
	{
		reason: 'why_people',
		title: 'Age, birth and people',
		questions: [
			question('ageBand', 'Age', {
				preset: 'As the preset has it',
				'1': 'Single years',
				'5': 'Bands of five years',
				'10': 'Bands of ten years'
			}),
			question('infants', 'Children under two', {
				no: 'Age in years, as everybody',
				yes: 'Age in months as well'
			}),
			question('birth', 'Birth', {
				year: 'Year alone',
				'month-under-16': 'Year, and the month for children under 16',
				week: 'Year and week'
			}),
			question('ethnicity', 'Ethnic groups', {
				five: 'Five groups',
				detailed: 'All groups that at least five people share'
			})
		]
	},
	{
		reason: 'why_places',
		title: 'Places and organisations',
		questions: [
			question('place', 'Smallest area', {
				region: 'Region',
				lad: 'Local authority',
				msoa: 'Middle layer area (MSOA)',
				lsoa: 'Small area (LSOA)'
			}),
			question('deprivation', 'Deprivation', {
				imd_decile: 'Decile',
				imd_quintile: 'Fifth',
				none: 'None'
			}),
			question('organisations', 'Practices and trusts', {
				pseudonym: 'As pseudonyms',
				'trust-code': 'Trusts of at least 1,000 people by their code'
			})
		]
	},
	{
		reason: 'why_codes',
		title: 'Codes and values',
		questions: [
			question('rareCodes', 'Codes of fewer than five people', {
				'roll-up': 'Replace by a wider code',
				keep: 'Keep'
			}),
			question('extremes', 'Highest and lowest values', {
				trim: 'Draw in until at least five people share them',
				keep: 'Keep'
			})
		]
	}
];

const preset = question('preset', 'Preset', {
	'controlled research': 'Controlled research: days, single ages; limits are shown',
	enhanced: 'Enhanced: shifted days, age bands; limits block'
});
export const presetQuestion: Question = preset;

const values = (name: Question['name']): string[] =>
	[preset, ...parts.flatMap(({ questions }) => questions)]
		.find((one) => one.name === name)
		?.options.map(({ value }) => value) ?? [];
const pick = (name: Question['name']) => v.picklist(values(name), 'Choose one of the answers');
const why = fields.optionalText('Reason', 2000);

export const RulesForm = v.object({
	preset: pick('preset'),
	dates: pick('dates'),
	times: pick('times'),
	ageBand: pick('ageBand'),
	infants: pick('infants'),
	birth: pick('birth'),
	ethnicity: pick('ethnicity'),
	place: pick('place'),
	deprivation: pick('deprivation'),
	organisations: pick('organisations'),
	rareCodes: pick('rareCodes'),
	extremes: pick('extremes'),
	why_days: why,
	why_people: why,
	why_places: why,
	why_codes: why,
	reason: fields.text('Say why these rules are set', 'Reason', 2000)
});
export type RulesAnswers = v.InferOutput<typeof RulesForm>;

function reasonsOf(answers: RulesAnswers): Record<string, string> {
	const given: Readonly<Record<string, string>> = answers;
	return Object.fromEntries(
		parts.flatMap(({ reason, questions }) =>
			questions
				.map(({ name }): [string, string] => [name, (given[reason] ?? '').trim()])
				.filter(([, words]) => words !== '')
		)
	);
}

/** The choices that a sent form makes, as they are read from outside: a schema judges them. */
export function choicesFrom(answers: RulesAnswers): unknown {
	const { dates, ageBand, infants, deprivation } = answers;
	const [mode = '', ...rest] = dates.split('-');
	return {
		preset: answers.preset,
		dates: {
			mode: mode === 'preset' ? null : mode,
			...(mode === 'relative' ? { index: rest.join('-') } : {}),
			preserveWeekday: dates === 'shift-weeks'
		},
		ageBand: ageBand === 'preset' ? null : Number(ageBand),
		infants: infants === 'yes',
		deprivation: deprivation === 'none' ? [] : [deprivation],
		times: answers.times,
		birth: answers.birth,
		ethnicity: answers.ethnicity,
		place: answers.place,
		organisations: answers.organisations,
		rareCodes: answers.rareCodes,
		extremes: answers.extremes,
		reasons: reasonsOf(answers)
	};
}

/** What a form shows before anybody has changed it. */
export function answersFrom(choices: Choices): Record<string, string> {
	const { dates, ageBand, deprivation, reasons } = choices;
	const mode =
		dates.mode === null
			? 'preset'
			: dates.mode === 'relative'
				? `relative-${dates.index}`
				: dates.mode === 'shift' && dates.preserveWeekday
					? 'shift-weeks'
					: dates.mode;
	return {
		preset: choices.preset,
		dates: mode,
		times: choices.times,
		ageBand: ageBand === null ? 'preset' : String(ageBand),
		infants: choices.infants ? 'yes' : 'no',
		birth: choices.birth,
		ethnicity: choices.ethnicity,
		place: choices.place,
		deprivation: deprivation[0] ?? 'none',
		organisations: choices.organisations,
		rareCodes: choices.rareCodes,
		extremes: choices.extremes,
		...Object.fromEntries(
			parts.map(({ reason, questions }) => [
				reason,
				questions.map(({ name }) => reasons[name] ?? '').find((words) => words !== '') ?? ''
			])
		)
	};
}

const nameOf = (question: Question, answers: Readonly<Record<string, string>>) =>
	question.options.find(({ value }) => value === answers[question.name])?.label ?? '';

/** The choices in words, for those who only read them. */
export function inWords(choices: Choices): { term: string; words: string }[] {
	const answers = answersFrom(choices);
	return [preset, ...parts.flatMap(({ questions }) => questions)].map((one) => ({
		term: one.legend,
		words: nameOf(one, answers)
	}));
}
