import { crc32, deflateSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import sharp from 'sharp';

/** Text as bytes in UTF-8. */
export const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Letters as bytes, one a letter. */
export const raw = (letters: string): Uint8Array => new Uint8Array(Buffer.from(letters, 'latin1'));

export const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

export const zip = (files: Readonly<Record<string, Uint8Array | string>>): Uint8Array => {
	const all: Zippable = {};
	for (const [name, content] of Object.entries(files))
		all[name] = typeof content === 'string' ? text(content) : content;
	return zipSync(all, { mtime: new Date('2020-01-02T00:00:00Z') });
};

/** A small picture, as a program would write it. */
export const png = async (): Promise<Uint8Array> => new Uint8Array(await canvas().png().toBuffer());

export const jpeg = async (): Promise<Uint8Array> =>
	new Uint8Array(await canvas().jpeg().toBuffer());

const canvas = () =>
	sharp({ create: { width: 32, height: 24, channels: 3, background: { r: 10, g: 90, b: 160 } } });

/** One chunk of a PNG. */
export function chunk(type: string, body: Uint8Array): Uint8Array {
	const named = joined(raw(type), body);
	const around = Buffer.alloc(8);
	around.writeUInt32BE(body.length, 0);
	around.writeUInt32BE(crc32(named), 4);
	return joined(around.subarray(0, 4), named, around.subarray(4));
}

/** The picture with chunks put in before its end. */
export const withChunks = (image: Uint8Array, ...chunks: Uint8Array[]): Uint8Array =>
	joined(image.subarray(0, -12), ...chunks, image.subarray(-12));

/** A PNG of a few hundred bytes that says it is very large. */
export function hugePng(side: number): Uint8Array {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(side, 0);
	head.writeUInt32BE(side, 4);
	head.set([8, 2], 8);
	return joined(
		raw('\x89PNG\r\n\x1a\n'),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
		chunk('IEND', new Uint8Array())
	);
}

/** EXIF data that hold nothing but a pointer to GPS data, or nothing but an orientation. */
export function exif(gps: boolean): Uint8Array {
	const tiff = Buffer.alloc(38);
	tiff.write('II*\0', 0, 'latin1');
	tiff.writeUInt32LE(8, 4);
	tiff.writeUInt16LE(1, 8);
	tiff.writeUInt16LE(gps ? 0x8825 : 0x0112, 10);
	tiff.writeUInt16LE(gps ? 4 : 3, 12);
	tiff.writeUInt32LE(1, 14);
	tiff.writeUInt32LE(gps ? 26 : 1, 18);
	return tiff;
}

/** A JPEG with a segment put in after its beginning. */
export function withSegment(image: Uint8Array, marker: number, body: Uint8Array): Uint8Array {
	const head = Buffer.from([0xff, marker, 0, 0]);
	head.writeUInt16BE(body.length + 2, 2);
	return joined(image.subarray(0, 2), head, body, image.subarray(2));
}
