import { asked, type Asked } from '#domain/disclosure/differencing/asked.ts';
import { candidates } from '#domain/disclosure/differencing/candidates.ts';
import type { Part } from '#domain/disclosure/differencing/derive.ts';
import { sizeClass, type Difference } from '#domain/disclosure/differencing/difference.ts';
import { overlaps } from '#domain/disclosure/differencing/overlaps.ts';
import { scan, type Scan } from '#domain/disclosure/differencing/scan.ts';
import { flag, type Sketches } from '#domain/disclosure/differencing/sketch.ts';
import { nestings, type Nesting } from '#domain/disclosure/differencing/three.ts';
import {
	verify,
	type Cell,
	type Look,
	type Verified
} from '#domain/disclosure/differencing/verify.ts';
import type { Policy } from '#domain/disclosure/policy.ts';
import { fromBytes, type Bitmap } from './bitmaps.ts';
import { dominates } from './dominates.ts';
import { measureKey, type Folder } from './folder.ts';
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
	readonly nested: ReturnType<typeof nestings>;
	/** Cells that one other table gives away already: nothing more is looked for. */
	readonly settled: Set<number>;
};

/** The nestings of the tables of one measure, with what their cells are. */
export type Chains = Pick<Group, 'fresh' | 'cells' | 'of'> & {
	readonly key: string;
	readonly found: readonly Nesting[];
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
			nested: nestings({ asked: ready }),
			settled: new Set(),
			cells: tables.flatMap(({ built }) => built.cells.map((part, at) => cellOf(part, built, at))),
			of: tables.flatMap(({ built }, at) => built.cells.map(() => at))
		});
	}
	return {
		/** What one other table makes recoverable. `table`: its number in what `chains` answers. */
		with: (earlier: Earlier, table: number): Told[] => {
			const group = groups.get(earlier.key);
			return group === undefined ? [] : compared(group, earlier, table, policy, threshold);
		},
		/** Of a table of the request: only what `chains` needs. */
		nest: (own: Earlier, table: number): void => {
			const group = groups.get(own.key);
			if (group === undefined) return;
			const note = group.nested.of(group.work, own.sketches, table);
			overlaps(group.work, own.sketches, (other, length) => {
				if (((own.sketches.flags[other] ?? 0) & flag.known) !== 0) note(other, length);
			});
		},
		/** What the tables looked at so far leave of the new cells, to be looked at with a third. */
		chains: (): Chains[] =>
			[...groups].map(([key, { fresh, cells, of, nested, settled }]) => ({
				...{ key, fresh, cells, of },
				found: nested.found(settled)
			}))
	};
}

const cellOf = (part: Part<Bitmap>, { sketches }: Built, at: number): Cell<Bitmap> => ({
	name: part.name,
	size: part.size,
	flags: sketches.flags[at] ?? 0,
	families: part.families,
	set: () => part.set
});

function compared(
	group: Group,
	earlier: Earlier,
	table: number,
	policy: Policy,
	threshold: number
): Told[] {
	const { work, cells, of, fresh, nested, settled } = group;
	const found = candidates(work, earlier.sketches, nested.of(work, earlier.sketches, table));
	if (found.length === 0) return [];
	const { cells: old, dispose } = looked(earlier);
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
			if (one?.level === 'fail' && 'cell' in candidate) settled.add(candidate.cell);
			return one === null || file === undefined ? [] : [told(one, file, threshold)];
		});
	} finally {
		dispose();
	}
}

/** The cells of another table, each set read when it is first looked at. */
export function looked(earlier: Earlier) {
	const opened = new Map<number, { set: Bitmap; own: boolean }>();
	const names = earlier.names();
	const { sizes, flags, families, count } = earlier.sketches;
	const cells = Array.from({ length: count }, (_, at): Cell<Bitmap> => ({
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
	return {
		cells,
		dispose: () => {
			for (const { set, own } of opened.values()) if (own) set.dispose();
			opened.clear();
		}
	};
}

const told = ({ kind, level, people, cell, other }: Verified, file: string, t: number): Told => ({
	file,
	cell,
	level,
	kind,
	sizeClass: sizeClass(people, t),
	otherCells: other
});

/** What the tables of one request make recoverable of each other: each with those before it. */
export const among = (
	fresh: readonly Fresh[],
	policy: Policy
): { readonly found: Told; readonly other: number }[] =>
	fresh.flatMap((one, other) =>
		comparison(fresh.slice(0, other), policy)
			.with(siblingOf(one), other)
			.map((found) => ({ found, other }))
	);

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
