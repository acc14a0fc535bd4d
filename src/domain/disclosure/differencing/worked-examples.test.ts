import { describe, expect, test } from 'vitest';
import { hasShared, sharedText } from '../../../../tests/support/shared.ts';
import type { Verified } from './verify.ts';
import { type People, compare, range, grouped } from '../../../../tests/support/compared-people.ts';

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
