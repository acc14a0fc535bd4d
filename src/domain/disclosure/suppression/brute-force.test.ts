import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { possible, type Known } from '../../../../tests/support/attacker.ts';
import { peopleTable, type Counted, type Group } from '../../../../tests/support/people-table.ts';
import { solver } from '#platform/solver.server.ts';
import { judge } from '../judge.ts';
import { PolicySchema } from '../policy.ts';
import { protectLinked, type Protected } from '../protect.ts';
import { TableSpecificationSchema } from '../specification.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 300_000 });

const highs = await solver();
const threshold = 3;
const policy = v.parse(PolicySchema, {
	threshold,
	zerosDisclose: false,
	classShare: null,
	dominance: null,
	pPercent: null
});
/** Nobody can be told apart further up than this many people in one group. */
const largest = 12;

const few = fc.oneof(
	{ weight: 2, arbitrary: fc.constant(0) },
	{ weight: 2, arbitrary: fc.constant(1) },
	{ weight: 1, arbitrary: fc.constant(2) },
	{ weight: 3, arbitrary: fc.integer({ min: 3, max: 9 }) }
);

type Made = { readonly groups: Group[]; readonly parents: Record<string, string>[] };

const groupsOf = (sizes: readonly number[]): fc.Arbitrary<Group[]> => {
	let places: string[][] = [[]];
	for (const [d, size] of sizes.entries())
		places = places.flatMap((before) =>
			Array.from({ length: size }, (_, i) => [...before, `${'abc'[d]}${i}`])
		);
	return fc
		.array(few, { minLength: places.length, maxLength: places.length })
		.filter((counts) => counts.some((n) => n > 0))
		.map((counts) => places.map((labels, i) => ({ labels, n: counts[i] ?? 0 })));
};

/** Two of three categories of the first dimension under a parent, and the third under another. */
const nested = { a0: 'upper', a1: 'upper', a2: 'lower' };

const made: fc.Arbitrary<Made> = fc
	.constantFrom<[number[], boolean]>(
		[[4], false],
		[[3], true],
		[[3, 2], false],
		[[3, 3], false],
		[[3, 2], true],
		[[3, 3], true],
		[[2, 2, 2], false],
		[[3, 2, 2], false],
		[[3, 2, 2], true]
	)
	.chain(([sizes, deep]) =>
		groupsOf(sizes).map((groups) => ({ groups, parents: deep ? [nested] : [] }))
	);

const columns = ['a', 'b', 'c'];

const specificationOf = (dimensions: readonly string[], deep: boolean) =>
	v.parse(TableSpecificationSchema, {
		rows: dimensions.slice(0, 1),
		columns: dimensions.slice(1),
		statistic: 'count',
		margins: true,
		hierarchies: deep ? [{ column: 'a', parents: Object.entries(nested) }] : []
	});

type Published = { readonly cells: readonly Counted[]; readonly made: Protected };

/** What everybody reads: a shown figure is itself, and a mark stands for one person or more. */
const read = (tables: readonly Published[]): Known[] =>
	tables.flatMap(({ cells, made: { safe } }) =>
		cells.map(({ covers, units }, index) => {
			const hidden = safe[index]?.mark === 'suppressed';
			if (!hidden) expect(safe[index]?.value ?? 0).toBe(units);
			return { covers, least: hidden ? 1 : units, most: hidden ? Infinity : units };
		})
	);

/** Every unsafe cell may hold the threshold, for everyone and for whoever is alone in another cell. */
function insist(groups: readonly Group[], tables: readonly Published[]): void {
	const known = read(tables);
	const cells = tables.flatMap((table) => table.cells);
	const unsafe = cells.filter(({ units }) => units > 0 && units < threshold);
	const lone = cells.filter(({ units }) => units === 1);
	for (const { covers } of unsafe) {
		const reaching = { covers, least: threshold, most: Infinity };
		expect(possible(groups.length, [...known, reaching], largest)).toBe(true);
		for (const other of lone) {
			if (same(groups, other.covers, covers)) continue;
			// this person knows to be alone there, and so in every table
			const own = { covers: other.covers, least: 1, most: 1 };
			expect(possible(groups.length, [...known, own, reaching], largest)).toBe(true);
		}
	}
}

/** The one person of a cell is the one of the other too, and learns nothing of themselves. */
function same(
	groups: readonly Group[],
	lone: readonly number[],
	covers: readonly number[]
): boolean {
	const people = (list: readonly number[]) =>
		list.filter((index) => (groups[index]?.n ?? 0) > 0).join();
	return (
		people(lone) === people(covers) && covers.reduce((n, i) => n + (groups[i]?.n ?? 0), 0) === 1
	);
}

test('no attacker narrows an unsafe cell below its level, in one to three dimensions with groups', () => {
	fc.assert(
		fc.property(made, ({ groups, parents }) => {
			const cells = peopleTable(groups, parents);
			const dimensions = columns.slice(0, groups[0]?.labels.length);
			const specification = specificationOf(dimensions, parents.length > 0);
			const judged = judge(cells, specification, policy);
			const ordered = judged.map((cell) => cells.find((one) => alike(one, cell)) ?? cells[0]);
			const counted = ordered.filter((cell) => cell !== undefined);
			const protectedTables = protectLinked([{ cells: judged, specification }], policy, highs);
			const tables = protectedTables.map((one) => ({ cells: counted, made: one }));
			for (const [index, cell] of counted.entries())
				if (cell.units === 0) expect(protectedTables[0]?.suppression[index]).toBeNull();
			insist(groups, tables);
		})
	);
});

const alike = (a: Counted, b: Pick<Counted, 'row' | 'column'>): boolean =>
	JSON.stringify([a.row, a.column]) === JSON.stringify([b.row, b.column]);

test('nor with two tables in hand that share people', () => {
	fc.assert(
		fc.property(groupsOf([3, 2, 2]), fc.boolean(), (groups, deep) => {
			const views = [
				[0, 1],
				[0, 2]
			].map((dimensions) => {
				const parents = deep && dimensions[1] === 1 ? [nested] : [];
				const flat = groups.map(({ labels, n }) => ({
					labels: dimensions.map((d) => labels[d] ?? ''),
					n
				}));
				const specification = specificationOf(
					dimensions.map((d) => columns[d] ?? ''),
					parents.length > 0
				);
				const cells = peopleTable(flat, parents);
				const judged = judge(cells, specification, policy);
				const counted = judged.flatMap((cell) => cells.find((one) => alike(one, cell)) ?? []);
				return { specification, judged, counted };
			});
			const answers = protectLinked(
				views.map(({ judged, specification }) => ({ cells: judged, specification })),
				policy,
				highs
			);
			insist(
				groups,
				views.flatMap(({ counted }, t) => {
					const one = answers[t];
					return one === undefined ? [] : [{ cells: counted, made: one }];
				})
			);
		}),
		{ numRuns: process.env['ALDGATE_LONG'] === '1' ? 200 : 25 }
	);
});
