import sharp from 'sharp';
import { fail, review, type Finding } from '#domain/disclosure/findings.ts';
import { jpegParts } from './jpeg.ts';
import { refused, type Given, type Judged } from './judged.ts';
import { needsData } from './table.ts';
import { pngParts } from './png.ts';

/** Most pixels of an image; a plot at print size has a third of it. */
export const mostPixels = 50_000_000;

/** What an image holds beside its picture. */
export type Parts = {
	/** Names in words of what is left out when it is written again, such as "EXIF data". */
	readonly dropped: readonly string[];
	readonly location: boolean;
	/** Bytes after the end of the picture. */
	readonly trailing: number;
	readonly frames: boolean;
};

sharp.concurrency(1);
sharp.cache(false);
// every other reader of the image library stays closed
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer'] });

/** An image is decoded and written again: only its pixels leave. */
export async function judgeImage(given: Given, format: 'png' | 'jpeg'): Promise<Judged> {
	const words = format === 'png' ? 'a PNG image' : 'a JPEG image';
	const parts = format === 'png' ? pngParts(given.bytes) : jpegParts(given.bytes);
	const findings = [...partFindings(parts), needsData];
	const clean = await encodedAgain(given.bytes, format);
	if ('rule' in clean) return refused('image', words, [...findings, clean]);
	return {
		...{ kind: 'image', format: words, findings, tables: [], clean },
		media: format === 'png' ? 'image/png' : 'image/jpeg',
		ending: format === 'png' ? '.png' : '.jpg'
	};
}

async function encodedAgain(
	bytes: Uint8Array,
	format: 'png' | 'jpeg'
): Promise<Uint8Array | Finding> {
	try {
		const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }).autoOrient();
		const written =
			// onto white: colours under full transparency are not seen, and could be a message
			format === 'png'
				? image.flatten({ background: 'white' }).png({ compressionLevel: 9 })
				: image.jpeg({ quality: 92 });
		return new Uint8Array(await written.toBuffer());
	} catch (error) {
		const large = error instanceof Error && error.message.includes('pixel limit');
		return large
			? fail(
					'size',
					'the file',
					`The image has more than ${mostPixels / 1_000_000} million pixels.`,
					'Save a smaller one.'
				)
			: fail('damaged', 'the file', 'The image cannot be read.', 'Save it again and send it.');
	}
}

function partFindings({ dropped, location, trailing, frames }: Parts): Finding[] {
	const found: Finding[] = [];
	const again = 'The image is written again without it; nothing to do.';
	if (location)
		found.push(
			fail(
				'location',
				'the file',
				'The image says where it was taken (GPS).',
				'Send the plot as its program made it, not a photograph.'
			)
		);
	if (trailing > 0)
		found.push(
			fail(
				'trailing-data',
				'the file',
				`There are ${trailing.toLocaleString('en-GB')} bytes after the end of the image.`,
				'Save the image again and send only that.'
			)
		);
	if (frames)
		found.push(
			fail(
				'frames',
				'the file',
				'The image has further frames that are not seen at first.',
				'Send each picture as a file of its own.'
			)
		);
	if (dropped.length > 0)
		found.push(review('metadata', 'the file', `The image carries ${dropped.join(', ')}.`, again));
	return found;
}
