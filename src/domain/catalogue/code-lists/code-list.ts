/** Where the codes of a list come from. */
export const vocabularies = {
	snomed: 'SNOMED CT',
	icd10: 'ICD-10',
	dmd: 'dm+d',
	omop: 'OMOP concepts'
} as const;
export type Vocabulary = keyof typeof vocabularies;

/** What the concept table calls them; OMOP concepts are named by their own ids. */
export const conceptVocabularies = {
	snomed: 'SNOMED',
	icd10: 'ICD10',
	dmd: 'dm+d'
} as const satisfies Record<Exclude<Vocabulary, 'omop'>, string>;

/** A line of a list as it was read: `concept` is the OMOP concept that the file itself names. */
export type Code = {
	readonly line: number;
	readonly code: string;
	readonly term: string;
	readonly concept: number | null;
};

/** A code of a version; without a concept it finds nobody here, and its list says so. */
export type Resolved = {
	readonly code: string;
	readonly term: string;
	readonly conceptId: number | null;
	readonly conceptName: string | null;
	readonly domain: string | null;
};

/** The longest list, and the largest file of one, in bytes. */
export const mostCodes = 5000;
export const largestFile = 1_000_000;

/** As one text, whose hash names what a version holds: a line a code, in order of code and concept. */
export const canonicalCodes = (codes: readonly Resolved[]): string =>
	codes
		.map(({ code, conceptId, term }) => `${code}\t${String(conceptId ?? '')}\t${term}`)
		.sort()
		.join('\n');

export type List = {
	readonly id: string;
	readonly organisationId: string;
	readonly organisation: string;
	readonly name: string;
	readonly vocabulary: Vocabulary;
	readonly description: string;
};

export type Version = {
	readonly id: string;
	readonly number: number;
	readonly note: string;
	readonly sha256: string;
	readonly codes: number;
	/** Codes that have a concept here. */
	readonly known: number;
	readonly by: string | null;
	readonly at: Temporal.Instant;
	/** A count or an application names it. */
	readonly used: boolean;
};
