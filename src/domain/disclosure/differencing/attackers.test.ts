import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Part } from './derive.ts';
import type { Candidate } from './scan.ts';
import { verify, type Verified } from './verify.ts';
import {
	type People,
	sets,
	look,
	cellsOf,
	compare,
	table
} from '../../../../tests/support/compared-people.ts';

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
