/** What happens to a column of a class before anybody sees it. */
export type Fate = 'left out' | 'changed' | 'kept';

export type DisclosureClass = {
	readonly name: string;
	readonly fate: Fate;
	/** One sentence for a reader with no training; true of the preset "controlled research". */
	readonly words: string;
};

const of = (name: string, fate: Fate, words: string): DisclosureClass => ({ name, fate, words });

/** Every disclosure class in plain words (de-identification rules, preset "controlled research"). */
export const disclosureClasses = {
	C01: of(
		'Direct identifier',
		'left out',
		'Names a person or could be used to contact them, so it never leaves the source.'
	),
	C02: of(
		'Person',
		'changed',
		'Replaced by a code that is different in every project, so one person’s rows stay together and no two projects can be joined.'
	),
	C03: of(
		'Record number',
		'changed',
		'Replaced by a code of the project that says nothing about order or time.'
	),
	C04: of('Member of staff', 'changed', 'Replaced by a code of the project; names are left out.'),
	C05: of(
		'Organisation',
		'changed',
		'Replaced by a code of the project, so that no practice is named.'
	),
	C06: of(
		'Household',
		'changed',
		'Replaced by a code of the project; large households are marked.'
	),
	C07: of('Birth date', 'changed', 'Only the year is kept, and none for people of 90 and over.'),
	C08: of('Age', 'changed', 'Whole years, with everybody of 90 and over together.'),
	C09: of(
		'Event date',
		'kept',
		'The day is kept, never the time, because most studies need to know what came first.'
	),
	C10: of('Time of day', 'left out', 'Only the day is needed.'),
	C11: of('Death date', 'kept', 'The day is kept, never the time.'),
	C12: of(
		'Place',
		'changed',
		'Postcodes and areas are left out; a region or one deprivation tenth may be given instead.'
	),
	C13: of('Coordinates', 'left out', 'They would show where somebody lives.'),
	C14: of('Sex', 'kept', 'Kept; groups that are too small are put together.'),
	C15: of('Ethnic group', 'kept', 'Kept in five groups.'),
	C16: of(
		'Clinical code',
		'kept',
		'Kept; codes that very few people have are replaced by a wider one.'
	),
	C17: of(
		'Sensitive code',
		'left out',
		'Rows with codes on a protected list are left out unless the project was approved for them.'
	),
	C18: of(
		'Measurement',
		'kept',
		'Kept with its unit; extreme values that could point to one person are drawn in.'
	),
	C19: of('Free text', 'left out', 'Anything could be written in it, so none of it is released.'),
	C20: of(
		'Coded answer',
		'kept',
		'Kept when it is on the list of expected answers; anything else is emptied.'
	),
	C21: of('Image or device file', 'left out', 'Not released.'),
	C22: of('Technical', 'left out', 'Only the source system needs it.'),
	C23: of('Consent and opt-out', 'left out', 'Used to leave people out; never released.'),
	C24: of(
		'Other detail about a person',
		'left out',
		'Left out unless the project was approved for groups of it.'
	)
} as const satisfies Readonly<Record<string, DisclosureClass>>;

/** A class that the catalogue does not know is treated as the strictest. */
export const disclosureClass = (code: string): DisclosureClass =>
	(disclosureClasses as Readonly<Record<string, DisclosureClass>>)[code] ?? disclosureClasses.C01;
