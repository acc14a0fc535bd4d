import { fail, type Finding } from '#domain/disclosure/findings.ts';
import { indexOf, latin, viewOf } from './bytes.ts';
import type { Format } from './detect.ts';

const remedy = 'Write the file again with the program that made it, and send only that.';

/**
 * Signs that one file is two: another program would find a second format in the same bytes, which no
 * scan of the first would see.
 */
export function polyglotFindings(bytes: Uint8Array, format: Format): Finding[] {
	const found: string[] = [];
	if (format !== 'zip' && endOfArchive(bytes) !== null) found.push('a ZIP archive');
	if (format !== 'pdf' && indexOf(bytes.subarray(0, 1024), '%PDF-') >= 0)
		found.push('a PDF document');
	if (['png', 'jpeg', 'other-image', 'zip', 'pdf'].includes(format) && hasMarkup(bytes))
		found.push('a web page with script');
	return found.map((what) =>
		fail('polyglot', 'the file', `The file can also be opened as ${what}.`, remedy)
	);
}

/** Where an archive's directory begins, by the record at the end of the file; null when there is none. */
export function endOfArchive(bytes: Uint8Array): number | null {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const place = buffer.lastIndexOf('PK\x05\x06', buffer.length, 'latin1');
	if (place < 0 || place + 22 > bytes.length || bytes.length - place > 22 + 65_535) return null;
	const view = viewOf(bytes);
	const entries = view.getUint16(place + 10, true);
	const size = view.getUint32(place + 12, true);
	const directory = place - size;
	return entries > 0 && directory >= 0 && latin(bytes, directory, directory + 4) === 'PK\x01\x02'
		? directory
		: null;
}

const hasMarkup = (bytes: Uint8Array): boolean =>
	/<script[\s>]|<html[\s>]|<!doctype html|<iframe[\s>]|<\?php/i.test(latin(bytes));
