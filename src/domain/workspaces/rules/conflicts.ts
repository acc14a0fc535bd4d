import { dateModeOf, type Choices, type DateMode } from './choices.ts';
import { departures, type ChoiceName } from './departures.ts';

export type Conflict = { readonly field: ChoiceName; readonly message: string };

/** What an extract is asked to hold, as far as choices can contradict it. */
export type Asked = {
	readonly choices: Choices;
	/** Whether a practice, trust or other place leaves with the rows, even as a pseudonym. */
	readonly organisations: boolean;
	/** Whether the cohort names conditions. */
	readonly conditions: boolean;
	/** Tables that have a day: their period, and a date mode of their own when they name one. */
	readonly dated: readonly {
		readonly name: string;
		readonly from: string | null;
		readonly to: string | null;
		readonly dates?: DateMode | null | undefined;
	}[];
};

/** Furthest that a person's days are shifted, in days, either way. */
export const furthestShift = 182;

type Rule = { readonly name: string; readonly find: (asked: Asked) => readonly Conflict[] };

const when = (broken: boolean, field: ChoiceName, message: string): Conflict[] =>
	broken ? [{ field, message }] : [];

/** Days that are left of a period when half a year is taken off at both ends. */
const narrowed = (from: string, to: string): number =>
	Temporal.PlainDate.from(from).until(to).days + 1 - 2 * furthestShift;

/**
 * What names people or places although each choice alone would pass (deidentification.md §3.1,
 * §3.3 and §6). No reason outweighs one of these.
 */
export const conflictRules: readonly Rule[] = [
	{
		name: 'reasons',
		find: ({ choices }) =>
			departures
				.filter(({ choice, goes }) => goes(choices) && (choices.reasons[choice] ?? '') === '')
				.map(({ choice, ask }) => ({ field: choice, message: ask }))
	},
	{
		name: 'practice-and-small-area',
		find: ({ choices, organisations }) =>
			when(
				choices.place === 'lsoa' && organisations,
				'place',
				'A practice and a small area (LSOA) together point at a few streets: leave the care sites out, or choose a wider area.'
			)
	},
	{
		name: 'one-deprivation-measure',
		find: ({ choices: { deprivation } }) => [
			...when(
				deprivation.length > 1,
				'deprivation',
				'Several deprivation measures together name small areas: choose one.'
			),
			...when(
				deprivation.some((name) => !/_(decile|quintile)$/.test(name)),
				'deprivation',
				'A deprivation rank or score names a small area: choose a decile or a quintile.'
			)
		]
	},
	{
		name: 'one-date-mode',
		find: ({ choices, dated }) => {
			const mode = dateModeOf(choices);
			const other = dated.find(({ dates }) => (dates ?? mode) !== mode);
			return when(
				other !== undefined,
				'dates',
				`Days of one person leave in one way only: ${other?.name ?? ''} asks for ${other?.dates ?? ''} while the project has ${mode}, and one exact day gives the shift away.`
			);
		}
	},
	{
		name: 'clipped-window',
		find: ({ choices, dated }) => {
			if (dateModeOf(choices) !== 'shift' || choices.dates.clip === 'accept') return [];
			const open = dated.find(({ from, to }) => from === null || to === null);
			if (open)
				return when(
					true,
					'dates',
					`Shifted days need a first and a last day, of which half a year is left out at both ends: give ${open.name} both.`
				);
			const short = dated.find(({ from, to }) => narrowed(from ?? '', to ?? '') < 1);
			return when(
				short !== undefined,
				'dates',
				`The period of ${short?.name ?? ''} is too short to shift days in: half a year is left out at both ends, so it must be longer than a year.`
			);
		}
	},
	{
		name: 'shift-and-birth',
		find: ({ choices }) =>
			when(
				dateModeOf(choices) === 'shift' && (choices.infants || choices.birth !== 'year'),
				'dates',
				'The first record of a newborn beside a month or week of birth gives the shift away: count days from birth instead.'
			)
	},
	{
		name: 'index',
		find: ({ choices, conditions }) =>
			when(
				dateModeOf(choices) === 'relative' && choices.dates.index === 'cohort' && !conditions,
				'dates',
				'Days can be counted from the condition that brought a person in only when the cohort names conditions.'
			)
	},
	{
		name: 'index-and-birth',
		find: ({ choices }) =>
			when(
				dateModeOf(choices) === 'relative' &&
					choices.dates.index === 'birth' &&
					choices.birth !== 'year',
				'birth',
				'Days counted from birth beside a month or week of birth give exact days: keep the year alone.'
			)
	}
];

/** Everything in the way of an extract with these choices; none when it may be made. */
export const conflictsOf = (asked: Asked): Conflict[] =>
	conflictRules.flatMap(({ find }) => find(asked));
