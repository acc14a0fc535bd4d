import {
	decimalFindings,
	formulaFindings,
	isFormula,
	personalFindings,
	type FileColumn
} from './columns.ts';
import { countFindings, maskFindings, unseen, type Seen } from './counts.ts';
import { parseCsv, type Csv } from './csv.ts';
import { extremeFindings } from './extremes.ts';
import { fail, report, review, type FileReport, type Finding } from './findings.ts';
import { laidOut } from './laid-out.ts';
import type { Policy } from './policy.ts';
import { roundaboutFindings } from './roundabout.ts';

/** Larger files are not outputs: nobody can check them. */
export const largestFile = 10_000_000;

const kinds: readonly (readonly [magic: string, name: string])[] = [
	['PK\u0003\u0004', 'a ZIP archive or a spreadsheet'],
	['PAR1', 'a Parquet file'],
	['\u0089PNG', 'a PNG image'],
	['\u00ff\u00d8\u00ff', 'a JPEG image'],
	['%PDF', 'a PDF document'],
	['\u001f\u008b', 'a compressed file'],
	['\u00d0\u00cf\u0011\u00e0', 'an old Office document']
];

/**
 * Scans a file that someone wants to release, by its content and never by its name. A table whose
 * figures we did not compute ourselves is at best "review": needs evidence (disclosure.md §1, §7).
 */
export function scan(path: string, bytes: Uint8Array, policy: Policy): FileReport {
	const start = String.fromCharCode(...bytes.subarray(0, 8));
	const kind = kinds.find(([magic]) => start.startsWith(magic));
	if (kind !== undefined) return report(path, 'other', [unreadable(kind[1])]);
	if (bytes.length === 0)
		return report(path, 'text', [
			fail('empty', path, 'The file is empty.', 'Send the file again.')
		]);
	if (bytes.length > largestFile)
		return report(path, 'other', [
			fail('size', path, 'The file is larger than 10 MB.', 'Send aggregate tables, not records.')
		]);
	const { text, findings } = decode(bytes);
	if (text === null) return report(path, 'text', findings);
	if (/^\s*<(!doctype|html|svg|\?xml)/i.test(text))
		return report(path, 'other', [unreadable('a web page, a drawing or XML')]);
	const csv = parseCsv(text);
	// a look at marks without a solver; whoever has one audits the table instead (masked/audit.ts)
	return report(path, 'table', [
		...findings,
		...tableFindings(path, csv, policy),
		...maskFindings(csv)
	]);
}

const unreadable = (what: string): Finding =>
	fail('file-type', 'the file', `This is ${what}, which is not checked.`, 'Send the table as CSV.');

/** The text of a file in UTF-8 without its byte-order mark; null, and why, when it is something else. */
export function decode(bytes: Uint8Array): { text: string | null; findings: Finding[] } {
	const utf16 =
		(bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	const notText = fail(
		'encoding',
		'the file',
		'The file is not text in UTF-8.',
		'Save it as CSV in UTF-8 and send it again.'
	);
	if (utf16) return { text: null, findings: [notText] };
	if (bytes.includes(0)) {
		const nul = fail('nul', 'the file', 'The file holds NUL bytes.', 'Write the CSV again.');
		return { text: null, findings: [nul] };
	}
	try {
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
		if (!text.startsWith('\ufeff')) return { text, findings: [] };
		const remedy = 'It does no harm; leave it out when you write the file again.';
		const mark = review('bom', 'the file', 'The file begins with a byte-order mark.', remedy);
		return { text: text.slice(1), findings: [mark] };
	} catch {
		return { text: null, findings: [notText] };
	}
}

/**
 * What a checker should know of a table whose figures we did not compute. `path` names it in words;
 * `seen` is what an audit of the whole table has shown of its columns, from 0.
 */
export function tableFindings(
	path: string,
	csv: Csv,
	policy: Policy,
	seen: (column: number) => Seen = () => unseen
): Finding[] {
	const table = laidOut(csv);
	const columns = table.csv.header.map((name, index): FileColumn => {
		const values = table.csv.records.map(({ line, cells }) => ({ line, text: cells[index] ?? '' }));
		return { name: name.trim() === '' ? `number ${index + 1}` : name.trim(), values };
	});
	const personal = columns.flatMap(personalFindings);
	return [
		...shapeFindings(csv, policy),
		...personal,
		...columns.flatMap(formulaFindings),
		...columns.flatMap((column, index) => countFindings(column, policy, seen(index))),
		...extremeFindings(columns),
		...roundaboutFindings(table, columns, policy),
		...columns.flatMap(decimalFindings),
		review(
			'needs-evidence',
			path,
			'We did not compute these figures, so what stands behind them is not known.',
			'Ask for the table from a query in the workspace, or send the counts behind each figure.'
		)
	];
}

function shapeFindings(csv: Csv, policy: Policy): Finding[] {
	const width = csv.header.length;
	const found: Finding[] = [];
	const odd = csv.records.find((record) => record.cells.length !== width);
	if (odd !== undefined)
		found.push(
			review(
				'ragged',
				`row ${odd.line}`,
				`Row ${odd.line} has ${odd.cells.length} cells where the header has ${width}.`,
				'Give each row the same number of cells.'
			)
		);
	if (csv.unclosed)
		found.push(review('ragged', 'the file', 'A quote is never closed.', 'Write the CSV again.'));
	const names = csv.header.map((name) => name.trim().toLowerCase());
	if (names.some((name, index) => name === '' || names.indexOf(name) !== index))
		found.push(
			review('header', 'row 1', 'A column has no name or the name of another.', 'Name each column.')
		);
	if (csv.header.some(isFormula))
		found.push(
			fail('formula', 'row 1', 'A column name begins like a formula.', 'Rename the column.')
		);
	if (policy.maximumRows !== null && csv.records.length > policy.maximumRows)
		found.push(
			fail(
				'rows',
				'the file',
				`The file has ${csv.records.length.toLocaleString('en-GB')} rows, and ${policy.maximumRows.toLocaleString('en-GB')} are allowed: rows may be people.`,
				'Send totals by group instead of records.'
			)
		);
	return found;
}
