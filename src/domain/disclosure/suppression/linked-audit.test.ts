import { describe, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { peopleTable, type Group } from '../../../../tests/support/people-table.ts';
import { solver } from '#platform/solver.server.ts';
import { judge, type Judged } from '../judge.ts';
import { PolicySchema } from '../policy.ts';
import { protect, protectLinked, type Protected } from '../protect.ts';
import { roundingBounds } from '../rounding.ts';
import { TableSpecificationSchema } from '../specification.ts';
import { linkedGroups } from './groups.ts';
import { auditLinked } from './linked-audit.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const highs = await solver();
const policy = v.parse(PolicySchema, {
	threshold: 5,
	zerosDisclose: false,
	classShare: null,
	dominance: null,
	pPercent: null
});

/** A table of people by some of the columns a, b and c, of those for whom `where` holds. */
function tableBy(people: readonly Group[], by: readonly number[], where?: [number, string]) {
	const names = ['a', 'b', 'c'];
	const specification = v.parse(TableSpecificationSchema, {
		rows: by.slice(0, 1).map((at) => names[at]),
		columns: by.slice(1).map((at) => names[at]),
		statistic: 'count',
		margins: true,
		where: where === undefined ? [] : [{ column: names[where[0]], op: '=', value: where[1] }]
	});
	const groups = new Map<string, Group>();
	for (const { labels, n } of people) {
		if (where !== undefined && labels[where[0]] !== where[1]) continue;
		const own = by.map((at) => labels[at] ?? '');
		const before = groups.get(own.join())?.n ?? 0;
		groups.set(own.join(), { labels: own, n: before + n });
	}
	return {
		cells: judge(peopleTable([...groups.values()]), specification, policy),
		specification
	};
}

type Asked = ReturnType<typeof tableBy>;

const leaving = (table: Asked, made: Protected | undefined) => ({
	...table,
	hidden: new Set(table.cells.keys().filter((at) => made?.safe[at]?.mark === 'suppressed'))
});
const named = (cell: Judged | undefined): string =>
	[...(cell?.row ?? []), ...(cell?.column ?? [])].join();

/** The regions of ../shared's linked set in small: K is in a county with a and in a group with b. */
const regions: readonly [region: string, county: string, group: string, n: number][] = [
	['K', 'one', 'left', 3],
	['L', 'one', 'right', 9],
	['M', 'two', 'left', 8],
	['N', 'two', 'right', 30]
];
const nested = (which: 1 | 2): Asked => {
	const specification = v.parse(TableSpecificationSchema, {
		rows: ['region'],
		columns: [],
		statistic: 'count',
		margins: true,
		hierarchies: [{ column: 'region', parents: regions.map((one) => [one[0], one[which]]) }]
	});
	const groups = new Map<string, number>([['Total', 50]]);
	for (const one of regions) {
		groups.set(one[0], one[3]);
		groups.set(one[which], (groups.get(one[which]) ?? 0) + one[3]);
	}
	const levelOf = (label: string): number =>
		label === 'Total' ? -1 : regions.some(([region]) => region === label) ? 0 : 1;
	const cells = [...groups].map(([label, n]) => {
		const [cell] = peopleTable([{ labels: [label], n }], [], false);
		if (cell === undefined) throw new Error('No cell.');
		return { ...cell, levels: [levelOf(label)] };
	});
	return { cells: judge(cells, specification, policy), specification };
};

describe('two tables, each suppressed safely by itself', () => {
	const [county, group] = [nested(1), nested(2)];
	test('give K away together, because another region is hidden in each', () => {
		const alone = [county, group].map((table) =>
			protect(table.cells, table.specification, policy, highs)
		);
		expect(alone.map(({ safeVerdict }) => safeVerdict)).toEqual(['pass', 'pass']);
		const sent = [leaving(county, alone[0]), leaving(group, alone[1])];
		const { exposed } = auditLinked(sent, policy, highs);
		expect(exposed.map(({ table, cell }) => [table, named(sent[table]?.cells[cell])])).toEqual([
			[0, 'K'],
			[1, 'K']
		]);
		expect(exposed[0]?.others).toEqual([1]);
	});

	test('give nothing away once they are protected together', () => {
		const made = protectLinked([county, group], policy, highs);
		const sent = [leaving(county, made[0]), leaving(group, made[1])];
		expect(auditLinked(sent, policy, highs)).toEqual({ exposed: [], unsure: [] });
	});

	test('give a cell away that one of them hides and the other shows', () => {
		const slices = tableBy(
			[
				{ labels: ['x', 'p'], n: 3 },
				{ labels: ['y', 'p'], n: 20 },
				{ labels: ['x', 'q'], n: 30 },
				{ labels: ['y', 'q'], n: 40 }
			],
			[0, 1]
		);
		const made = protect(slices.cells, slices.specification, policy, highs);
		const open = { ...slices, hidden: new Set<number>() };
		const { exposed } = auditLinked([leaving(slices, made), open], policy, highs);
		expect(exposed.map(({ table, cell }) => [table, named(slices.cells[cell])])).toEqual([
			[0, 'x,p']
		]);
		// rounded to 5 the other one says 3 to 7 of these three people, which is enough cover
		const known = (cell: Judged) =>
			roundingBounds({ flow: cell.units, lower: 0, upper: 0 }, 5, cell.rows === 0);
		expect(auditLinked([leaving(slices, made), { ...open, known }], policy, highs).exposed).toEqual(
			[]
		);
	});
});

test('tables that share nothing are neither tied nor flagged', () => {
	const people = [
		{ labels: ['x', 'p'], n: 3 },
		{ labels: ['y', 'q'], n: 20 }
	];
	const counts = tableBy(people, [0]);
	const other = {
		...counts,
		specification: { ...counts.specification, where: [{ column: 'd', op: '>', value: 1 } as const] }
	};
	expect(linkedGroups([counts, other])).toEqual([[0], [1]]);
	expect(linkedGroups([counts, tableBy(people, [1]), other])).toEqual([[0, 1], [2]]);
});

test('whatever the people: protected together, two or three tables pass the audit together', () => {
	let seed = 11;
	const next = (sides: number): number => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed % sides;
	};
	let flagged = 0;
	for (let run = 0; run < 30; run++) {
		const people = ['x', 'y', 'z'].flatMap((a) =>
			['p', 'q'].flatMap((b) =>
				['m', 'n', 'o'].map((c) => ({ labels: [a, b, c], n: next(5) === 0 ? 0 : next(14) }))
			)
		);
		const tables = [
			tableBy(people, [0, 1]),
			tableBy(people, [0, 2]),
			...(run % 2 === 0 ? [tableBy(people, [0, 2], [1, 'p'])] : [])
		];
		const alone = tables.map(({ cells, specification }) =>
			protect(cells, specification, policy, highs)
		);
		const apart = tables.map((table, t) => leaving(table, alone[t]));
		flagged += auditLinked(apart, policy, highs).exposed.length;
		const made = protectLinked(tables, policy, highs);
		if (made.some(({ safeVerdict }) => safeVerdict === 'fail')) continue;
		const sent = tables.map((table, t) => leaving(table, made[t]));
		expect(auditLinked(sent, policy, highs)).toEqual({ exposed: [], unsure: [] });
	}
	expect(flagged).toBeGreaterThan(3);
});
