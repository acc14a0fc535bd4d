import { mix, samples, type Sketches } from './sketch.ts';

/** The new cells that are compared, with an index from a person to the cells that hold them. */
export type Asked = {
	readonly count: number;
	readonly sizes: Uint32Array;
	readonly prints: Uint32Array;
	readonly flags: Uint8Array;
	readonly families: Uint8Array;
	/** The table of each cell. */
	readonly tables: Uint16Array;
	/** Cells of person p: `held[starts[p] … starts[p + 1] − 1]`. */
	readonly starts: Uint32Array;
	readonly held: Uint16Array;
	/** Per cell the smallest hashes of its people, in order: as many as `deep`, or all. */
	readonly hashes: readonly Uint32Array[];
};

/** More than the samples of a set: a cell that lies in a larger one must agree with its samples. */
const deep = 4 * samples;

export type AskedTable = {
	readonly sketches: Sketches;
	/** The people of each cell in ascending order. */
	readonly people: readonly Uint32Array[];
};

/** Tables of one measure of a request, made ready to be compared with any number of others. */
export function asked(tables: readonly AskedTable[]): Asked {
	const people = tables.flatMap((table) => table.people);
	const count = people.length;
	if (count > 0xffff) throw new RangeError('More cells than can be compared at once.');
	const last = people.reduce((max, set) => Math.max(max, set.at(-1) ?? 0), 0);
	const starts = new Uint32Array(last + 2);
	for (const set of people)
		for (const person of set) starts[person + 1] = (starts[person + 1] ?? 0) + 1;
	for (let p = 1; p < starts.length; p += 1) starts[p] = (starts[p] ?? 0) + (starts[p - 1] ?? 0);
	const held = new Uint16Array(starts.at(-1) ?? 0);
	const next = starts.slice();
	people.forEach((set, cell) => {
		for (const person of set) {
			held[next[person] ?? 0] = cell;
			next[person] = (next[person] ?? 0) + 1;
		}
	});
	const flat = <T extends Uint32Array | Uint8Array>(into: T, of: (s: Sketches) => T): T => {
		let at = 0;
		for (const { sketches } of tables) {
			into.set(of(sketches), at);
			at += of(sketches).length;
		}
		return into;
	};
	return {
		count,
		sizes: flat(new Uint32Array(count), (s) => s.sizes),
		prints: flat(new Uint32Array(count * 2), (s) => s.prints),
		flags: flat(new Uint8Array(count), (s) => s.flags),
		families: flat(new Uint8Array(count), (s) => s.families),
		tables: Uint16Array.from(tables.flatMap((table, at) => table.people.map(() => at))),
		starts,
		held,
		hashes: people.map((set) => set.map(mix).sort().slice(0, deep))
	};
}

/** How many of a cell's people have a hash up to `limit`; exact up to `deep`. */
export function upTo(hashes: Uint32Array, limit: number): number {
	let [low, high] = [0, hashes.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((hashes[middle] ?? 0) <= limit) low = middle + 1;
		else high = middle;
	}
	return low;
}
