import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { joined, raw, text, zip } from '../../tests/support/hostile/bytes.ts';
import { failed, judged } from '../../tests/support/hostile/judged.ts';

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
