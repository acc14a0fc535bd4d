import { strToU8, zipSync } from 'fflate';
import type { Chance } from './chance.ts';
import { sample, textOf } from './file.ts';
import { nhsNumber, type Fault } from './faults-tables.ts';
import { barsOf, drawing, pixels, sqlCode } from './others.ts';
import { crossTable, type Lines } from './tables.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of two sheets, the second of them hidden. */
function workbook(shown: Lines, hidden: Lines): Uint8Array {
	const sheet = (lines: Lines): Uint8Array =>
		strToU8(
			`<worksheet xmlns="${main}"><sheetData>${lines.map(rowXml).join('')}</sheetData></worksheet>`
		);
	const rowXml = (cells: Lines[number], at: number): string =>
		`<row r="${String(at + 1)}">${cells
			.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${String(at + 1)}`))
			.join('')}</row>`;
	const cellXml = (cell: string | number, place: string): string =>
		typeof cell === 'number'
			? `<c r="${place}"><v>${String(cell)}</v></c>`
			: `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`;
	const link = (id: number): string =>
		`<Relationship Id="rId${String(id)}" Type="${relations}/worksheet" Target="worksheets/sheet${String(id)}.xml"/>`;
	return zipSync({
		'[Content_Types].xml': strToU8(
			'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
		),
		'xl/workbook.xml': strToU8(
			`<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Results" sheetId="1" r:id="rId1"/><sheet name="Working" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>`
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${link(1)}${link(2)}</Relationships>`
		),
		'xl/worksheets/sheet1.xml': sheet(shown),
		'xl/worksheets/sheet2.xml': sheet(hidden)
	});
}

const picture = (chance: Chance, people: Parameters<typeof barsOf>[1]) =>
	pixels(barsOf(chance, people));

export const fileFaults: readonly Fault[] = [
	{
		name: 'a hidden sheet',
		rules: ['hidden-sheet'],
		plant(chance, people, name) {
			const working = crossTable(chance, people);
			return sample(`${name}.xlsx`, workbook(crossTable(chance, people), working), 0);
		}
	},
	{
		name: 'a place in a photograph',
		rules: ['location'],
		async plant(chance, people, name) {
			const bytes = await picture(chance, people)
				.withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 26/1' } })
				.jpeg()
				.toBuffer();
			return sample(`${name}.jpg`, bytes, 0);
		}
	},
	{
		name: 'a drawing with a script',
		rules: ['script'],
		plant(chance, people, name) {
			const script = '<script>fetch("http://example.org/")</script>';
			return sample(`${name}.svg`, drawing(barsOf(chance, people), script), 0);
		}
	},
	{
		name: 'a table hidden behind a picture',
		rules: ['trailing-data', 'polyglot'],
		async plant(chance, people, name) {
			const behind = Buffer.from(textOf(crossTable(chance, people)));
			const bytes = Buffer.concat([await picture(chance, people).png().toBuffer(), behind]);
			return sample(`${name}.png`, bytes, 0);
		}
	},
	{
		name: 'a password in code',
		rules: ['secret'],
		plant: (chance, _, name) =>
			sample(
				`${name}.sql`,
				`attach 'host=db user=study password=Tr33house-${String(chance.between(100, 999))}' as db;\n` +
					`-- password = "Tr33house-${String(chance.between(100, 999))}"\n${sqlCode('region')}`,
				0
			)
	},
	{
		name: 'a patient named in a log',
		rules: ['nhs-number'],
		plant: (chance, _, name) =>
			sample(
				`${name}.log`,
				`Reading the extract ...\nNo match for ${nhsNumber(chance)}, left out.\nModel fitted.\n`,
				0
			)
	},
	{
		name: 'rows pasted into code',
		rules: ['pasted-rows'],
		plant(chance, people, name) {
			const rows = people
				.slice(0, 12)
				.map(
					({ sex, age, months, measured }) =>
						`  "${sex}", "${age}", ${String(months)}, ${measured.toFixed(1)},`
				);
			const text = `library(tibble)\ncases <- tribble(\n  ~sex, ~age, ~months, ~hba1c,\n${rows.join('\n')}\n)\n`;
			return sample(`${name}.R`, text, 0);
		}
	},
	{
		name: 'a file in an archive that climbs out of its folder',
		rules: ['name'],
		plant(chance, people, name) {
			const table = strToU8(textOf(crossTable(chance, people)));
			return sample(`${name}.zip`, zipSync({ 'table.csv': table, '../../start.csv': table }), 0);
		}
	},
	{
		name: 'a notebook with its outputs',
		rules: ['outputs'],
		plant(chance, people, name) {
			const output = {
				output_type: 'stream',
				name: 'stdout',
				text: [textOf(crossTable(chance, people))]
			};
			const cell = {
				cell_type: 'code',
				execution_count: 1,
				metadata: {},
				source: ['print(table)'],
				outputs: [output]
			};
			const book = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
			return sample(`${name}.ipynb`, JSON.stringify(book), 0);
		}
	}
];
