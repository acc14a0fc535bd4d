import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { key, total, type Evidence } from '#domain/disclosure/evidence.ts';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { evidenceCells } from './evidence.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-roll-up-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

type Entry = { person: string; area: string; kind: string; house: string; amount: number | null };

/** Whole numbers below `sides`, the same on each run. */
function dice(seed: number): (sides: number) => number {
	let state = seed * 2_654_435_761;
	return (sides) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
		return Math.floor(((state >>> 0) / 0x100000000) * sides);
	};
}

function entries(seed: number): Entry[] {
	const roll = dice(seed);
	const people = 3 + roll(40);
	// in some data everybody is in one cell alone, in others people are all over the table
	const wander = roll(2) === 0;
	return Array.from({ length: 10 + roll(120) }, () => {
		const person = roll(people);
		const place = wander ? roll(100) : person;
		return {
			person: roll(30) === 0 ? '' : `p${String(person)}`,
			area: ['north', 'south', 'east', ''][place % 4] ?? '',
			kind: `k${String(place % 3)}`,
			house: roll(10) === 0 ? '' : `h${String(person % 4)}`,
			amount: roll(6) === 0 ? null : roll(50) - (seed % 5 === 0 ? 5 : 0)
		};
	});
}

const parents: Readonly<Record<string, string>> = { north: 'upper', east: 'upper' };
const areas = (area: string): string[] => {
	const label = area === '' ? '(missing)' : area;
	const parent = parents[label];
	return [label, ...(parent === undefined ? [] : [parent]), total];
};

/** What stands behind each cell, counted one record after another. */
function byHand(all: readonly Entry[], byPerson: boolean, counts: boolean) {
	const cells = new Map<string, Entry[]>();
	for (const entry of all)
		for (const row of areas(entry.area))
			for (const column of [entry.kind, total]) {
				const place = key({ row: [row], column: [column] });
				cells.set(place, [...(cells.get(place) ?? []), entry]);
			}
	return new Map([...cells].map(([place, inside]) => [place, figures(inside, byPerson, counts)]));
}

function figures(inside: readonly Entry[], byPerson: boolean, counts: boolean) {
	const value = ({ amount }: Entry): number | null => (counts ? 1 : amount);
	const known = inside.filter((entry) => value(entry) !== null);
	const sums = new Map<string, number>();
	for (const [index, entry] of known.entries()) {
		const unit = byPerson ? entry.person : String(index);
		sums.set(unit, (sums.get(unit) ?? 0) + (value(entry) ?? 0));
	}
	const people = [...sums.keys()].filter((unit) => unit !== '');
	const houses = new Map<string, Set<unknown>>();
	for (const entry of known)
		houses.set(
			entry.house,
			(houses.get(entry.house) ?? new Set()).add(byPerson ? entry.person : entry)
		);
	const served = [...houses].map(([house, of]) => ({
		house,
		size: byPerson ? [...of].filter((person) => person !== '').length : of.size
	}));
	const named = served.filter(({ house }) => house !== '');
	const sum = [...sums.values()].reduce((a, b) => a + b, 0);
	return {
		units: people.length,
		rows: inside.length,
		sum,
		largest: [...sums.values()].sort((a, b) => b - a).slice(0, 2),
		negatives: known.filter((entry) => (value(entry) ?? 0) < 0).length,
		missing: inside.filter((entry) => value(entry) === null || (byPerson && entry.person === ''))
			.length,
		allEqual: known.length > 0 && new Set(known.map(value)).size === 1,
		houses: named.filter(({ size }) => size >= 0).length,
		largestHouse: Math.max(0, ...named.map(({ size }) => size)),
		served: served.reduce((all, { size }) => all + size, 0),
		mean: known.length === 0 ? null : sum / known.length
	};
}

const policy = v.parse(PolicySchema, {
	organisations: { column: 'house', minimum: 3, share: 0.9 }
});

describe('records added up by their raw values first', () => {
	test.each(['count', 'sum', 'mean'] as const)(
		'give a %s the same evidence as counting one after another, with parents and totals',
		async (statistic) => {
			for (let seed = 1; seed <= 24; seed++) {
				const all = entries(seed);
				const data = join(folder, `${statistic}-${String(seed)}.csv`);
				const lines = all.map(({ person, area, kind, house, amount }) =>
					[person, area, kind, house, amount ?? ''].join(',')
				);
				writeFileSync(data, ['person,area,kind,house,amount', ...lines].join('\n'));
				const byPerson = seed % 3 !== 0;
				const specification = v.parse(TableSpecificationSchema, {
					rows: ['area'],
					columns: ['kind'],
					unit: byPerson ? 'person' : null,
					statistic,
					value: statistic === 'count' ? null : 'amount',
					margins: true,
					hierarchies: [{ column: 'area', parents: Object.entries(parents) }]
				});
				const found = await evidenceCells({ files: { data }, specification, policy });
				const truth = byHand(all, byPerson, statistic === 'count');
				expect(new Set(found.map(key))).toEqual(new Set(truth.keys()));
				for (const cell of found) check(cell, truth.get(key(cell)), statistic, byPerson);
			}
		}
	);
});

function check(
	cell: Evidence,
	truth: ReturnType<typeof figures> | undefined,
	statistic: string,
	byPerson: boolean
): void {
	const { units, rows, sum, negatives, missing, allEqual } = truth ?? figures([], true, true);
	expect(cell).toMatchObject({ units, rows, negatives, missing, allEqual });
	expect(cell.sum).toBeCloseTo(sum, 9);
	expect(cell.largest).toEqual(truth?.largest);
	if (statistic === 'count') expect(cell.value).toBe(units);
	if (statistic === 'sum' && rows > missing) expect(cell.value).toBeCloseTo(sum, 9);
	if (statistic === 'mean' && cell.value !== null)
		expect(cell.value).toBeCloseTo(truth?.mean ?? 0, 9);
	if (!byPerson || (truth?.served ?? 0) === 0) return;
	expect(cell.organisations?.count).toBe(truth?.houses);
	const share = (truth?.largestHouse ?? 0) / (truth?.served ?? 1);
	expect(cell.organisations?.largestShare).toBeCloseTo(share, 9);
}
