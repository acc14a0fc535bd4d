import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { failed, judged, rulesOf, textOf } from '../../tests/support/hostile/judged.ts';
import { plainSheet, workbook } from '../../tests/support/hostile/workbook.ts';

const table = 'sex,people\r\nF,120\r\nM,130\r\n';
const records = {
	name: 'Raw',
	rows: [
		['person_id', 'nhs'],
		['1', '943 476 5919']
	]
};

describe('a workbook', () => {
	test('of one plain sheet leaves as CSV', async () => {
		const found = await judged('results.xlsx', workbook([plainSheet]));
		expect([found.kind, rulesOf(found)]).toEqual(['table', ['needs-evidence', 're-encoded']]);
		expect([textOf(found), found.cleanName, found.media]).toEqual([
			table,
			'results.csv',
			'text/csv; charset=utf-8'
		]);
		expect(found.tables).toEqual([
			{
				name: 'Results',
				rows: [
					['sex', 'people'],
					['F', '120'],
					['M', '130']
				]
			}
		]);
	});
	test('of several sheets leaves as an archive of CSV', async () => {
		const found = await judged(
			'results.xlsx',
			workbook([plainSheet, { ...plainSheet, name: 'More/../x' }])
		);
		expect([found.cleanName, found.media]).toEqual(['results.zip', 'application/zip']);
		expect(Object.keys(unzipSync(found.clean ?? new Uint8Array()))).toEqual([
			'Results.csv',
			'x.csv'
		]);
	});
	test.each(['hidden', 'veryHidden'] as const)(
		'with a %s sheet leaves without it',
		async (state) => {
			const found = await judged('results.xlsx', workbook([plainSheet, { ...records, state }]));
			expect(failed(found)).toEqual(['hidden-sheet']);
			expect(textOf(found)).toBe(table);
			expect(JSON.stringify(found.tables)).not.toContain('943');
		}
	);
	test('with a hidden row and column leaves without them', async () => {
		const rows = [
			['sex', 'nhs', 'people'],
			['F', '943 476 5919', 120],
			['X', '', 3]
		];
		const found = await judged(
			'r.xlsx',
			workbook([{ name: 'A', rows, hiddenRow: 3, hiddenColumn: 2 }])
		);
		expect(failed(found)).toEqual(['hidden-row', 'hidden-column']);
		expect(textOf(found)).toBe('sex,people\r\nF,120\r\n');
	});
	test('whose visible sheet holds a small count fails by the rules of tables', async () => {
		const sheet = {
			name: 'A',
			rows: [
				['sex', 'count'],
				['F', 3]
			]
		};
		const found = await judged('r.xlsx', workbook([sheet]));
		expect(found.findings[0]).toMatchObject({
			rule: 'threshold',
			where: 'sheet A, row 2, column count'
		});
	});
	test('shows the value of a formula, never the formula', async () => {
		const found = await judged(
			'r.xlsx',
			workbook([{ ...plainSheet, formula: "HYPERLINK('http://evil.example')" }])
		);
		expect(rulesOf(found)).toContain('formula-cell');
		expect(textOf(found)).toBe(table);
	});
	test('whose words begin like a formula fails', async () => {
		const rows = [
			['sex', 'people'],
			['=cmd|/c calc!A1', 120]
		];
		expect(failed(await judged('r.xlsx', workbook([{ name: 'A', rows }])))).toContain('formula');
	});
	test.each([
		['pivot-cache', 'xl/pivotCache/pivotCacheRecords1.xml'],
		['macro', 'xl/vbaProject.bin'],
		['outside', 'xl/externalLinks/externalLink1.xml'],
		['outside', 'xl/connections.xml'],
		['embedded', 'xl/embeddings/oleObject1.bin'],
		['comment', 'xl/comments1.xml']
	])('says of its %s, and leaves without it', async (rule, part) => {
		const found = await judged('r.xlsx', workbook([plainSheet], { [part]: '<x>943 476 5919</x>' }));
		expect(rulesOf(found)).toContain(rule);
		expect(textOf(found)).toBe(table);
	});
	test('says of names and properties, and leaves without them', async () => {
		const names =
			'<definedNames><definedName name="x" hidden="1">"943 476 5919"</definedName></definedNames>';
		const core =
			'<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:creator>A Person</dc:creator></cp:coreProperties>';
		const found = await judged(
			'r.xlsx',
			workbook([plainSheet], { 'docProps/core.xml': core }, names)
		);
		expect(rulesOf(found)).toEqual(expect.arrayContaining(['defined-name', 'metadata']));
		expect(textOf(found)).toBe(table);
	});
	test('that declares entities is refused', async () => {
		const sheet = '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>';
		const found = await judged(
			'r.xlsx',
			workbook([plainSheet], { 'xl/worksheets/sheet1.xml': sheet })
		);
		expect([failed(found), found.clean]).toEqual([['xml'], null]);
	});
	test('spread over a million columns and rows is refused', async () => {
		const cells =
			'<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row>' +
			Array.from(
				{ length: 500 },
				(_, i) => `<row r="${i + 2}"><c r="XFD${i + 2}"><v>1</v></c></row>`
			).join('') +
			'</sheetData>';
		const sheet = `<worksheet>${cells}</worksheet>`;
		const found = await judged(
			'r.xlsx',
			workbook([plainSheet], { 'xl/worksheets/sheet1.xml': sheet })
		);
		expect(found.clean).toBe(null);
	});
	test('writes days as days', async () => {
		const styles =
			'<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
		const sheet =
			'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c></row><row r="2"><c r="A2" s="1"><v>44197</v></c></row></sheetData></worksheet>';
		const found = await judged(
			'r.xlsx',
			workbook([plainSheet], { 'xl/worksheets/sheet1.xml': sheet, 'xl/styles.xml': styles })
		);
		expect(textOf(found)).toBe('day\r\n2021-01-01\r\n');
	});
});
