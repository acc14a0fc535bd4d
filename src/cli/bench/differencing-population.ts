import { flag, sketches, sketchOf, type Sketches } from '#domain/disclosure/differencing/sketch.ts';
import { bitmapOf, bytesOf, type Bitmap } from '#workspaces/differencing/bitmaps.ts';
import type { StoredTable } from '#workspaces/differencing/folder.ts';
import type { Built } from '#workspaces/differencing/table.ts';

/** People and what is known of each: as many attributes as tables are made of. */
const people = 100_000;
const attributes = 40;

/** A repeatable source of numbers below `most` (xorshift). */
export function draw(seed: number): (most: number) => number {
	let state = seed | 1;
	return (most) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % most;
	};
}

/** Category of each person, per attribute: 6 to 20 of unequal size. */
export function population(): Uint8Array[] {
	const next = draw(20);
	return Array.from({ length: attributes }, (_, at) => {
		const categories = 6 + (at % 15);
		return Uint8Array.from({ length: people }, () =>
			Math.min(next(categories), next(categories + 4))
		);
	});
}

type Part = { readonly people: Uint32Array; readonly families: number; readonly known: boolean };

/** A table of two attributes with margins, over everybody or those of one category of a third. */
function parts(values: readonly Uint8Array[], next: (most: number) => number): Part[] {
	const [a, b, c] = [next(attributes), next(attributes), next(attributes)];
	const only = next(3) === 0 ? null : next(6);
	const [rows, columns, filter] = [
		values[a],
		values[b === a ? (a + 1) % attributes : b],
		values[c]
	];
	const cells: number[][] = Array.from({ length: wide * wide }, () => []);
	for (let person = 0; person < people; person += 1) {
		if (only !== null && filter?.[person] !== only) continue;
		const [row, column] = [rows?.[person] ?? 0, columns?.[person] ?? 0];
		cells[row * wide + column]?.push(person);
		cells[row * wide + all]?.push(person);
		cells[all * wide + column]?.push(person);
		cells[all * wide + all]?.push(person);
	}
	return cells.flatMap((held, place) => {
		if (held.length === 0) return [];
		const margin = place % wide === all || Math.floor(place / wide) === all;
		const known = held.length >= 10;
		return [{ people: Uint32Array.from(held), known, families: margin ? 0 : 3 }];
	});
}

/** Categories of an attribute at most, and the place of their total. */
const wide = 25;
const all = wide - 1;

const sketched = (made: readonly Part[]): Sketches =>
	sketches(
		made.map((part) => ({
			size: part.people.length,
			sketch: sketchOf(part.people),
			flags: part.known ? flag.known : flag.suppressed,
			families: part.known ? part.families : 0
		}))
	);

/** A table as a release keeps it. */
export function storedTable(
	values: readonly Uint8Array[],
	next: (most: number) => number
): StoredTable {
	const made = parts(values, next);
	return {
		measure: 'people',
		sketches: sketched(made),
		sets: made.map((part) => {
			const set = bitmapOf(part.people);
			const bytes = bytesOf(set);
			set.dispose();
			return bytes;
		})
	};
}

/** A table as a new request has it. */
export function builtTable(values: readonly Uint8Array[], next: (most: number) => number): Built {
	const made = parts(values, next);
	return {
		sketches: sketched(made),
		values: new Map(),
		cells: made.map((part, at) => ({
			labels: [],
			name: String(at),
			known: part.known,
			suppressed: !part.known,
			families: part.known ? part.families : 0,
			size: part.people.length,
			set: bitmapOf(part.people) satisfies Bitmap
		}))
	};
}
