/** What happens to a column. Everything that is not kept or changed on purpose is dropped. */
export type Treatment =
	| 'drop'
	| 'person'
	| 'record'
	| 'staff'
	| 'organisation'
	| 'household'
	| 'birth'
	| 'day'
	| 'time'
	| 'death'
	| 'place'
	| 'sex'
	| 'ethnicity'
	| 'code'
	| 'sensitive'
	| 'measurement'
	| 'listed'
	| 'grouped'
	| 'keep';

/**
 * Disclosure classes and their treatment (deidentification.md §3). What a preset or a study may
 * choose within a treatment is in the rules (`#domain/workspaces/rules/choices.ts`).
 */
export const treatments = {
	C01: 'drop', // direct identifiers
	C02: 'person', // person keys
	C03: 'record', // record keys
	C04: 'staff',
	C05: 'organisation',
	C06: 'household',
	C07: 'birth',
	C08: 'birth', // ages are worked out afresh at the day of the cut
	C09: 'day',
	C10: 'time', // times of day
	C11: 'death',
	C12: 'place',
	C13: 'drop', // coordinates
	C14: 'sex',
	C15: 'ethnicity',
	C16: 'code', // clinical codes
	C17: 'sensitive', // codes of a controller's list: dropped until the list is there
	C18: 'measurement',
	C19: 'drop', // free text
	C20: 'listed', // coded values: those in the catalogue's list
	C21: 'drop', // images and genomes
	C22: 'drop', // technical
	C23: 'drop', // consent and opt-out flags
	C24: 'grouped' // other quasi-identifiers: dropped unless groups are approved
} as const satisfies Record<string, Treatment>;

export type ClassCode = keyof typeof treatments;

export const isClass = (code: string): code is ClassCode => Object.hasOwn(treatments, code);

/** Classes whose values must not be found anywhere in a release (deidentification.md §5). */
export const identifying: readonly ClassCode[] = ['C01', 'C02', 'C06', 'C12'];

/** HMAC domains, one a kind of thing: two kinds under one would be joined by their numbers. */
export const domains: Readonly<Record<'person' | 'staff' | 'organisation' | 'household', string>> =
	{ person: 'person', staff: 'staff', organisation: 'org', household: 'household' };

/** `preceding_visit_occurrence_id` refers to a visit, so it shares the visits' domain. */
export function recordDomain(column: string): string {
	const table = column.replace(/_id$/, '').replace(/^(preceding|parent)_/, '');
	return `record:${table}`;
}

/** Numbers of people, and what else the classes' rules are measured by (deidentification.md §3). */
export const limits = {
	/** Fewest people who share a code, a sex, an ethnic group, or the lowest and highest value. */
	minimumPersons: 5,
	/** Fewest people in the extract for whom a trust is named by its own code. */
	minimumOfTrust: 1000,
	/** More people than this at one address are an institution. */
	household: 20,
	/** This age and all above are one. */
	topAge: 90
};

export type Limits = typeof limits;
