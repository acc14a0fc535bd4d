import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
	bomb,
	encrypted,
	lyingBomb,
	nested,
	overlapping,
	renamed
} from '../../tests/support/hostile/archive.ts';
import { joined, png, raw, text, zip } from '../../tests/support/hostile/bytes.ts';
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

describe('an archive', () => {
	test('is listed, scanned and packed again from what may leave', async () => {
		const image = await png();
		const found = await judged(
			'all.zip',
			zip({ 'a/t.csv': 'sex,count\nF,3\n', 'plot.png': joined(image, text('secret')) })
		);
		expect(found.findings.map(({ rule, where }) => `${rule} ${where}`)).toEqual(
			expect.arrayContaining([
				'threshold a/t.csv: row 2, column count',
				'trailing-data plot.png: the file'
			])
		);
		const packed = unzipSync(found.clean ?? new Uint8Array());
		expect(Object.keys(packed)).toEqual(['t.csv', 'plot.png']);
		expect(Buffer.from(packed['plot.png'] ?? []).includes('secret')).toBe(false);
	});
	test('with a member that may not leave does not leave', async () => {
		const found = await judged('all.zip', zip({ 't.csv': table, 'm.pkl': raw('\x80\x04\x95.') }));
		expect([failed(found), found.clean]).toEqual([['model'], null]);
	});
	test.each([
		['a bomb', bomb()],
		['members that share bytes', overlapping()]
	])('that is %s is not unpacked', async (_, bytes) => {
		const found = await judged('all.zip', bytes);
		expect([failed(found), found.clean]).toEqual([['bomb'], null]);
	});
	test('whose directory lies about sizes is not believed', async () => {
		const found = await judged('all.zip', lyingBomb());
		expect([failed(found), found.clean]).toEqual([['damaged'], null]);
	});
	test('within an archive is not opened', async () => {
		const found = await judged('all.zip', nested());
		expect([failed(found), found.clean]).toEqual([['nested'], null]);
	});
	test('that is encrypted is refused', async () => {
		const found = await judged('all.zip', encrypted());
		expect([failed(found), found.clean]).toEqual([['encrypted'], null]);
	});
	test.each([
		['another folder', '../abcde.csv'],
		['the root', '/abcdefg.csv'],
		['a Windows folder', '..\\bcde.csv'],
		['a NUL', 'abc\0efgh.csv'],
		['a device', 'nul.bcdefgsv'],
		['a line end', 'abc\nefgh.csv']
	])('with a name that holds %s is refused', async (_, name) => {
		const found = await judged('all.zip', renamed('abcdefgh.csv', name));
		expect(failed(found)).toContain('name');
		expect(found.findings.find(({ rule }) => rule === 'name')?.where).not.toMatch(/[\0\n]/);
	});
	test('that has bytes before it is two files', async () => {
		const found = await judged(
			'all.zip',
			joined(raw('PK\x03\x04 and more before the first member'), zip({ 't.csv': table }))
		);
		expect(found.verdict).toBe('fail');
		expect(found.clean).toBe(null);
	});
	test.each([
		['gzip', new Uint8Array(gzipSync('sex,n\nF,3\n'))],
		['7z', raw('7z\xbc\xaf\x27\x1c' + '\0'.repeat(30))],
		['xz', raw('\xfd7zXZ\0' + '\0'.repeat(30))]
	])('of the kind %s is not opened', async (_, bytes) => {
		const found = await judged('t.gz', bytes);
		expect([found.kind, failed(found)[0], found.clean]).toEqual(['archive', 'file-type', null]);
	});
});

describe('models and data sets never leave and are never loaded', () => {
	const header = Buffer.alloc(8);
	header.writeBigUInt64LE(12n);
	test.each([
		['a pickle', raw('\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c\x05posix\x94.')],
		['an old pickle', raw("cos\nsystem\n(S'id'\ntR.")],
		['joblib', raw('ZF0x10' + '\0'.repeat(20))],
		['compressed R objects', new Uint8Array(gzipSync('RDX3\nX\n\0\0\0\x03'))],
		['a compressed R object', new Uint8Array(gzipSync(raw('X\n\0\0\0\x03\0\x04\x02')))],
		['ONNX', raw('\x08\x08\x12\x07pytorch' + '\x01\x02\0\x03'.repeat(30))],
		['HDF5', raw('\x89HDF\r\n\x1a\n' + '\0'.repeat(30))],
		['GGUF', raw('GGUF\x03\0\0\0')],
		['safetensors', joined(header, text('{"a":[1,2]} '))],
		['a saved model of PyTorch', zip({ 'archive/data.pkl': raw('\x80\x02.') })],
		['an array of NumPy', raw('\x93NUMPY\x01\0')],
		['LightGBM as text', text('tree\nversion=v3\nnum_class=1\n')]
	])('%s', async (_, bytes) => {
		const found = await judged('model.csv', bytes);
		expect([found.kind, failed(found), found.clean]).toEqual(['model', ['model'], null]);
	});
	test.each([
		['Parquet', raw('PAR1\x15\x04PAR1')],
		['Arrow', raw('ARROW1\0\0')],
		['SQLite', raw('SQLite format 3\0' + '\0'.repeat(80))],
		['DuckDB', raw('\x01\x02\x03\x04\x05\x06\x07\x08DUCK' + '\0'.repeat(80))],
		['Stata', raw('<stata_dta><header>')],
		['SPSS', raw('$FL2@(#) SPSS')]
	])('%s', async (_, bytes) => {
		const found = await judged('rows.csv', bytes);
		expect([found.kind, failed(found), found.clean]).toEqual(['other', ['rows'], null]);
	});
	test.each([
		['a program', '\x7fELF\x02\x01\x01'],
		['noise', '\x01\x02\x03\x04'.repeat(30)]
	])('%s', async (_, bytes) => {
		expect(failed(await judged('x.csv', raw(bytes)))).toEqual(['file-type']);
	});
});
