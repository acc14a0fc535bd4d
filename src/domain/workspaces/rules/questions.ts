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

/** The question that decides what no other answer does. */
export const presetQuestion = question('preset', 'Preset', {
	'controlled research': 'Controlled research: days, single ages; limits are shown',
	enhanced: 'Enhanced: shifted days, age bands; limits block'
});
