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
import { failed, judged } from '../../tests/support/hostile/judged.ts';

const table = 'sex,people\r\nF,120\r\nM,130\r\n';

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
