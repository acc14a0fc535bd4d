import { RoaringBitmap32, roaringLibraryInitialize } from 'roaring-wasm';

export type Bitmap = RoaringBitmap32;

/** The library's memory, once. Bitmaps live outside the collector's reach: dispose of each. */
export const ready = roaringLibraryInitialize;

export const bitmapOf = (numbers: Iterable<number>): Bitmap => new RoaringBitmap32(numbers);

export const bytesOf = (bitmap: Bitmap): Uint8Array => {
	bitmap.runOptimize();
	return bitmap.serialize('portable');
};

export const fromBytes = (bytes: Uint8Array): Bitmap =>
	RoaringBitmap32.deserialize('portable', bytes);

/** Collects bitmaps that are disposed of together. */
export function pool() {
	const all: Bitmap[] = [];
	const kept = (bitmap: Bitmap): Bitmap => {
		all.push(bitmap);
		return bitmap;
	};
	return {
		kept,
		/** As `derive` asks for them; what it makes is disposed of with the rest. */
		sets: {
			union: (some: readonly Bitmap[]) => kept(RoaringBitmap32.orMany([...some])),
			without: (whole: Bitmap, parts: readonly Bitmap[]) => {
				const left = kept(whole.clone());
				for (const part of parts) left.andNotInPlace(part);
				return left;
			},
			size: (bitmap: Bitmap) => bitmap.size
		},
		dispose() {
			for (const bitmap of all.splice(0)) bitmap.dispose();
		}
	};
}
export type Pool = ReturnType<typeof pool>;
