import * as v from 'valibot';

export const presets = ['controlled research', 'enhanced'] as const;
export type Preset = (typeof presets)[number];

/** How days leave: as they are, moved by days of the person's own, as months, or counted from an index. */
export const dateModes = ['exact', 'shift', 'month', 'relative'] as const;
export type DateMode = (typeof dateModes)[number];

export const indexEvents = ['first-record', 'cohort', 'birth'] as const;
export const placeLevels = ['region', 'lad', 'msoa', 'lsoa'] as const;
export type PlaceLevel = (typeof placeLevels)[number];

/** What the two presets choose where nobody chose (deidentification.md §0a). */
export const presetDefaults: Readonly<Record<Preset, { dates: DateMode; band: 1 | 5 | 10 }>> = {
	'controlled research': { dates: 'exact', band: 1 },
	enhanced: { dates: 'shift', band: 5 }
};

const text = v.pipe(v.string(), v.trim(), v.maxLength(2000, 'should be 2,000 characters or fewer'));
const one = <const T extends readonly string[]>(values: T) =>
	v.picklist(values, `should be one of ${values.join(', ')}`);
const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/, 'should be a lower-case name'));

const Dates = v.strictObject({
	mode: v.optional(v.nullable(one(dateModes)), null),
	/** Of `relative`: the day that others are counted from. */
	index: v.optional(one(indexEvents), 'first-record'),
	/** Of `shift`: whole weeks only, so that days of the week stay. */
	preserveWeekday: v.optional(v.boolean(), false),
	/** Of `shift`: leave out half a year at both ends of the period, or accept in writing that it stays. */
	clip: v.optional(one(['narrow', 'accept']), 'narrow')
});

/**
 * What may be chosen of the rules of one extract (deidentification.md §2 and §3). Everything absent
 * is the preset's. What goes further than the preset needs its reason under the same name.
 */
export const choiceEntries = {
	preset: v.optional(one(presets), 'controlled research'),
	dates: v.optional(Dates, {}),
	/** Years in an age band (C08); null is the preset's. */
	ageBand: v.optional(v.nullable(v.picklist([1, 5, 10], 'should be 1, 5 or 10')), null),
	/** Ages in months for children under two (C08). */
	infants: v.optional(v.boolean(), false),
	/** What leaves of a birth date (C07), beside nothing else. */
	birth: v.optional(one(['year', 'month-under-16', 'week']), 'year'),
	/** Times of day (C10). */
	times: v.optional(one(['drop', 'six-hours']), 'drop'),
	/** The smallest area that leaves (C12). */
	place: v.optional(one(placeLevels), 'region'),
	/** Deprivation measures, by the name of their column: one at most, in deciles or quintiles. */
	deprivation: v.optional(v.array(name), ['imd_decile']),
	/** Five ethnic groups, or all that enough people share (C15). */
	ethnicity: v.optional(one(['five', 'detailed']), 'five'),
	/** Organisations (C05): pseudonyms, and beside them the true codes of large trusts. */
	organisations: v.optional(one(['pseudonym', 'trust-code']), 'pseudonym'),
	/** Rare codes (C16). */
	rareCodes: v.optional(one(['roll-up', 'keep']), 'roll-up'),
	/** Extreme and over-exact values (C18). */
	extremes: v.optional(one(['trim', 'keep']), 'trim'),
	/** Lists of sensitive codes (C17) that the project holds an approval for, by id. */
	sensitiveLists: v.optional(v.array(v.pipe(v.string(), v.nonEmpty('should name a list'))), []),
	/** Other facts about people (C24) that leave in groups: every value that is not mapped is emptied. */
	groups: v.optional(
		v.array(v.strictObject({ table: name, column: name, map: v.record(v.string(), v.string()) })),
		[]
	),
	/** Why the extract departs from its preset, by the name of the choice. */
	reasons: v.optional(v.record(v.string(), text), {})
} as const;

export const ChoicesSchema = v.strictObject(choiceEntries);
export type Choices = v.InferOutput<typeof ChoicesSchema>;

export const dateModeOf = ({ preset, dates }: Pick<Choices, 'preset' | 'dates'>): DateMode =>
	dates.mode ?? presetDefaults[preset].dates;

export const ageBandOf = ({ preset, ageBand }: Pick<Choices, 'preset' | 'ageBand'>): 1 | 5 | 10 =>
	ageBand ?? presetDefaults[preset].band;
