import { at, viewOf } from '../bytes.ts';

const pointerToGps = 0x8825;

/** Whether EXIF data (a TIFF header and its first directory) point to a place on Earth. */
export function hasLocation(tiff: Uint8Array): boolean {
	const little = at(tiff, 0, 'II');
	if (tiff.length < 10 || (!little && !at(tiff, 0, 'MM'))) return false;
	const view = viewOf(tiff);
	const directory = view.getUint32(4, little);
	if (directory + 2 > tiff.length) return false;
	const entries = view.getUint16(directory, little);
	for (let i = 0; i < entries; i++) {
		const place = directory + 2 + i * 12;
		if (place + 12 > tiff.length) return false;
		if (view.getUint16(place, little) === pointerToGps) return true;
	}
	return false;
}
