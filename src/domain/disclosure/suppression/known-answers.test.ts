import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { hasShared, sharedRecords, sharedText } from '../../../../tests/support/shared.ts';
import type { Solver, Term } from '#platform/linear.ts';
import { solver } from '#platform/solver.server.ts';
import type { Judged } from '../judge.ts';
import { PolicySchema } from '../policy.ts';
import { protectLinked } from '../protect.ts';
import { TableSpecificationSchema } from '../specification.ts';
import { link } from './links.ts';
import { attack, suppress } from './suppress.ts';
import { equation, equationsOf, systemOf, type Table } from './tables.ts';
import { cost, type System } from './system.ts';

const highs: Solver = await solver();
/** The sets mark their unsafe cells themselves: no cell may be exact. */
const policy = v.parse(PolicySchema, { threshold: null });

type Row = {
	readonly labels: readonly string[];
	readonly value: number;
	readonly units?: number;
	readonly unsafe: boolean;
};

type Shape = {
	readonly statistic?: string;
	readonly parents?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A table as its set gives it; `totals` are the names of totals, `parents` of the first dimension. */
function tableOf(
	rows: readonly Row[],
	columns: readonly string[],
	{ statistic = 'count', parents = {} }: Shape = {}
): Table {
	const specification = v.parse(TableSpecificationSchema, {
		rows: columns.slice(0, 1),
		columns: columns.slice(1),
		statistic,
		...(statistic === 'sum' ? { value: 'x' } : {}),
		margins: true,
		hierarchies: Object.entries(parents).map(([column, pairs]) => ({
			column,
			parents: Object.entries(pairs)
		}))
	});
	const cells = rows.map(({ labels, value, units = value, unsafe }): Judged => {
		const levels = labels.map((label, d) => {
			if (/^tot(al)?$/i.test(label)) return -1;
			return Object.values(parents[columns[d] ?? ''] ?? {}).includes(label) ? 1 : 0;
		});
		return {
			row: labels.slice(0, 1),
			column: labels.slice(1),
			levels,
			value,
			units,
			rows: value === 0 ? 0 : Math.max(1, units),
			sum: value,
			largest: [],
			negatives: 0,
			missing: 0,
			allEqual: false,
			atEndpoint: null,
			modeShare: null,
			organisations: null,
			rules: unsafe ? ['threshold'] : [],
			status: unsafe ? 'unsafe' : value === 0 ? 'empty' : 'safe'
		};
	});
	const primary = new Set(cells.keys().filter((index) => rows[index]?.unsafe === true));
	return { cells, specification, primary };
}

function systemFor(table: Table): System {
	const sums = equationsOf(table);
	if (sums === null) throw new Error('The table does not add up.');
	const equations = sums.map(({ total, parts }) => equation(total, parts));
	return systemOf([table], equations, [[...table.cells.keys()]], policy);
}

/** Other secondaries, judged by our own audit. */
const attacked = (system: System, others: ReadonlySet<number>) =>
	attack(
		{
			...system,
			cells: system.cells.map((cell, index) =>
				others.has(index)
					? { ...cell, fate: 'hidden' as const, marked: { lower: 0, upper: Infinity } }
					: cell
			)
		},
		highs
	);

const place = (cell: Judged | undefined): string =>
	[...(cell?.row ?? []), ...(cell?.column ?? [])].join();
const places = (table: Table, chosen: Iterable<number>): string[] =>
	[...chosen].map((index) => place(table.cells[index])).sort();

/** What an attacker who knows only that nothing is negative makes of the cells, by the solver alone. */
function intervals(system: System, hidden: ReadonlySet<number>) {
	const session = highs.open({
		variables: system.cells.map(({ value }, index) =>
			hidden.has(index)
				? { lower: 0, upper: Infinity, whole: false }
				: { lower: value, upper: value, whole: false }
		),
		equations: system.equations.map((terms) => ({ terms, lower: 0, upper: 0 }))
	});
	const end = (cell: number, direction: 'least' | 'most'): number => {
		const terms: Term[] = [[cell, 1]];
		const found = session.optimise(terms, direction);
		return found.status === 'optimal' ? Math.round(found.value) : NaN;
	};
	const found = [...system.levels.keys()].map((cell) => ({
		low: end(cell, 'least'),
		high: end(cell, 'most')
	}));
	session.close();
	return found;
}

const langsrud = 'sdc/03-sdctable/langsrud4x4';

describe.skipIf(!hasShared(`${langsrud}_primary.csv`))('Langsrud’s 4 × 4 table', () => {
	const scene = () => {
		const rows = sharedRecords(`${langsrud}_primary.csv`).map((one) => ({
			labels: [one['v1'] ?? '', one['v2'] ?? ''],
			value: Number(one['freq']),
			unsafe: one['sdcStatus'] === 'u'
		}));
		const table = tableOf(rows, ['v1', 'v2']);
		return { table, system: systemFor(table) };
	};
	const published = (name: string) =>
		sharedRecords(`${langsrud}_${name}.csv`).map((one) => ({
			low: Number(one['low']),
			high: Number(one['up'])
		}));

	test('two marks in every row and column are not enough: one cell is exactly 47', () => {
		const { table, system } = scene();
		expect(intervals(system, table.primary)).toEqual(published('attack_primary_only'));
		expect(attack(system, highs).map(({ cell }) => table.cells[cell]?.value)).toEqual([47]);
	});

	test('one secondary cell is enough, and it is the one of the optimal pattern', () => {
		const { table, system } = scene();
		const found = suppress(system, highs);
		const best = sharedRecords(`${langsrud}_opt.csv`).filter((one) => one['sdcStatus'] === 'x');
		expect(places(table, found.chosen)).toEqual(best.map((one) => `${one['v1']},${one['v2']}`));
		expect(found).toMatchObject({ exposed: [], cheapest: true });
		expect(intervals(system, table.primary.union(found.chosen))).toEqual(published('attack_after'));
	});
});

describe.skipIf(!hasShared('sdc/03-sdctable/linked_results.csv'))(
	'linked tables of eight counts',
	() => {
		const scene = () => {
			const people = sharedRecords('sdc/03-sdctable/linked_microcounts.csv').map((one) => ({
				region: one['region'] ?? '',
				county: one['county'] ?? '',
				group: one['group'] === 'BIG' ? 'big' : (one['group'] ?? ''),
				n: Number(one['n'])
			}));
			const by = (column: 'county' | 'group') => {
				const parents = Object.fromEntries(people.map((one) => [one.region, one[column]]));
				const of = (list: typeof people) => list.reduce((sum, one) => sum + one.n, 0);
				const rows = [
					{ labels: ['Total'], value: of(people), unsafe: false },
					...[...new Set(Object.values(parents))].map((name) => ({
						labels: [name],
						value: of(people.filter((one) => one[column] === name)),
						unsafe: false
					})),
					...people.map(({ region, n }) => ({ labels: [region], value: n, unsafe: n <= 3 }))
				];
				return tableOf(rows, ['region'], { parents: { region: parents } });
			};
			return { county: by('county'), group: by('group') };
		};

		test('each is safe alone, and needs no further cell', () => {
			for (const table of Object.values(scene())) {
				const system = systemFor(table);
				expect(system.levels.size).toBe(5);
				expect(attack(system, highs)).toEqual([]);
				expect(suppress(system, highs).chosen.size).toBe(0);
			}
		});

		test('together K is exactly 3, and K alone', () => {
			const { county, group } = scene();
			const tables = [county, group];
			const { places: at, equations } = link(
				tables,
				tables.map((table) => equationsOf(table) ?? [])
			);
			const system = systemOf(tables, equations, at, policy);
			const exact = intervals(system, new Set(system.levels.keys()))
				.map(({ low, high }, i) => ({ low, high, cell: [...system.levels.keys()][i] ?? -1 }))
				.filter(({ low, high }) => low === high);
			expect(
				exact.map(({ low, cell }) => [low, place(county.cells[at[0]?.indexOf(cell) ?? -1])])
			).toEqual([[3, 'K']]);
		});

		test('protected together, N becomes secondary in both and no cell is exact', () => {
			const { county, group } = scene();
			const made = protectLinked([county, group], policy, highs);
			for (const [t, table] of [county, group].entries()) {
				const secondary = table.cells.keys().filter((i) => made[t]?.suppression[i] === 'secondary');
				expect(places(table, secondary)).toEqual(['N']);
				expect(made[t]?.notes).toEqual([]);
			}
		});
	}
);

const sdctable = 'sdc/03-sdctable';

describe.skipIf(!hasShared(`${sdctable}/singletons.csv`))('people who are alone in a cell', () => {
	test('do not learn what the other one holds: b is hidden too', () => {
		const rows = sharedRecords(`${sdctable}/singletons.csv`)
			.filter((one) => one['variant'] === 'detectSingletons=TRUE')
			.map((one) => ({
				labels: [one['region'] ?? ''],
				value: Number(one['Freq']),
				unsafe: one['sdcStatus'] === 'u'
			}));
		const table = tableOf(rows, ['region']);
		const found = suppress(systemFor(table), highs);
		expect(places(table, found.chosen)).toEqual(['b']);
		expect(found.exposed).toEqual([]);
	});

	test('are protected in the table of issue 135 without hiding a zero', () => {
		const rows = sharedRecords(`${sdctable}/issue135_simpleheuristic_singletons.csv`).map(
			(one) => ({
				labels: [one['var1'] ?? '', one['var2'] ?? ''],
				value: Number(one['Freq']),
				unsafe: one['sdcStatus'] === 'u'
			})
		);
		const table = tableOf(rows, ['var1', 'var2']);
		const system = systemFor(table);
		expect(attack(system, highs).length).toBeGreaterThan(0);
		const found = suppress(system, highs);
		expect(found).toMatchObject({ exposed: [], cheapest: true });
		expect([...found.chosen].every((index) => table.cells[index]?.value !== 0)).toBe(true);
		expect(attacked(system, found.chosen)).toEqual([]);
	});
});

describe.skipIf(!hasShared(`${sdctable}/microdata1_A_female_secondary.csv`))(
	'one unsafe cell of 15',
	() => {
		test('costs no more than the optimum of the package', () => {
			const all = sharedRecords(`${sdctable}/microdata1_A_female_secondary.csv`);
			const rows = all.filter((one) => one['method'] === 'OPT');
			const table = tableOf(
				rows.map((one) => ({
					labels: [one['region'] ?? '', one['gender'] ?? ''],
					value: Number(one['Freq']),
					unsafe: one['sdcStatus'] === 'u'
				})),
				['region', 'gender']
			);
			const system = systemFor(table);
			const theirs = new Set(rows.keys().filter((index) => rows[index]?.['sdcStatus'] === 'x'));
			const found = suppress(system, highs);
			expect(found).toMatchObject({ exposed: [], cheapest: true });
			expect(cost(system, found.chosen)).toBeLessThanOrEqual(cost(system, theirs));
			expect(attacked(system, theirs)).toEqual([]);
		});
	}
);

const gauss = 'sdc/05-gausssuppression';
const geo = { Spain: 'EU', Portugal: 'EU', Iceland: 'nonEU' };
const sector = {
	Agriculture: 'private',
	Entertainment: 'private',
	Industry: 'private',
	Governmental: 'public'
};
const counties = {
	A: '1',
	I: '1',
	B: '4',
	C: '5',
	D: '5',
	E: '6',
	F: '6',
	G: '8',
	H: '8',
	J: '10',
	K: '10'
};

describe.skipIf(!hasShared(`${gauss}/d2_maxN3.csv`))('patterns of GaussSuppression', () => {
	const sets = [
		['example1_maxN1_age_geo', ['age', 'geo'], 'count', {}],
		['example1_maxN1_age_geo_eu', ['geo', 'age'], 'count', { geo }],
		['d2_maxN3', ['region', 'main_income'], 'count', { region: counties }],
		['magnitude1_dom_80_99_sector4_geo', ['sector4', 'geo'], 'sum', {}],
		['magnitude1_p10_sector4_geo', ['sector4', 'geo'], 'sum', {}],
		['magnitude1_fewcontributors_maxN1', ['sector4', 'geo'], 'sum', {}],
		['magnitude1_dom_80_99_hier', ['sector4', 'geo'], 'sum', { sector4: sector, geo }]
	] as const;
	for (const [name, columns, statistic, parents] of sets)
		test(`${name}: ours is audited, and no dearer where theirs passes too`, () => {
			const rows = sharedRecords(`${gauss}/${name}.csv`).map((one) => ({
				labels: columns.map((column) => one[column] ?? ''),
				value: Number(one[statistic === 'count' ? 'freq' : 'value']),
				units: Number(one['freq']),
				// a zero is never suppressed here, and these sets suppress some
				unsafe: one['primary'] === 'TRUE' && Number(one['freq']) > 0,
				theirs: one['suppressed'] === 'TRUE' && one['primary'] !== 'TRUE'
			}));
			const table = tableOf(rows, columns, { statistic, parents });
			const system = systemFor(table);
			const found = suppress(system, highs);
			expect(found.exposed).toEqual([]);
			expect(attacked(system, found.chosen)).toEqual([]);
			const theirs = new Set(rows.keys().filter((index) => rows[index]?.theirs === true));
			expect(found.cheapest).toBe(true);
			// in d2 theirs counts zeros as unsafe, and leaves cells to people who are alone in another
			expect(attacked(system, theirs).length > 0).toBe(name === 'd2_maxN3');
			if (name !== 'd2_maxN3')
				expect(cost(system, found.chosen)).toBeLessThanOrEqual(cost(system, theirs) + 1e-6);
		});
});

const argus = 'sdc/tauargus-batch';

describe.skipIf(!hasShared(`${argus}/ex1/expected.json`))('batches of τ-ARGUS', () => {
	const sums = (example: string): Map<string, number> => {
		if (example === 'ex1')
			return new Map(
				sharedText(`${argus}/ex1/tabdata_ex1.tab`)
					.trim()
					.split(/\r?\n/)
					.map((line) => line.split(',').map((part) => part.trim()))
					.map(([region, gender, value]) => [`${region},${gender}`, Number(value)])
			);
		const found = new Map<string, number>();
		for (const line of sharedText(`${argus}/ex2/microdata_ex2.asc`).trim().split(/\r?\n/)) {
			const [region = '', gender = '', , , num1] = line.split(',').map((part) => part.trim());
			for (const r of [region, 'Total'])
				for (const g of [gender, 'Total'])
					found.set(`${r},${g}`, (found.get(`${r},${g}`) ?? 0) + Number(num1));
		}
		return found;
	};
	for (const example of ['ex1', 'ex2'])
		test(`${example}: its secondary cells are ours, or dearer`, () => {
			const { expected, first_value: total } = JSON.parse(
				sharedText(`${argus}/${example}/expected.json`)
			) as Expected;
			const values = sums(example);
			expect(values.get('Total,Total')).toBeCloseTo(total, 6);
			const rows = expected.map(({ region, gender, status }) => ({
				labels: [region, gender],
				value: values.get(`${region},${gender}`) ?? NaN,
				unsafe: status === 'u'
			}));
			const table = tableOf(rows, ['region', 'gender'], { statistic: 'sum' });
			const system = systemFor(table);
			const found = suppress(system, highs);
			const theirs = new Set(expected.keys().filter((index) => expected[index]?.status === 'x'));
			expect(found).toMatchObject({ exposed: [], cheapest: true });
			expect(attacked(system, found.chosen)).toEqual([]);
			expect(theirs.size).toBe(3);
			expect(cost(system, found.chosen)).toBeLessThanOrEqual(cost(system, theirs) + 1e-6);
		});
});

type Expected = {
	readonly first_value: number;
	readonly expected: readonly { region: string; gender: string; status: string }[];
};
