import { parseCsv } from '#platform/csv.ts';
import { mostCodes, type Code, type Vocabulary } from './code-list.ts';
import { codeFault } from './codes.ts';

export type Fault = { readonly line: number; readonly message: string };
export type Read =
	| { readonly ok: true; readonly codes: readonly Code[] }
	| { readonly ok: false; readonly faults: readonly Fault[] };

/** Names that the columns go by in the lists that people exchange. */
const columns = {
	code: ['code', 'snomedcode', 'snomed_code', 'conceptcode', 'icd10', 'icd10_code', 'dmd_id', 'id'],
	term: ['term', 'description', 'name', 'label', 'concept_name'],
	concept: ['concept_id', 'omop_concept_id', 'conceptid', 'omop']
} as const;

const plain = (text: string) => text.replace(/^\uFEFF/, '').trim();
const place = (header: readonly string[], names: readonly string[]) =>
	header.findIndex((name) => names.includes(name));

/**
 * Reads a code list out of CSV, line by line: a header with `code` (for OMOP lists `concept_id`), and
 * if there are any `term` and `concept_id`. Either every line is right, or each wrong one is named.
 */
export function readCodes(text: string, vocabulary: Vocabulary): Read {
	const csv = parseCsv(text.replace(/^\uFEFF/, ''));
	const header = csv.header.map((name) => plain(name).toLowerCase().replaceAll(' ', '_'));
	const concept = place(header, columns.concept);
	const named = place(header, columns.code);
	const at = { code: vocabulary === 'omop' && concept >= 0 ? concept : named, concept };
	if (at.code < 0)
		return fault(
			1,
			vocabulary === 'omop'
				? 'The first line must name the columns, one of them “concept_id”.'
				: 'The first line must name the columns, one of them “code”.'
		);
	if (csv.unclosed) return fault(csv.records.at(-1)?.line ?? 1, 'A quotation mark is not closed.');
	if (csv.records.length === 0) return fault(2, 'There is no code below the first line.');
	if (csv.records.length > mostCodes)
		return fault(
			csv.records[mostCodes]?.line ?? 1,
			`A list holds ${mostCodes.toLocaleString('en-GB')} codes at most; this one has ${csv.records.length.toLocaleString('en-GB')}.`
		);
	const term = place(header, columns.term);
	const codes = csv.records.map(({ line, cells }) => {
		const code = plain(cells[at.code] ?? '');
		const asked = vocabulary === 'omop' ? code : plain(cells[concept] ?? '');
		return {
			...{ line, code, term: plain(cells[term] ?? '').slice(0, 500), asked },
			wide: cells.length > header.length
		};
	});
	const faults: Fault[] = [];
	const seen = new Map<string, number>();
	for (const { line, code, asked, wide } of codes) {
		const key = `${code} ${asked}`;
		const before = seen.get(key);
		const message = wide
			? `There are more cells than columns: put text that holds a “${csv.separator}” in quotation marks.`
			: (codeFault(vocabulary, code) ??
				(asked !== '' && !/^[1-9]\d{0,14}$/.test(asked)
					? `“${asked.slice(0, 40)}” is not the number of an OMOP concept.`
					: before === undefined
						? null
						: `${code} stands on line ${String(before)} already.`));
		if (message !== null) faults.push({ line, message });
		if (before === undefined) seen.set(key, line);
	}
	if (faults.length > 0) return { ok: false, faults };
	return {
		ok: true,
		codes: codes.map(({ line, code, term: words, asked }) => ({
			...{ line, code, term: words },
			concept: asked === '' ? null : Number(asked)
		}))
	};
}

const fault = (line: number, message: string): Read => ({ ok: false, faults: [{ line, message }] });
