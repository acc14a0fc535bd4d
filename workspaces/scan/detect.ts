import { gunzipSync } from 'node:zlib';
import { at, latin, viewOf } from './bytes.ts';

/** What a file is by its first bytes. `text` is everything that is not binary; it is told apart later. */
export type Format =
	| 'png'
	| 'jpeg'
	| 'other-image'
	| 'pdf'
	| 'zip'
	| 'packed'
	| 'office'
	| 'model'
	| 'data'
	| 'program'
	| 'text'
	| 'unknown';

export type Detected = { readonly format: Format; readonly words: string };

type Magic = readonly [format: Format, words: string, ...places: (readonly [number, string])[]];

const magics: readonly Magic[] = [
	['png', 'a PNG image', [0, '\x89PNG\r\n\x1a\n']],
	['jpeg', 'a JPEG image', [0, '\xff\xd8\xff']],
	['other-image', 'a GIF image', [0, 'GIF8']],
	['other-image', 'a WebP image', [0, 'RIFF'], [8, 'WEBP']],
	['other-image', 'a TIFF image', [0, 'II*\0']],
	['other-image', 'a TIFF image', [0, 'MM\0*']],
	['other-image', 'a HEIF image', [4, 'ftyp']],
	['other-image', 'an icon', [0, '\0\0\x01\0']],
	['pdf', 'a PDF document', [0, '%PDF-']],
	['other-image', 'a PostScript drawing', [0, '%!PS']],
	['zip', 'a ZIP archive', [0, 'PK\x03\x04']],
	['zip', 'a ZIP archive', [0, 'PK\x05\x06']],
	['packed', 'a compressed file', [0, '\x1f\x8b']],
	['packed', 'a compressed file', [0, 'BZh']],
	['packed', 'a compressed file', [0, '\xfd7zXZ\0']],
	['packed', 'a compressed file', [0, '\x28\xb5\x2f\xfd']],
	['packed', 'a compressed file', [0, '\x04\x22\x4d\x18']],
	['packed', 'a 7z archive', [0, '7z\xbc\xaf\x27\x1c']],
	['packed', 'a RAR archive', [0, 'Rar!\x1a\x07']],
	['packed', 'a tar archive', [257, 'ustar']],
	['office', 'an old Office document', [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
	['model', 'an HDF5 file', [0, '\x89HDF\r\n\x1a\n']],
	['model', 'an HDF5 file', [512, '\x89HDF\r\n\x1a\n']],
	['model', 'an HDF5 file', [1024, '\x89HDF\r\n\x1a\n']],
	['model', 'a GGUF model', [0, 'GGUF']],
	['model', 'a TensorFlow Lite model', [4, 'TFL3']],
	['model', 'an array of NumPy', [0, '\x93NUMPY']],
	['model', 'R objects', [0, 'RDX']],
	['model', 'R objects', [0, 'RDA']],
	['model', 'an R object', [0, 'X\n\0\0\0']],
	['model', 'an R object', [0, 'B\n\x02\0\0\0']],
	['model', 'an R object', [0, 'B\n\x03\0\0\0']],
	['model', 'a joblib file', [0, 'ZF']],
	['model', 'a MATLAB file', [0, 'MATLAB 5.0 MAT-file']],
	['data', 'a Parquet file', [0, 'PAR1']],
	['data', 'an Arrow file', [0, 'ARROW1']],
	['data', 'a Feather file', [0, 'FEA1']],
	['data', 'an ORC file', [0, 'ORC']],
	['data', 'an Avro file', [0, 'Obj\x01']],
	['data', 'an SQLite database', [0, 'SQLite format 3\0']],
	['data', 'a DuckDB database', [8, 'DUCK']],
	['data', 'a Stata data set', [0, '<stata_dta>']],
	['data', 'an SPSS data set', [0, '$FL2']],
	['data', 'an SPSS data set', [0, '$FL3']],
	['data', 'a SAS transport file', [0, 'HEADER RECORD*******']],
	['data', 'a SAS data set', [12, '\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08']],
	['program', 'a program', [0, '\x7fELF']],
	['program', 'a program', [0, 'MZ\x90\0']],
	['program', 'a program', [0, '\xca\xfe\xba\xbe']],
	['program', 'a program', [0, '\xcf\xfa\xed\xfe']],
	['program', 'a program', [0, '\0asm']]
];

/** What the bytes are, whatever the file is called. */
export function detect(bytes: Uint8Array): Detected {
	const found = magics.find(([, , ...places]) =>
		places.every(([place, words]) => at(bytes, place, words))
	);
	if (found !== undefined) return refined({ format: found[0], words: found[1] }, bytes);
	if (isSafetensors(bytes)) return { format: 'model', words: 'a safetensors model' };
	if (isPickle(bytes)) return { format: 'model', words: 'a Python pickle' };
	if (isOnnx(bytes)) return { format: 'model', words: 'an ONNX model' };
	const utf16 = at(bytes, 0, '\xff\xfe') || at(bytes, 0, '\xfe\xff');
	if (!utf16 && binary(bytes)) return { format: 'unknown', words: 'a binary file' };
	return { format: 'text', words: 'text' };
}

/** R writes its objects compressed; so does joblib. Only the beginning is unpacked. */
function refined(found: Detected, bytes: Uint8Array): Detected {
	if (!at(bytes, 0, '\x1f\x8b')) return found;
	const inner = detect(beginning(bytes));
	return inner.format === 'model' ? inner : found;
}

function beginning(bytes: Uint8Array): Uint8Array {
	try {
		// the end is missing on purpose: `Z_SYNC_FLUSH` takes what there is
		return gunzipSync(bytes.subarray(0, 4096), { finishFlush: 2, maxOutputLength: 1_000_000 });
	} catch {
		return new Uint8Array();
	}
}

function isSafetensors(bytes: Uint8Array): boolean {
	if (bytes.length < 10 || !(at(bytes, 8, '{"') || at(bytes, 8, '{}') || at(bytes, 8, '{ ')))
		return false;
	const length = viewOf(bytes).getBigUint64(0, true);
	return length >= 2n && length <= BigInt(bytes.length - 8);
}

/** Binary pickles begin with their protocol; the oldest are text, a letter an instruction. */
function isPickle(bytes: Uint8Array): boolean {
	const [first = 0, protocol = 0] = bytes;
	if (first === 0x80 && protocol >= 2 && protocol <= 5) return true;
	if (bytes.at(-1) !== 0x2e && bytes.at(-2) !== 0x2e) return false;
	return /^(c[\w.]+\n[\w.]+\n|\((dp|lp|i?[\w.]+\n[\w.]+\n)\d*\n?|[(]?[cI][\w.]+\n)/.test(
		latin(bytes, 0, 200)
	);
}

/** ONNX is protobuf: its version, then its maker's name, and the words of a graph. */
function isOnnx(bytes: Uint8Array): boolean {
	const [tag = 0, version = 0, next = 0] = bytes;
	return (
		tag === 0x08 &&
		version > 0 &&
		version < 32 &&
		(next === 0x12 || next === 0x3a || next === 0x42) &&
		binary(bytes)
	);
}

/** Control letters that text does not have, and mostly NUL. A few NUL are said of text by a rule of its own. */
function binary(bytes: Uint8Array): boolean {
	let [odd, nul] = [0, 0];
	const seen = Math.min(bytes.length, 65_536);
	for (let i = 0; i < seen; i++) {
		const byte = bytes[i] ?? 0;
		if (byte === 0) nul++;
		else if (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) odd++;
	}
	return odd > seen * 0.05 || nul > seen * 0.3;
}
