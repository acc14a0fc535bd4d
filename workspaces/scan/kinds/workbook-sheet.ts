import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import { mostCells } from './table.ts';
import { attribute } from './workbook-read.ts';
import { BadXml, readXml } from './xml.ts';

const mostColumns = 16_384;

/** The cells of a sheet as text, hidden rows and columns left out, and what else the sheet does. */
export function readSheet(text: string, strings: readonly string[], days: readonly boolean[]) {
	const rows: string[][] = [];
	const hiddenColumns: (readonly [number, number])[] = [];
	let cell = { column: 0, type: '', day: false, value: '' };
	let [row, reading, hiddenRow, cells] = [0, false, false, 0];
	const seen = { hiddenRows: 0, formulas: 0, validation: 0, links: 0 };
	readXml(text, {
		open: ({ local, attributes }) => {
			if (local === 'col' && /^(1|true)$/.test(attribute(attributes, 'hidden')))
				hiddenColumns.push([
					Number(attribute(attributes, 'min')),
					Number(attribute(attributes, 'max'))
				]);
			else if (local === 'row') {
				row = Number(attribute(attributes, 'r')) || row + 1;
				hiddenRow =
					/^(1|true)$/.test(attribute(attributes, 'hidden')) || attribute(attributes, 'ht') === '0';
				if (hiddenRow) seen.hiddenRows++;
				cell = { ...cell, column: 0 };
			} else if (local === 'c') {
				if (++cells > mostCells)
					throw new BadXml(`A sheet has more than ${mostCells.toLocaleString('en-GB')} cells.`);
				const column = columnOf(attribute(attributes, 'r')) ?? cell.column + 1;
				cell = {
					column,
					type: attribute(attributes, 't'),
					day: days[Number(attribute(attributes, 's') || -1)] ?? false,
					value: ''
				};
			} else if (local === 'v' || local === 't') reading = true;
			else if (local === 'f') seen.formulas++;
			else if (local === 'dataValidation') seen.validation++;
			else if (local === 'hyperlink') seen.links++;
		},
		text: (heard) => {
			if (reading) cell.value += heard;
		},
		close: ({ local }) => {
			if (local === 'v' || local === 't') reading = false;
			if (local !== 'c' || hiddenRow || cell.value === '' || cell.column > mostColumns) return;
			const at = rows.at(-1);
			const line = at !== undefined && Number(at[0]) === row ? at : [String(row)];
			if (line !== at) rows.push(line);
			while (line.length < cell.column) line.push('');
			line[cell.column] = shownValue(cell, strings);
		}
	});
	const isHidden = (column: number): boolean =>
		hiddenColumns.some(([from, to]) => column >= from && column <= to);
	const used = rows.reduce((most, line) => Math.max(most, line.length - 1), 0);
	if (used * rows.length > mostCells * 4)
		throw new BadXml('A sheet is spread over more cells than anyone can read.');
	const kept = Array.from({ length: used }, (_, index) => index + 1).filter(
		(column) => !isHidden(column)
	);
	const hasHidden = kept.length < used || hiddenColumns.length > 0;
	return {
		rows: rows.map((line) => kept.map((column) => line[column] ?? '')),
		findings: findingsOf({ ...seen, hiddenColumns: hasHidden })
	};
}

type Cell = { readonly type: string; readonly day: boolean; readonly value: string };

/** A cell as it would be written in CSV: words, a number in full, or a day. */
function shownValue({ type, day, value }: Cell, strings: readonly string[]): string {
	if (type === 's') return strings[Number(value)] ?? '';
	if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
	const number = Number(value);
	if (type !== '' && type !== 'n') return value;
	// the two calendars of Excel differ before March 1900, where no record of a person is
	if (day && Number.isFinite(number) && number > 60 && number < 2_958_466)
		return new Date(Math.round((number - 25_569) * 86_400_000)).toISOString().slice(0, 10);
	return value;
}

/** "BC12" is column 55; null when there is no such reference. */
function columnOf(reference: string): number | null {
	const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
	if (letters === undefined) return null;
	return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

type Seen = {
	hiddenRows: number;
	formulas: number;
	validation: number;
	links: number;
	hiddenColumns: boolean;
};

function findingsOf({ hiddenRows, formulas, validation, links, hiddenColumns }: Seen): Finding[] {
	const found: Finding[] = [];
	const remedy = 'Send CSV, or save only what is seen in a new workbook.';
	if (hiddenRows > 0)
		found.push(
			fail(
				'hidden-row',
				'its rows',
				`${hiddenRows === 1 ? 'A row is' : `${hiddenRows} rows are`} hidden; they are left out.`,
				remedy
			)
		);
	if (hiddenColumns)
		found.push(
			fail('hidden-column', 'its columns', 'Columns are hidden; they are left out.', remedy)
		);
	if (formulas > 0)
		found.push(
			review(
				'formula-cell',
				'its cells',
				`${formulas === 1 ? 'A cell is' : `${formulas} cells are`} worked out by a formula; only values leave.`,
				'Check that the values are what you mean to send.'
			)
		);
	if (validation > 0)
		found.push(
			review(
				'metadata',
				'its cells',
				'Cells have lists of allowed values; they are left out.',
				'Nothing to do.'
			)
		);
	if (links > 0)
		found.push(
			review(
				'metadata',
				'its cells',
				'Cells link to other places; the links are left out.',
				'Nothing to do.'
			)
		);
	return found;
}
