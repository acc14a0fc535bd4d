import { zip } from './bytes.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

type Sheet = {
	readonly name: string;
	readonly state?: 'hidden' | 'veryHidden';
	readonly rows: readonly (readonly (string | number)[])[];
	/** Numbers of rows and columns, from 1. */
	readonly hiddenRow?: number;
	readonly hiddenColumn?: number;
	readonly formula?: string;
};

const letters = (column: number): string => String.fromCharCode(65 + column);

const xml = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function sheetXml({ rows, hiddenRow, hiddenColumn, formula }: Sheet): string {
	const hidden = hiddenColumn ?? 0;
	const columns =
		hidden > 0 ? `<cols><col min="${hidden}" max="${hidden}" hidden="1" width="9"/></cols>` : '';
	const lines = rows.map((cells, index) => {
		const content = cells.map((cell, column) => {
			const place = `${letters(column)}${index + 1}`;
			const how =
				formula !== undefined && index === 1 && column === 1 ? `<f>${xml(formula)}</f>` : '';
			return typeof cell === 'number'
				? `<c r="${place}">${how}<v>${cell}</v></c>`
				: `<c r="${place}" t="inlineStr">${how}<is><t>${xml(cell)}</t></is></c>`;
		});
		return `<row r="${index + 1}"${hiddenRow === index + 1 ? ' hidden="1"' : ''}>${content.join('')}</row>`;
	});
	return `${head}<worksheet xmlns="${main}">${columns}<sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** A workbook as Excel writes it, and further parts by their names. */
export function workbook(
	sheets: readonly Sheet[],
	further: Readonly<Record<string, string>> = {},
	names = ''
): Uint8Array {
	const list = sheets.map(
		({ name, state }, index) =>
			`<sheet name="${xml(name)}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`
	);
	const targets = sheets.map(
		(_, index) =>
			`<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`
	);
	const files: Record<string, string> = {
		'[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${list.join('')}</sheets>${names}</workbook>`,
		'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.join('')}</Relationships>`
	};
	for (const [index, sheet] of sheets.entries())
		files[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet);
	return zip({ ...files, ...further });
}

export const plainSheet: Sheet = {
	name: 'Results',
	rows: [
		['sex', 'people'],
		['F', 120],
		['M', 130]
	]
};
