import type { ResearcherTable } from '#domain/disclosure/answer.ts';
import type { Finding } from '#domain/disclosure/findings.ts';
import type { ModelRemedy } from '#domain/disclosure/models/remedies.ts';
import type { Json } from '#platform/canonical.ts';

export const controls = ['none', 'suppress', 'round'] as const;
/** How a table is made safe: left as it is, cells hidden, or rounded. */
export type Control = (typeof controls)[number];
export const controlNames = {
	none: 'As it is',
	suppress: 'Suppressed',
	round: 'Rounded'
} as const satisfies Record<Control, string>;

export type Verdict = 'pass' | 'review' | 'fail';

/** The first rows of a file that we did not compute, for eyes only. */
export type Preview = {
	readonly header: readonly string[];
	readonly rows: readonly (readonly string[])[];
	readonly more: number;
};

/**
 * What a researcher may know of a file's checks. `table`: computed by us, so each cell is judged.
 * `file`: everything else is scanned and needs evidence; `reason` says why of a query.
 */
export type Answer =
	| {
			readonly kind: 'table';
			readonly dimensions: {
				readonly rows: readonly string[];
				readonly columns: readonly string[];
			};
			readonly measure: string;
			readonly table: ResearcherTable;
			/** The table before categories were joined, when some were. */
			readonly asked?: ResearcherTable;
	  }
	| {
			readonly kind: 'file';
			readonly reason: string;
			readonly findings: readonly Finding[];
			readonly preview: Preview;
			/** The format in words, such as "a PNG image"; absent of a query's result. */
			readonly format?: string;
			/** The beginning of what would leave, where it is text. */
			readonly text?: string;
			/** What the scanner offers to make of it; absent of files that were scanned before it did. */
			readonly remedies?: readonly ModelRemedy[];
			/** What was made of it since it was sent, and its first rows as it was sent. */
			readonly remade?: { readonly by: readonly ModelRemedy[]; readonly asked: Preview };
	  };

/** The largest file that may be sent, in bytes: the largest that the scanner reads, which a test holds. */
export const largestUpload = 10_000_000;
/** The same as people read it. */
export const largestInWords = `${String(largestUpload / 1_000_000)} MB`;

/** What a file of a request may be. `table` is of a query; everything else was sent to us. */
export const kinds = [
	'table',
	'csv',
	'image',
	'drawing',
	'document',
	'code',
	'log',
	'text',
	'notebook',
	'model',
	'survival',
	'archive',
	'other'
] as const;
export type Kind = (typeof kinds)[number];

export const kindNames = {
	table: 'Table from a query',
	csv: 'Table made elsewhere',
	image: 'Picture',
	drawing: 'Drawing',
	document: 'Document',
	code: 'Code',
	log: 'Log',
	text: 'Text',
	notebook: 'Notebook',
	model: 'Model',
	survival: 'Survival table',
	archive: 'Archive',
	other: 'Another kind of file'
} as const satisfies Record<Kind, string>;

/** Plots show figures, so their data table goes with them. */
export const isPlot = (kind: Kind): boolean => kind === 'image' || kind === 'drawing';

/** Words of a program or of a person: compared line by line with what was cleared before. */
export const isText = (kind: Kind): boolean => kind === 'code' || kind === 'log' || kind === 'text';

/** What a file says of itself to its checkers. */
export type Context = {
	/** What it shows. */
	readonly description: string;
	/** Which statistic: "count of people", "odds ratio". */
	readonly statistic: string;
	/** Over which people. */
	readonly population: string;
	/** The control applied, as `claimFrom` reads it, or "none". */
	readonly claim: string;
};

/** A file worked out and kept by its bytes, before it joins a request. */
export type Prepared = {
	readonly kind: Kind;
	/** Media type of the bytes that would leave, chosen by us. */
	readonly media: string;
	/** What was sent, when other bytes leave in its place. */
	readonly original: { readonly name: string; readonly sha256: string } | null;
	readonly context: Context;
	readonly sql: string;
	readonly specification: Json;
	readonly control: Control;
	readonly verdict: Verdict;
	readonly answer: Answer;
	readonly sha256: string;
	readonly bytes: number;
	/** What stands behind each cell: for checkers only. */
	readonly evidence: Json;
};

export type OutputFile = Omit<Prepared, 'evidence' | 'bytes'> & {
	readonly id: string;
	readonly name: string;
	readonly bytes: bigint;
	/** For the checkers' eyes: never released, which the database sees to as well. */
	readonly supporting: boolean;
	/** The table that a plot was drawn from: another file of its request. */
	readonly dataFileId: string | null;
	/** The bytes that the checkers saw at the turn before; null when they have not seen this file. */
	readonly earlierSha256: string | null;
};

/** The worse of a file's own verdict and, for a plot, that of the table it was drawn from. */
export function verdictWith(file: Judged, all: readonly Judged[]): Verdict {
	const data = all.find(({ id }) => id === file.dataFileId);
	const both = data === undefined ? [file.verdict] : [file.verdict, data.verdict];
	return both.includes('fail') ? 'fail' : both.includes('review') ? 'review' : 'pass';
}

type Judged = Pick<OutputFile, 'id' | 'verdict' | 'dataFileId'>;

/**
 * Whether an approval of this file records why it may leave: it, or the table behind a plot, failed
 * the rules, or we did not compute its figures and so do not know what stands behind them
 * (disclosure.md §8: both checkers say so). A supporting file does not leave. Called as by `some`,
 * with all files of the request.
 */
export function needsException(
	file: Judged & Pick<OutputFile, 'answer' | 'kind' | 'supporting'>,
	...[, all = []]: readonly [at?: number, all?: readonly Judged[]]
): boolean {
	if (file.supporting) return false;
	if (verdictWith(file, all) === 'fail') return true;
	return file.answer.kind === 'file' && !isPlot(file.kind) && !isText(file.kind);
}

/** The ending of a file's name; a table of a query is CSV whatever its title looks like. */
export const endingOf = (name: string, query: boolean): string =>
	query ? 'csv' : (/\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? 'csv');

/**
 * A file's name from words: "Deaths by year" is "Deaths by year.csv"; another of the name gets a
 * number. `ending` is that of the bytes' own format.
 */
export function nameFor(words: string, taken: readonly string[], ending = 'csv'): string {
	const plain =
		words
			.normalize('NFKD')
			.replace(new RegExp(`\\.${ending}$`, 'i'), '')
			.replaceAll(/[^A-Za-z0-9 _-]+/g, ' ')
			.replaceAll(/\s+/g, ' ')
			.replace(/^[^A-Za-z0-9]+/, '')
			.trim()
			.slice(0, 80)
			.trim() || (ending === 'csv' ? 'table' : 'file');
	const free = (name: string): boolean =>
		!taken.some((one) => one.toLowerCase() === name.toLowerCase());
	let name = `${plain}.${ending}`;
	for (let n = 2; !free(name); n += 1) name = `${plain} ${String(n)}.${ending}`;
	return name;
}
