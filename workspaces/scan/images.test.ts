import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import {
	chunk,
	exif,
	hugePng,
	joined,
	jpeg,
	png,
	raw,
	text,
	withChunks,
	withSegment,
	zip
} from '../../tests/support/hostile/bytes.ts';
import { failed, judged, rulesOf } from '../../tests/support/hostile/judged.ts';
import { jpegParts } from './kinds/jpeg.ts';
import { pngParts } from './kinds/png.ts';

const has = (bytes: Uint8Array | null, words: string): boolean =>
	bytes !== null && Buffer.from(bytes).includes(words);

describe('a PNG', () => {
	test('that holds only its picture needs its figures, and nothing else', async () => {
		const found = await judged('plot.png', await png());
		expect([found.kind, found.verdict, rulesOf(found)]).toEqual([
			'image',
			'review',
			['needs-evidence']
		]);
		expect([found.media, found.cleanName]).toEqual(['image/png', 'plot.png']);
	});
	test('leaves without the colours that full transparency hides', async () => {
		const pixels = Buffer.from(
			Array.from({ length: 64 }, (_, n) => [n, 255 - n, 7, n === 0 ? 255 : 0]).flat()
		);
		const hidden = await sharp(pixels, { raw: { width: 8, height: 8, channels: 4 } })
			.png()
			.toBuffer();
		const { clean } = await judged('plot.png', new Uint8Array(hidden));
		const seen = await sharp(clean ?? new Uint8Array())
			.raw()
			.toBuffer();
		expect([...seen.subarray(0, 3)]).toEqual([0, 255, 7]);
		expect(seen.subarray(3).every((byte) => byte === 255)).toBe(true);
	});
	test('leaves without its text, time, place and unknown chunks', async () => {
		const secret = withChunks(
			await png(),
			chunk('tEXt', raw('Comment\0patient 9434765919')),
			chunk('zTXt', joined(raw('More\0\0'), deflateSync(text('patient 9434765919')))),
			chunk('tIME', new Uint8Array([7, 230, 1, 1, 1, 1, 1])),
			chunk('eXIf', exif(true)),
			chunk('raCd', raw('patient 9434765919'))
		);
		const found = await judged('plot.png', secret);
		expect(failed(found)).toEqual(['location']);
		expect(rulesOf(found)).toContain('metadata');
		expect(has(found.clean, '9434765919')).toBe(false);
		expect(pngParts(found.clean ?? new Uint8Array())).toEqual({
			...{ dropped: [], location: false, trailing: 0, frames: false }
		});
	});
	test('leaves without the bytes after its end', async () => {
		const found = await judged('plot.png', joined(await png(), text('person_id\n1\n2\n')));
		expect(failed(found)).toEqual(['trailing-data']);
		expect(has(found.clean, 'person_id')).toBe(false);
	});
	test('with a second picture behind the first is said to have it', async () => {
		const found = await judged(
			'plot.png',
			withChunks(await png(), chunk('acTL', new Uint8Array(8)))
		);
		expect(failed(found)).toEqual(['frames']);
	});
	test('that says it is 100,000 pixels wide is not decoded', async () => {
		const found = await judged('plot.png', hugePng(100_000));
		expect([failed(found), found.clean]).toEqual([['size'], null]);
	});
	test('that breaks off does not leave', async () => {
		const found = await judged('plot.png', (await png()).subarray(0, 60));
		expect([failed(found), found.clean]).toEqual([['damaged'], null]);
	});
});

describe('a JPEG', () => {
	test('leaves without the place where it was taken', async () => {
		const camera = withSegment(await jpeg(), 0xe1, joined(raw('Exif\0\0'), exif(true)));
		const found = await judged('photo.jpg', camera);
		expect(failed(found)).toEqual(['location']);
		expect(found.media).toBe('image/jpeg');
		expect(has(found.clean, 'Exif')).toBe(false);
		expect(jpegParts(found.clean ?? new Uint8Array()).dropped).toEqual([]);
	});
	test('with EXIF data but no place is not said to have one', async () => {
		const camera = withSegment(await jpeg(), 0xe1, joined(raw('Exif\0\0'), exif(false)));
		const found = await judged('photo.jpg', camera);
		expect([failed(found), rulesOf(found)]).toEqual([[], ['metadata', 'needs-evidence']]);
	});
	test('leaves without comments and the bytes after its end', async () => {
		const noted = withSegment(await jpeg(), 0xfe, text('patient 9434765919'));
		const found = await judged('photo.jpg', joined(noted, raw('secret')));
		expect(failed(found)).toEqual(['trailing-data']);
		expect(has(found.clean, '9434765919') || has(found.clean, 'secret')).toBe(false);
	});
});

describe('a file that is two', () => {
	test('is found when a picture is an archive too, and only the picture leaves', async () => {
		const found = await judged(
			'plot.png',
			joined(await png(), zip({ 'rows.csv': 'person_id\n1\n' }))
		);
		expect(failed(found)).toContain('polyglot');
		expect(has(found.clean, 'rows.csv')).toBe(false);
	});
	test('is found when a picture is a web page too', async () => {
		const page = withChunks(await png(), chunk('tEXt', raw('x\0<script>alert(1)</script>')));
		expect(failed(await judged('plot.png', page))).toContain('polyglot');
	});
	test('is found when a table is a PDF too', async () => {
		const found = await judged('t.csv', 'a,n\n%PDF-1.7,120\n');
		expect([failed(found), found.clean]).toEqual([['polyglot'], null]);
	});
	test('is found by a name that promises something else', async () => {
		expect(failed(await judged('table.csv', await png()))).toContain('name-disagrees');
		expect(failed(await judged('plot.png', 'sex,n\nF,120\n'))).toContain('name-disagrees');
		expect((await judged('plot.png', await jpeg())).cleanName).toBe('plot.jpg');
	});
});

test.each([
	['GIF', 'GIF89a'],
	['WebP', 'RIFF\x10\0\0\0WEBP'],
	['TIFF', 'II*\0\x08\0\0\0'],
	['HEIF', '\0\0\0\x18ftypheic']
])('a %s image is not released', async (_, bytes) => {
	const found = await judged('plot.png', raw(bytes + '\0'.repeat(40)));
	expect([found.kind, failed(found)[0], found.clean]).toEqual(['image', 'file-type', null]);
});
