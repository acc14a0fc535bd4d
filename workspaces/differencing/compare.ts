import { asked, type Asked } from '#domain/disclosure/differencing/asked.ts';
import { candidates, scan, type Scan } from '#domain/disclosure/differencing/candidates.ts';
import type { Part } from '#domain/disclosure/differencing/derive.ts';
import { sizeClass, type Difference } from '#domain/disclosure/differencing/difference.ts';
import type { Sketches } from '#domain/disclosure/differencing/sketch.ts';
import {
	verify,
	type Cell,
	type Look,
	type Verified
} from '#domain/disclosure/differencing/verify.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { fromBytes, type Bitmap } from './bitmaps.ts';
import { dominates } from './dominates.ts';
import type { Folder } from './folder.ts';
import { measureKey } from './folder.ts';
import { reachOf, type Built } from './table.ts';

/** A table of the request. */
export type Fresh = { readonly file: string; readonly measure: string; readonly built: Built };

/** An earlier table, or another one of the request: sets are made when they are looked at. */
export type Earlier = {
	readonly key: string;
	readonly sketches: Sketches;
	readonly names: () => readonly string[];
	readonly set: (cell: number) => { readonly set: Bitmap; readonly own: boolean };
};

type Group = {
	readonly fresh: readonly Fresh[];
	readonly work: Scan;
	readonly cells: readonly Cell<Bitmap>[];
	readonly of: readonly number[];
};

export type Told = Omit<Difference, 'release' | 'otherFile' | 'within'>;

/** The tables of a request made ready once, to be compared with any number of others. */
export function comparison(fresh: readonly Fresh[], policy: Policy) {
	const threshold = policy.threshold ?? 10;
	const groups = new Map<string, Group>();
	for (const [measure, tables] of Map.groupBy(fresh, (table) => table.measure)) {
		const rule = { threshold, reach: reachOf(measure) };
		const ready = asked(
			tables.map(({ built }) => ({
				sketches: built.sketches,
				people: built.cells.map(({ set }) => set.toUint32Array())
			}))
		);
		groups.set(measureKey(measure), {
			fresh: tables,
			work: scan(ready satisfies Asked, rule),
			cells: tables.flatMap(({ built }) => built.cells.map((part, at) => cellOf(part, built, at))),
			of: tables.flatMap(({ built }, at) => built.cells.map(() => at))
		});
	}
	return {
		/** What one other table makes recoverable. */
		with: (earlier: Earlier): Told[] => {
			const group = groups.get(earlier.key);
			return group === undefined ? [] : compared(group, earlier, policy, threshold);
		}
	};
}

const cellOf = (part: Part<Bitmap>, { sketches }: Built, at: number): Cell<Bitmap> => ({
	name: part.name,
	size: part.size,
	flags: sketches.flags[at] ?? 0,
	families: part.families,
	set: () => part.set
});

function compared(group: Group, earlier: Earlier, policy: Policy, threshold: number): Told[] {
	const { work, cells, of, fresh } = group;
	const found = candidates(work, earlier.sketches);
	if (found.length === 0) return [];
	const opened = new Map<number, { set: Bitmap; own: boolean }>();
	const names = earlier.names();
	const { sizes, flags, families, count } = earlier.sketches;
	const old = Array.from({ length: count }, (_, at): Cell<Bitmap> => ({
		name: names[at] ?? '',
		size: sizes[at] ?? 0,
		flags: flags[at] ?? 0,
		families: families[at] ?? 0,
		set: () => {
			const held = opened.get(at) ?? earlier.set(at);
			opened.set(at, held);
			return held.set;
		}
	}));
	const look: Look<Bitmap> = {
		common: (a, b) => a.andCardinality(b),
		dominated: (cell, other) =>
			dominates(cell.set(), other, fresh[of[cells.indexOf(cell)] ?? 0]?.built.values, policy)
	};
	try {
		return found.flatMap((candidate) => {
			const one = verify(candidate, { asked: cells, of, old }, work.rule, look);
			const at =
				'cell' in candidate ? of[candidate.cell] : 'table' in candidate ? candidate.table : 0;
			const file = fresh[at ?? 0]?.file;
			return one === null || file === undefined ? [] : [told(one, file, threshold)];
		});
	} finally {
		for (const { set, own } of opened.values()) if (own) set.dispose();
	}
}

const told = ({ kind, level, people, cell, other }: Verified, file: string, t: number): Told => ({
	file,
	cell,
	level,
	kind,
	sizeClass: sizeClass(people, t),
	otherCells: other
});

/** The tables of a kept release, its cells' names from `namesOf`. */
export const earlierOf = (
	folder: Folder,
	namesOf: (manifest: unknown, table: number) => readonly string[]
): Earlier[] =>
	folder.tables.map(({ key, sketches, set }, table) => ({
		key,
		sketches,
		names: () => namesOf(folder.manifest(), table),
		set: (cell) => ({ set: fromBytes(set(cell)), own: true })
	}));

/** A table of the request as another one of it sees it. */
export const siblingOf = ({ measure, built }: Fresh): Earlier => ({
	key: measureKey(measure),
	sketches: built.sketches,
	names: () => built.cells.map(({ name }) => name),
	set: (cell) => {
		const part = built.cells[cell];
		if (part === undefined) throw new RangeError('The table has no such cell.');
		return { set: part.set, own: false };
	}
});
