import type { Seen } from '#domain/disclosure/counts.ts';
import { parseCsv, type Csv } from '#domain/disclosure/csv.ts';
import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import { auditMasked, type Claim, type MaskedAudit } from '#domain/disclosure/masked/audit.ts';
import { laidOut } from '#domain/disclosure/laid-out.ts';
import { modelFindings } from '#domain/disclosure/models/findings.ts';
import { modelRead, shapeOf } from '#domain/disclosure/models/remedies.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { decode, tableFindings } from '#domain/disclosure/scan.ts';
import { refused, type Given, type Judged, type Table } from './judged.ts';

/** More cells than this are records, or a table that nobody reads. */
export const mostCells = 100_000;
/** The most that Excel keeps in one cell; words, not figures. */
const longestCell = 32_767;
const shown = { rows: 1000, cells: 200, letters: 500 };

export const csvMedia = 'text/csv; charset=utf-8';

/** A table as CSV: the rules of rows and columns, then the audit of its marks and totals. */
export async function judgeTable(
	given: Given,
	csv: Csv,
	before: readonly Finding[]
): Promise<Judged> {
	const format = 'a table as CSV';
	const found = await findingsOfTable(given, 'the file', csv);
	if (found === null) return refused('table', format, [...before, tooManyCells]);
	const findings = [...before, ...found, ...markup(csv)];
	return {
		kind: 'table',
		format,
		findings,
		media: csvMedia,
		clean: withoutMark(given.bytes),
		ending: '.csv',
		tables: [tableOf('table', csv)],
		...resultsIn(csv, given.policy)
	};
}

/** What a table of results is, and what would make it safe: only of lines that a person reads. */
function resultsIn({ header, records }: Csv, policy: Policy): Pick<Judged, 'model'> {
	if (records.length >= shown.rows) return {};
	const model = modelRead([header, ...records.map(({ cells }) => cells)], policy);
	return model === null ? {} : { model };
}

const tooManyCells = fail(
	'size',
	'the file',
	`The table has more than ${mostCells.toLocaleString('en-GB')} cells, or a very long one.`,
	'Send a table of totals that a person can read.'
);

/** All findings of one table; null when it has too many cells to be judged. */
export async function findingsOfTable(
	{ policy, claimed, solver }: Given,
	where: string,
	csv: Csv
): Promise<Finding[] | null> {
	const table = laidOut(csv);
	const rows = [table.csv.header, ...table.csv.records.map(({ cells }) => cells)];
	const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0);
	if (width * rows.length > mostCells) return null;
	if (rows.some((cells) => cells.some((cell) => cell.length > longestCell))) return null;
	const model =
		modelFindings(
			csv.header,
			csv.records.map(({ cells }) => cells),
			policy
		) ?? [];
	// results without a finding are results all the same, and their times are no counts
	if (shapeOf([csv.header, ...csv.records.map(({ cells }) => cells)]) !== null) {
		const ofRows = tableFindings(where, withoutNotes(csv), policy);
		return distinct([...ofRows.filter(({ rule }) => alsoOfModels.has(rule)), ...model]);
	}
	const lines = [table.line, ...table.csv.records.map(({ line }) => line)];
	const audit = auditMasked(rows, policy, await solver(), claimed ?? undefined, lines);
	const simple = tableFindings(where, csv, policy, seenBy(audit, claimed ?? null));
	return distinct([...simple, ...model, ...audit.findings]);
}

/** What the audit tells the rules of single columns: which of them add up, and a claim that is kept. */
function seenBy(audit: MaskedAudit, claimed: Claim | null): (column: number) => Seen {
	const sure = audit.totals.filter(({ by }) => by !== 'guess');
	const adding = new Set(
		sure.flatMap(({ total, parts }) => [total, ...parts]).map(({ column }) => column)
	);
	const rounding = audit.breaches?.length === 0 ? (claimed?.rounding ?? null) : null;
	return (column) => ({ adds: adding.has(column), rounding });
}

/** Rules of tables that hold for results of models too: nothing in them may be a person's. */
const alsoOfModels = new Set([
	'identifier',
	'nhs-number',
	'pseudonym',
	'date-of-birth',
	'free-text',
	'formula',
	'endpoint',
	'rows',
	'needs-evidence'
]);

/** Without the lines above the header that begin with "#". */
function withoutNotes(csv: Csv): Csv {
	const all = [{ line: 1, cells: csv.header }, ...csv.records];
	const [header, ...records] = all.slice(
		all.findIndex(({ cells }) => !cells[0]?.trim().startsWith('#'))
	);
	return { ...csv, header: header?.cells ?? [], records };
}

/** Two rules can see the same thing: the worse of them is said. */
function distinct(findings: readonly Finding[]): Finding[] {
	const worst = new Map<string, Finding>();
	for (const finding of findings) {
		const key = `${finding.rule} ${finding.where}`;
		const known = worst.get(key);
		if (known === undefined || (known.level === 'review' && finding.level === 'fail'))
			worst.set(key, finding);
	}
	return [...worst.values()];
}

/** The beginning of a table, for eyes. */
export const tableOf = (name: string, { header, records }: Csv): Table => ({
	name,
	rows: [header, ...records.slice(0, shown.rows).map(({ cells }) => cells)].map((cells) =>
		cells.slice(0, shown.cells).map((cell) => cell.slice(0, shown.letters))
	)
});

function markup({ header, records }: Csv): Finding[] {
	const bad = [{ line: 1, cells: header }, ...records].find(({ cells }) =>
		cells.some((cell) =>
			/<\s*(script|iframe|object|embed|svg|img|html|link|style)\b|javascript:/i.test(cell)
		)
	);
	return bad === undefined
		? []
		: [
				fail(
					'markup',
					`row ${bad.line}`,
					'A cell holds the code of a web page, which a program could run.',
					'Remove it.'
				)
			];
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
	bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** A table that another format held, as CSV text of our own. */
export async function judgeRows(given: Given, name: string, rows: readonly (readonly string[])[]) {
	const text = csvText(rows);
	const csv = parseCsv(text);
	const found = (await findingsOfTable(given, name, csv)) ?? [tooManyCells];
	const findings = found.map((finding) => ({
		...finding,
		where: finding.where === name ? name : `${name}, ${finding.where}`
	}));
	return { text, findings, table: tableOf(name, csv) };
}

/** CSV after RFC 4180. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
	rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');

const quoted = (cell: string): string =>
	/[",\r\n;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** The text of a file; when it has none, the verdict on that. */
export function textOf({ bytes }: Given): { text: string; findings: Finding[] } | Judged {
	if (bytes.length === 0)
		return refused('text', 'an empty file', [
			fail('empty', 'the file', 'The file is empty.', 'Send the file again.')
		]);
	const { text, findings } = decode(bytes);
	return text === null ? refused('text', 'text', findings) : { text, findings };
}

/** What is said of every drawing and image: it must come with the figures that it shows. */
export const needsData = review(
	'needs-evidence',
	'the file',
	'What stands behind this picture is not known.',
	'Send the table of the figures it shows as a supporting file, with the counts behind each point.'
);
