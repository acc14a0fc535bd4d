import { latin, viewOf } from '../bytes.ts';
import type { Parts } from './image.ts';
import { hasLocation } from './exif.ts';

const picture = new Set([
	'IHDR',
	'PLTE',
	'IDAT',
	'IEND',
	'tRNS',
	'gAMA',
	'cHRM',
	'sRGB',
	'sBIT',
	'pHYs',
	'bKGD'
]);
const names: Readonly<Record<string, string>> = {
	tEXt: 'text',
	zTXt: 'text',
	iTXt: 'text',
	eXIf: 'EXIF data',
	tIME: 'a time',
	iCCP: 'a colour profile'
};
const frames = new Set(['acTL', 'fcTL', 'fdAT']);

/** What a PNG holds, chunk by chunk (PNG, third edition, §5.3). A broken one ends the walk. */
export function pngParts(bytes: Uint8Array): Parts {
	const view = viewOf(bytes);
	const dropped = new Set<string>();
	let [place, end, location, animated] = [8, -1, false, false];
	while (place + 12 <= bytes.length && end < 0) {
		const length = view.getUint32(place);
		const type = latin(bytes, place + 4, place + 8);
		const next = place + 12 + length;
		if (next > bytes.length) break;
		if (type === 'eXIf') location ||= hasLocation(bytes.subarray(place + 8, place + 8 + length));
		if (frames.has(type)) animated = true;
		else if (!picture.has(type))
			dropped.add(names[type] ?? `a chunk “${type.replaceAll(/[^A-Za-z]/g, '?')}”`);
		if (type === 'IEND') end = next;
		place = next;
	}
	return {
		dropped: [...dropped].slice(0, 20),
		location,
		trailing: end < 0 ? 0 : bytes.length - end,
		frames: animated
	};
}
