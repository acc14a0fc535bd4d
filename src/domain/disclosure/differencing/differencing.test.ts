import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasShared, sharedText } from '../../../../tests/support/shared.ts';
import { asked } from './asked.ts';
import { candidates } from './candidates.ts';
import { derive, type Counted, type Labels, type Part } from './derive.ts';
import { scan, type Candidate } from './scan.ts';
import { flag, mix, sketches, sketchOf } from './sketch.ts';
import { verify, type Verified } from './verify.ts';

type People = ReadonlySet<number>;

const sets = {
	union: (all: readonly People[]): People => new Set(all.flatMap((one) => [...one])),
	without: (all: People, parts: readonly People[]): People =>
		parts.reduce<People>((left, part) => left.difference(part), all),
	size: (set: People): number => set.size
};
const look = {
	common: (a: People, b: People): number => a.intersection(b).size,
	dominated: () => false
};

const flagsOf = ({ known, suppressed }: Part<People>): number =>
	(known ? flag.known : 0) | (suppressed ? flag.suppressed : 0);

const sketched = (parts: readonly Part<People>[]) =>
	sketches(
		parts.map((part) => ({
			size: part.size,
			sketch: sketchOf(part.set),
			flags: flagsOf(part),
			families: part.families
		}))
	);
const cellsOf = (parts: readonly Part<People>[]) =>
	parts.map((part) => ({ ...part, flags: flagsOf(part), set: () => part.set }));

/** Runs the whole comparison, as the vault does with bitmaps. */
function compare(
	fresh: readonly (readonly Part<People>[])[],
	old: readonly Part<People>[],
	threshold: number
): Verified[] {
	const rule = { threshold, reach: 0 };
	const ready = asked(
		fresh.map((parts) => ({
			sketches: sketched(parts),
			people: parts.map(({ set }) => Uint32Array.from(set).sort())
		}))
	);
	const tables = {
		asked: fresh.flatMap(cellsOf),
		of: fresh.flatMap((parts, at) => parts.map(() => at)),
		old: cellsOf(old)
	};
	return candidates(scan(ready, rule), sketched(old)).flatMap((one) => {
		const found = verify(one, tables, rule, look);
		return found === null ? [] : [found];
	});
}

/** A table of people by category, with its total; categories below the threshold and one more hidden. */
function table(groups: ReadonlyMap<string, People>, hidden: ReadonlySet<string>): Part<People>[] {
	const cells: Counted<People>[] = [...groups].map(([label, set]) => ({
		labels: [label],
		known: !hidden.has(label),
		suppressed: hidden.has(label),
		set,
		size: set.size
	}));
	const all = sets.union([...groups.values()]);
	const labels: Labels = [...groups.keys()].flatMap((leaf) => [
		{ leaf, label: leaf },
		{ leaf, label: 'Total' }
	]);
	const total = { labels: ['Total'], known: true, suppressed: false, set: all, size: all.size };
	return derive([...cells, total], [labels], sets);
}

const range = (from: number, to: number): People =>
	new Set(Array.from({ length: to - from }, (_, n) => from + n));
const grouped = (groups: Record<string, People>, hidden: readonly string[] = []) =>
	table(new Map(Object.entries(groups)), new Set(hidden));
const kindsOf = (found: readonly Verified[]) => [...new Set(found.map(({ kind }) => kind))];

describe('two tables that are safe alone', () => {
	test('differ by a few people when one population lies in the other', () => {
		const all = grouped({ a: range(0, 60), b: range(60, 130) });
		const some = grouped({ c: range(0, 50), d: range(50, 127) });
		const [found] = compare([some], all, 10);
		expect(found).toMatchObject({ kind: 'nested', level: 'fail', cell: 'Total', people: 3 });
		expect(kindsOf(compare([all], some, 10))).toContain('nested');
	});

	test('give away the complement of a total', () => {
		const whole = grouped({ a: range(0, 100), b: range(100, 200) });
		const parts = grouped({ a1: range(0, 50), a2: range(50, 95), other: range(200, 260) });
		expect(compare([parts], whole, 10)).toContainEqual({
			kind: 'rest',
			level: 'fail',
			people: 5,
			cell: 'a1 + a2',
			other: 'a'
		});
		expect(kindsOf(compare([whole], parts, 10))).toContain('rest');
	});

	test('give away where bands overlap', () => {
		const five = grouped({ '16–24': range(0, 40), '25–34': range(40, 90), '35–': range(90, 300) });
		const broad = grouped({ '16–33': range(0, 87), '34–': range(87, 300) });
		expect(compare([broad], five, 10)).toContainEqual(
			expect.objectContaining({ kind: 'excess', cell: '16–33', people: 3 })
		);
	});

	test('give away one area of a ward', () => {
		const areas = grouped(
			{ a: range(0, 20), b: range(20, 50), c: range(50, 54), d: range(54, 90) },
			['c', 'd']
		);
		const ward = grouped({ ward: range(0, 54), others: range(54, 90) });
		expect(kindsOf(compare([ward], areas, 10))).toEqual(expect.arrayContaining(['rest', 'nested']));
	});

	test('give away a hidden cell when the cell hidden for its sake is released', () => {
		const first = grouped({ a: range(0, 40), b: range(40, 45), c: range(45, 95) }, ['b', 'c']);
		const second = grouped({ c: range(45, 95), else: range(300, 400) });
		expect(kindsOf(compare([second], first, 10))).toEqual(
			expect.arrayContaining(['hidden', 'nested'])
		);
	});

	test('change a little between two dates', () => {
		const before = grouped({ a: range(0, 60), b: range(60, 130) });
		const after = grouped({ a: range(2, 63), b: range(63, 130) });
		const found = compare([after], before, 10);
		expect(found).toContainEqual(
			expect.objectContaining({ kind: 'near', level: 'review', cell: 'a' })
		);
	});

	test('are left alone when they are the same table', () => {
		const one = grouped({ a: range(0, 60), b: range(60, 65), c: range(65, 130) }, ['b', 'c']);
		expect(compare([one], one, 10)).toEqual([]);
	});

	test('are left alone when one only joins groups of the other', () => {
		const fine = grouped({ a: range(0, 60), b: range(60, 130), c: range(130, 160) });
		const broad = grouped({ ab: range(0, 130), c: range(130, 160) });
		expect(compare([broad], fine, 10)).toEqual([]);
		expect(compare([fine], broad, 10)).toEqual([]);
	});
});

const universe = 24;
const threshold = 3;

/** A table with groups of three or more shown, and smaller ones hidden together with another. */
function drawnOf(group: readonly number[], least: number): Drawn {
	const groups = new Map<string, Set<number>>();
	group.forEach((g, person) => {
		if (g < 0) return;
		const label = String(g);
		groups.set(label, (groups.get(label) ?? new Set()).add(person));
	});
	const bySize = [...groups].toSorted(([, a], [, b]) => a.size - b.size);
	const small = bySize.filter(([, set]) => set.size < least).length;
	const hidden = bySize.slice(0, small === 0 ? 0 : Math.max(2, small + 1));
	return { groups, hidden: new Set(hidden.map(([label]) => label)) };
}

/** Two tables: the second has the groups of the first joined and a few people elsewhere. */
const twoTables = (people: number, groups: number, least: number) =>
	fc
		.record({
			first: fc.array(fc.integer({ min: -1, max: groups }), {
				minLength: people,
				maxLength: people
			}),
			joined: fc.array(fc.integer({ min: -1, max: groups }), {
				minLength: groups + 1,
				maxLength: groups + 1
			}),
			moved: fc.array(fc.tuple(fc.nat(people - 1), fc.integer({ min: -1, max: groups })), {
				maxLength: 6
			})
		})
		.map(({ first, joined, moved }) => {
			const second = first.map((g) => (g < 0 ? g : (joined[g] ?? g)));
			for (const [person, g] of moved) second[person] = g;
			return [drawnOf(first, least), drawnOf(second, least)] as const;
		});

type Drawn = { groups: ReadonlyMap<string, People>; hidden: ReadonlySet<string> };

/** What anybody knows of one table, by its definition: shown groups, the total, and all hidden together. */
function known({ groups, hidden }: Drawn): { whole: People[]; parts: People[] } {
	const shown = [...groups].filter(([label]) => !hidden.has(label)).map(([, set]) => set);
	const total = sets.union([...groups.values()]);
	const rest = sets.without(total, shown);
	const parts = rest.size > 0 ? [...shown, rest] : shown;
	return { whole: [...parts, total], parts };
}

const subsets = (parts: readonly People[]): People[][] =>
	Array.from({ length: 2 ** parts.length }, (_, bits) =>
		parts.filter((_part, at) => (bits & (1 << at)) !== 0)
	);

/** Whether a cell of one and any parts of the other differ by one or two people, one inside the other. */
const attacked = (one: Drawn, other: Drawn): boolean =>
	known(one).whole.some((cell) =>
		subsets(known(other).parts).some((some) => {
			const all = sets.union(some);
			const apart = Math.abs(cell.size - all.size);
			const nested = cell.isSubsetOf(all) || all.isSubsetOf(cell);
			return some.length > 0 && nested && apart >= 1 && apart < threshold;
		})
	);
const written = (found: Verified): string => JSON.stringify(found);

/** Every candidate there is, looked at person by person. */
function thorough(fresh: readonly Part<People>[], old: readonly Part<People>[]): Verified[] {
	const at = (all: readonly unknown[]): number[] => [...all.keys()];
	const every: Candidate[] = [
		...at(fresh).flatMap((cell) =>
			at(old).map((other) => ({ kind: 'pair', cell, other }) as const)
		),
		...at(fresh).flatMap((cell) => [
			{ kind: 'rest', cell, family: 0 } as const,
			{ kind: 'excess', cell, family: 0 } as const
		]),
		...at(old).flatMap((other) => [
			{ kind: 'rest of', other, table: 0, family: 0 } as const,
			{ kind: 'excess of', other, table: 0, family: 0 } as const
		])
	];
	const tables = { asked: cellsOf(fresh), of: fresh.map(() => 0), old: cellsOf(old) };
	const shown = every.filter(
		(one) =>
			(!('cell' in one) || fresh[one.cell]?.known) &&
			(!('other' in one) || one.kind === 'pair' || old[one.other]?.known) &&
			(one.kind !== 'pair' || old[one.other]?.known === true || old[one.other]?.suppressed)
	);
	return shown.flatMap((one) => verify(one, tables, { threshold: 10, reach: 0 }, look) ?? []);
}
const tiny = (drawn: Drawn): boolean => known(drawn).whole.some(({ size }) => size < threshold);

describe('against every attacker of a small world', () => {
	test('finds each pair of tables that gives one or two people away', () => {
		let unsafe = 0;
		fc.assert(
			fc.property(twoTables(universe, 4, threshold), ([first, second]) => {
				fc.pre(!tiny(first) && !tiny(second));
				const gives = [attacked(first, second), attacked(second, first)].includes(true);
				if (gives) unsafe += 1;
				const found = compare(
					[table(second.groups, second.hidden)],
					table(first.groups, first.hidden),
					threshold
				);
				const clear = found.filter(({ kind }) => kind !== 'near' && kind !== 'hidden');
				expect(clear.length > 0).toBe(gives);
			}),
			{ numRuns: 3000, seed: 16 }
		);
		expect(unsafe).toBeGreaterThan(100);
	});

	test('rules out by sketches only what a look at the people rules out too', () => {
		let found = 0;
		fc.assert(
			fc.property(twoTables(700, 7, 10), ([first, second]) => {
				const [fresh, old] = [
					table(second.groups, second.hidden),
					table(first.groups, first.hidden)
				];
				const quick = compare([fresh], old, 10);
				found += quick.length;
				expect(new Set(quick.map(written))).toEqual(new Set(thorough(fresh, old).map(written)));
			}),
			{ numRuns: 300, seed: 17 }
		);
		expect(found).toBeGreaterThan(100);
	});
});

describe('whoever is missing', () => {
	const people = fc.uniqueArray(fc.nat(5000), { minLength: 40, maxLength: 300 });
	/** People in the order of their hashes: the first are the samples of any set that holds them. */
	const byHash = (all: readonly number[]): number[] => all.toSorted((a, b) => mix(a) - mix(b));

	test.each([10, 16, 30])(
		'a nested cell is found below a threshold of %i, though all samples were the few',
		(limit) => {
			fc.assert(
				fc.property(people, fc.integer({ min: 1, max: limit - 1 }), (all, few) => {
					const some = new Set(byHash(all).slice(few));
					const whole = grouped({ a: new Set(all), z: range(6000, 6100) });
					const part = grouped({ b: some, y: range(7000, 7100) });
					const about = (found: readonly Verified[]) =>
						found.filter(({ kind, people: apart }) => kind === 'nested' && apart === few);
					expect(about(compare([part], whole, limit))).not.toEqual([]);
					expect(about(compare([whole], part, limit))).not.toEqual([]);
				}),
				{ numRuns: 200, seed: 18 }
			);
		}
	);
});

const examples = 'sdc/07-worked-examples/worked-examples.json';
type Rows = readonly (readonly (string | number)[])[];
type Example = {
	readonly id: string;
	readonly a: Rows;
	readonly b: Rows;
	readonly tables: Record<string, Record<string, number>>;
	readonly derived: { readonly females: Record<string, number> };
};

/** A table of counts as its cells by name; without its row of totals. */
const cellsIn = ([head = [], ...lines]: Rows): Record<string, number> =>
	Object.fromEntries(
		lines
			.filter(([label]) => label !== 'Total')
			.flatMap(([row, ...counts]) =>
				counts.map((count, at) => [`${String(row)} · ${String(head[at + 1])}`, Number(count)])
			)
	);
/** As many people in each cell, none of them in two. */
const peopled = (counts: Readonly<Record<string, number>>): Record<string, People> => {
	let next = 0;
	return Object.fromEntries(
		Object.entries(counts).map(([name, count]) => [name, range(next, (next += count))])
	);
};
/** The first so many of each cell's people. */
const partOf = (
	whole: Readonly<Record<string, People>>,
	counts: Readonly<Record<string, number>>
) =>
	Object.fromEntries(
		Object.entries(counts).map(([name, count]) => [
			name,
			new Set([...(whole[name] ?? [])].slice(0, count))
		])
	);
/** Names and sizes of what two tables give away, whichever of them was released first. */
function givenAway(one: Record<string, People>, other: Record<string, People>, least: number) {
	const there = compare([grouped(one)], grouped(other), least);
	const back = compare([grouped(other)], grouped(one), least);
	const told = (found: readonly Verified[]) =>
		new Map(found.map(({ cell, people }) => [cell, people]));
	return { there: told(there), back: told(back) };
}

describe.skipIf(!hasShared(examples))('worked examples of differencing (known answers)', () => {
	const all = hasShared(examples) ? (JSON.parse(sharedText(examples)) as Example[]) : [];
	const example = (id: string): Example => {
		const found = all.find((one) => one.id === id);
		if (!found) throw new Error(`There is no worked example ${id}.`);
		return found;
	};
	/** Every cell with one or two people more in the larger table is given away, and no other. */
	function insist(large: Record<string, People>, small: Record<string, People>): void {
		const unsafe = Object.entries(small)
			.map(([name, set]) => [name, (large[name]?.size ?? 0) - set.size] as const)
			.filter(([, left]) => left > 0 && left < 3);
		expect(unsafe.length).toBeGreaterThan(0);
		const { there, back } = givenAway(small, large, 3);
		for (const found of [there, back])
			expect([...found].filter(([cell]) => cell in small).sort()).toEqual([...unsafe].sort());
		const lax = givenAway(small, large, 1);
		expect([lax.there.size, lax.back.size]).toEqual([0, 0]);
	}

	test('hb-diff-geography: the same table of an area and of one a little larger', () => {
		const { a, b } = example('hb-diff-geography');
		const large = peopled(cellsIn(b));
		insist(large, partOf(large, cellsIn(a)));
	});

	test('os-cross-table-differencing: everybody, and men', () => {
		const { a, b } = example('os-cross-table-differencing');
		/** Who has the disease and who has not, for each age. */
		const split = (rows: Rows) =>
			Object.fromEntries(
				rows
					.slice(1)
					.filter(([age]) => age !== 'Total')
					.flatMap(([age, ill, people]) => [
						[`${String(age)} · ill`, Number(ill)],
						[`${String(age)} · not`, Number(people) - Number(ill)]
					])
			) as Record<string, number>;
		const everybody = peopled(split(a));
		insist(everybody, partOf(everybody, split(b)));
	});

	test('acro-106: the same attributes without one record', () => {
		const { a, b } = example('acro-106') as unknown as Record<'a' | 'b', { cell: number }>;
		const large = peopled({ cell: a.cell, else: 40 });
		insist(large, partOf(large, { cell: b.cell, else: 40 }));
	});

	test('hb-diff-linking: who lives and works in an area, and men of them', () => {
		const { tables, derived } = example('hb-diff-linking');
		const men = tables['males'] ?? {};
		const whole = Object.fromEntries(
			Object.entries(men).map(([name, count]) => [name, count + (derived.females[name] ?? 0)])
		);
		expect(whole['living_and_working']).toBe(tables['area']?.['living_and_working']);
		const everybody = peopled(whole);
		insist(everybody, partOf(everybody, men));
	});

	test('hb-diff-subpopulation: bands that begin at another age', () => {
		const { a, b } = example('hb-diff-subpopulation');
		const before = peopled(cellsIn(a));
		const after = cellsIn(b);
		const bands = Object.fromEntries(
			['Male', 'Female'].flatMap((sex) => {
				const young = [...(before[`${sex} · <20`] ?? []), ...(before[`${sex} · 20-39`] ?? [])];
				const first = after[`${sex} · <25`] ?? 0;
				return [
					[`${sex} · <25`, new Set(young.slice(0, first))],
					[`${sex} · 25-39`, new Set(young.slice(first))],
					...['40-59', '60-69', '70+'].map((band) => [
						`${sex} · ${band}`,
						before[`${sex} · ${band}`] ?? new Set()
					])
				] as [string, People][];
			})
		);
		const { there, back } = givenAway(bands, before, 3);
		expect(there.get('Male · <25')).toBe(1);
		expect(back.get('Male · 20-39')).toBe(1);
		for (const found of [there, back])
			expect([...found.keys()].filter((cell) => cell.startsWith('Female'))).toEqual([]);
	});
});
