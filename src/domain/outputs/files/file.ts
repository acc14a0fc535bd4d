import type { ResearcherTable } from '#domain/disclosure/answer.ts';
import type { Finding } from '#domain/disclosure/findings.ts';
import type { Json } from '#platform/canonical.ts';

export const controls = ['none', 'suppress', 'round'] as const;
/** How a table is made safe: left as it is, cells hidden, or rounded to 5. */
export type Control = (typeof controls)[number];
export const controlNames = {
	none: 'As it is',
	suppress: 'Suppressed',
	round: 'Rounded to 5'
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
	  }
	| {
			readonly kind: 'file';
			readonly reason: string;
			readonly findings: readonly Finding[];
			readonly preview: Preview;
	  };

/** A file worked out and kept by its bytes, before it joins a request. */
export type Prepared = {
	readonly kind: 'table' | 'csv';
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
};

/**
 * Whether an approval of this file records why it may leave: it failed the rules, or we did not
 * compute it and so do not know what stands behind it (disclosure.md §8: both checkers say so).
 */
export const needsException = ({ verdict, answer }: Pick<OutputFile, 'verdict' | 'answer'>) =>
	verdict === 'fail' || answer.kind === 'file';

/** A file's name from words: "Deaths by year" is "Deaths by year.csv"; another of the name gets a number. */
export function nameFor(words: string, taken: readonly string[]): string {
	const plain =
		words
			.normalize('NFKD')
			.replaceAll(/\.csv$/gi, '')
			.replaceAll(/[^A-Za-z0-9 _-]+/g, ' ')
			.replaceAll(/\s+/g, ' ')
			.replace(/^[^A-Za-z0-9]+/, '')
			.trim()
			.slice(0, 80)
			.trim() || 'table';
	const free = (name: string): boolean =>
		!taken.some((one) => one.toLowerCase() === name.toLowerCase());
	let name = `${plain}.csv`;
	for (let n = 2; !free(name); n += 1) name = `${plain} ${String(n)}.csv`;
	return name;
}
