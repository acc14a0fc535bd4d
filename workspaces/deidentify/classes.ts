/** What happens to a column. Everything that is not kept or changed on purpose is dropped. */
export type Treatment =
	| 'drop'
	| 'person'
	| 'record'
	| 'staff'
	| 'organisation'
	| 'birth'
	| 'day'
	| 'place'
	| 'listed'
	| 'keep';

/**
 * Disclosure classes and their treatment under the preset "controlled research"
 * (deidentification.md §0a and §3). A class that needs a list nobody has supplied (C17, or C20
 * without its values) is dropped: fewer columns is the safe side of not knowing.
 */
export const treatments = {
	C01: 'drop', // direct identifiers
	C02: 'person', // person keys
	C03: 'record', // record keys
	C04: 'staff',
	C05: 'organisation',
	C06: 'drop', // households
	C07: 'birth',
	C08: 'birth', // ages are worked out afresh at the day of the cut
	C09: 'day',
	C10: 'drop', // times of day
	C11: 'day', // deaths
	C12: 'place',
	C13: 'drop', // coordinates
	C14: 'keep', // sex
	C15: 'keep', // ethnicity
	C16: 'keep', // clinical codes
	C17: 'drop', // sensitive codes, until a controller's list is there
	C18: 'keep', // measurements
	C19: 'drop', // free text
	C20: 'listed', // coded values: those in the catalogue's list
	C21: 'drop', // images and genomes
	C22: 'drop', // technical
	C23: 'drop', // consent and opt-out flags
	C24: 'drop' // other quasi-identifiers
} as const satisfies Record<string, Treatment>;

export type ClassCode = keyof typeof treatments;

export const isClass = (code: string): code is ClassCode => Object.hasOwn(treatments, code);

/** Classes whose values must not be found anywhere in a release (deidentification.md §5). */
export const identifying: readonly ClassCode[] = ['C01', 'C02', 'C06', 'C12'];
