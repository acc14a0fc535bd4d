import { at, viewOf } from '../bytes.ts';
import { hasLocation } from './exif.ts';
import type { Parts } from './image.ts';

/** What a JPEG holds, segment by segment (ITU-T T.81 annex B). A broken one ends the walk. */
export function jpegParts(bytes: Uint8Array): Parts {
	const view = viewOf(bytes);
	const dropped = new Set<string>();
	let [place, end, location] = [2, -1, false];
	while (place + 4 <= bytes.length && end < 0) {
		if (bytes[place] !== 0xff) break;
		const marker = bytes[place + 1] ?? 0;
		if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
			place += marker === 0xff ? 1 : 2;
			continue;
		}
		if (marker === 0xd9) {
			end = place + 2;
			break;
		}
		const length = view.getUint16(place + 2);
		const body = bytes.subarray(place + 4, place + 2 + length);
		const name = nameOf(marker, body);
		if (name !== null) dropped.add(name);
		if (marker === 0xe1 && at(body, 0, 'Exif\0\0')) location ||= hasLocation(body.subarray(6));
		place += 2 + Math.max(2, length);
		if (marker === 0xda) place = afterScan(bytes, place);
	}
	if (end < 0 && at(bytes, place, '\xff\xd9')) end = place + 2;
	return {
		dropped: [...dropped],
		location,
		trailing: end < 0 ? 0 : bytes.length - end,
		frames: false
	};
}

/** The next marker after the coded picture: in it, 0xff is followed by 0 or a restart marker. */
function afterScan(bytes: Uint8Array, from: number): number {
	let place = from;
	while (place + 1 < bytes.length) {
		const next = bytes[place + 1] ?? 0;
		if (bytes[place] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff)
			return place;
		place++;
	}
	return bytes.length;
}

function nameOf(marker: number, body: Uint8Array): string | null {
	if (marker === 0xfe) return 'a comment';
	if (marker < 0xe0 || marker > 0xef) return null;
	if (marker === 0xe0) return at(body, 0, 'JFXX') ? 'a thumbnail' : null;
	if (marker === 0xe1) return at(body, 0, 'Exif') ? 'EXIF data' : 'XMP data';
	if (marker === 0xe2) return at(body, 0, 'ICC_PROFILE') ? 'a colour profile' : 'further pictures';
	if (marker === 0xed) return 'IPTC data';
	return marker === 0xee ? null : `segment APP${marker - 0xe0}`;
}
