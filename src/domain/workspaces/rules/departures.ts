import { ageBandOf, dateModeOf, presetDefaults, type Choices } from './choices.ts';

export type ChoiceName = Exclude<keyof Choices, 'preset' | 'reasons'>;

type Departure = {
	readonly choice: ChoiceName;
	/** Whether these choices go further than their preset allows without a reason. */
	readonly goes: (choices: Choices) => boolean;
	/** What is asked of whoever chose it. */
	readonly ask: string;
};

/**
 * Where an extract shows more than its preset: each needs a reason in writing, which stays in the
 * manifest (deidentification.md §0a and §3).
 */
export const departures: readonly Departure[] = [
	{
		choice: 'dates',
		goes: (c) => dateModeOf(c) === 'exact' && presetDefaults[c.preset].dates !== 'exact',
		ask: 'Exact days need a written reason under the enhanced preset: say why shifted days, months or days from an index would not do.'
	},
	{
		choice: 'dates',
		goes: (c) => dateModeOf(c) === 'shift' && c.dates.clip === 'accept',
		ask: 'A shifted day outside the period tells how far a person was shifted: say why the whole period is needed.'
	},
	{
		choice: 'ageBand',
		goes: (c) => ageBandOf(c) < presetDefaults[c.preset].band,
		ask: 'A narrower age band than the preset’s needs a written reason.'
	},
	{
		choice: 'infants',
		goes: (c) => c.infants,
		ask: 'Ages in months for children under two need a written reason.'
	},
	{
		choice: 'birth',
		goes: (c) => c.birth !== 'year',
		ask: 'A month or a week of birth needs a written reason.'
	},
	{
		choice: 'times',
		goes: (c) => c.times !== 'drop',
		ask: 'Times of day, even in six hours, need a written reason.'
	},
	{
		choice: 'place',
		goes: (c) => c.place !== 'region',
		ask: 'An area smaller than a region needs a written reason.'
	},
	{
		choice: 'ethnicity',
		goes: (c) => c.ethnicity === 'detailed',
		ask: 'More than five ethnic groups need a written reason.'
	},
	{
		choice: 'organisations',
		goes: (c) => c.organisations !== 'pseudonym',
		ask: 'True codes of trusts need a written reason.'
	},
	{
		choice: 'rareCodes',
		goes: (c) => c.rareCodes === 'keep',
		ask: 'Codes of fewer than five people stay only for a reason, such as a study of a rare disease.'
	},
	{
		choice: 'extremes',
		goes: (c) => c.extremes === 'keep',
		ask: 'Extreme values stay only for a reason, such as a study of safety.'
	},
	{
		choice: 'sensitiveLists',
		goes: (c) => c.sensitiveLists.length > 0,
		ask: 'Codes of a sensitive list leave only with the controller’s approval: give its reference.'
	},
	{
		choice: 'groups',
		goes: (c) => c.groups.length > 0,
		ask: 'Other facts about people leave only for a written reason.'
	}
];

/** What was departed from, and why, for manifest, report and page. */
export const departuresOf = (choices: Choices): { choice: ChoiceName; reason: string }[] => [
	...new Map(
		departures
			.filter(({ goes }) => goes(choices))
			.map(({ choice }) => [choice, { choice, reason: choices.reasons[choice] ?? '' }])
	).values()
];
