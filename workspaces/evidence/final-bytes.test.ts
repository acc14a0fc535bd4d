import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { redact } from '#domain/disclosure/answer.ts';
import { PolicySchema } from '#domain/disclosure/policy.ts';
import { TableSpecificationSchema } from '#domain/disclosure/specification.ts';
import { csvOf } from '#domain/outputs/files/leaving.ts';
import { possible, type Known } from '../../tests/support/attacker.ts';
import { evidenceLinked } from './evidence.ts';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 600_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-bytes-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const threshold = 3;
const policy = v.parse(PolicySchema, {
	threshold,
	zerosDisclose: false,
	classShare: null,
	dominance: null,
	pPercent: null,
	organisations: null
});
/** Public: which categories of the first column make up which group. */
const parents: Readonly<Record<string, string>> = { a0: 'upper', a1: 'upper', a2: 'lower' };

type Person = Readonly<Record<string, string>>;
type Asked = { readonly columns: readonly string[]; readonly deep: boolean };

/** The very bytes of tables that leave together, from records in a file; null when the engine says no. */
async function published(people: readonly Person[], asked: readonly Asked[]) {
	const data = join(folder, 'people.csv');
	const names = Object.keys(people[0] ?? {});
	const lines = people.map((one) => names.map((name) => one[name]).join(','));
	writeFileSync(data, [names.join(','), ...lines].join('\n'));
	const requests = asked.map(({ columns, deep }) => ({
		files: { data },
		policy,
		specification: v.parse(TableSpecificationSchema, {
			rows: columns.slice(0, 1),
			columns: columns.slice(1),
			unit: 'who',
			statistic: 'count',
			margins: true,
			hierarchies: deep ? [{ column: 'a', parents: Object.entries(parents) }] : []
		})
	}));
	const made = await evidenceLinked(requests);
	if (made.some(({ safeVerdict }) => safeVerdict === 'fail')) return null;
	return made.map((table, t) => {
		const { rows, columns } = requests[t]?.specification ?? { rows: [], columns: [] };
		return csvOf(redact(table), { rows, columns, measure: 'people' }, 'suppress');
	});
}

type Line = { readonly labels: ReadonlyMap<string, string>; readonly figure: string };

/** An attacker's own reading of a file: labels by the names of the columns, and a figure or a mark. */
function read(bytes: Uint8Array): Line[] {
	const [head = '', ...lines] = new TextDecoder().decode(bytes).trimEnd().split('\r\n');
	const names = head.split(',').slice(0, -1);
	return lines.map((line) => {
		const cells = line.split(',');
		expect(cells).toHaveLength(names.length + 1);
		return {
			labels: new Map(names.map((name, at) => [name, cells[at] ?? ''])),
			figure: cells.at(-1) ?? ''
		};
	});
}

const above = new Set(Object.values(parents));
const within = (label: string | undefined, leaf: string): boolean =>
	label === undefined || label === 'Total' || label === leaf || parents[leaf] === label;

/** All files at once, as one system: the smallest groups of people, and what each line says of them. */
function attack(files: readonly Line[][]) {
	const categories = new Map<string, Set<string>>();
	for (const { labels } of files.flat())
		for (const [name, label] of labels) {
			const known = categories.get(name) ?? new Set<string>();
			if (label !== 'Total' && !above.has(label)) known.add(label);
			categories.set(name, known);
		}
	let groups: Person[] = [{}];
	for (const [name, labels] of categories)
		groups = groups.flatMap((group) => [...labels].map((label) => ({ ...group, [name]: label })));
	const coveredBy = ({ labels }: Line): number[] =>
		[...groups.keys()].filter((at) =>
			[...labels].every(([name, label]) => within(label, groups[at]?.[name] ?? ''))
		);
	const known = files.flat().map((line): Known => {
		const hidden = line.figure === '*';
		const figure = Number(line.figure);
		return {
			covers: coveredBy(line),
			least: hidden ? 1 : figure,
			most: hidden ? Infinity : figure
		};
	});
	return {
		/** Whether the hidden figure could still be this much or more. */
		mayReach: (line: Line, least: number): boolean =>
			possible(groups.length, [...known, { covers: coveredBy(line), least, most: Infinity }], 12)
	};
}

const truth = (people: readonly Person[], { labels }: Line): number =>
	people.filter((one) => [...labels].every(([name, label]) => within(label, one[name] ?? '')))
		.length;

/** Numbers from a seed, so that a table that fails can be made again. */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** People of few to a cell: many cells of none, of one, of two. */
function drawn(seed: number, sizes: readonly number[]): Person[] {
	const next = random(seed * 7919 + 1);
	let places: Person[] = [{}];
	for (const [d, size] of sizes.entries())
		places = places.flatMap((place) =>
			Array.from({ length: size }, (_, at) => {
				const name = 'abc'[d] ?? '';
				return { ...place, [name]: `${name}${String(at)}` };
			})
		);
	const counts = [0, 0, 1, 1, 2, 3, 4, 6, 9];
	const people = places.flatMap((place) => {
		const count = counts[Math.floor(next() * counts.length)] ?? 0;
		return Array.from({ length: count }, () => place);
	});
	const all = people.length === 0 ? places.slice(0, 1) : people;
	return all.map((place, who) => ({ ...place, who: String(who) }));
}

const kinds: readonly { sizes: readonly number[]; tables: readonly Asked[] }[] = [
	{ sizes: [4], tables: [{ columns: ['a'], deep: false }] },
	{ sizes: [3, 3], tables: [{ columns: ['a', 'b'], deep: false }] },
	{ sizes: [3, 3], tables: [{ columns: ['a', 'b'], deep: true }] },
	{ sizes: [2, 2, 2], tables: [{ columns: ['a', 'b', 'c'], deep: false }] },
	{
		sizes: [3, 2, 2],
		tables: [
			{ columns: ['a', 'b'], deep: true },
			{ columns: ['a', 'c'], deep: true }
		]
	}
];

/** How many tables are attacked: all in the long tests, the first of them otherwise. */
const count = process.env['ALDGATE_LONG'] === '1' ? 200 : 50;

describe('whoever reads the bytes that leave, and nothing else,', () => {
	test(`narrows no unsafe cell below its level, in ${String(count)} tables and linked pairs`, async () => {
		const tried = { tables: 0, cells: 0, refused: 0 };
		for (let seed = 0; seed < count; seed++) {
			const { sizes, tables } = kinds[seed % kinds.length] ?? { sizes: [], tables: [] };
			const people = drawn(seed, sizes);
			const bytes = await published(people, tables);
			if (bytes === null) {
				tried.refused++;
				continue;
			}
			tried.tables++;
			const files = bytes.map(read);
			const { mayReach } = attack(files);
			for (const line of files.flat()) {
				const real = truth(people, line);
				const place = `seed ${String(seed)}: ${[...line.labels.values()].join(' · ')}`;
				if (line.figure !== '*') {
					expect(Number(line.figure), place).toBe(real);
					expect(real === 0 || real >= threshold, `${place} is shown`).toBe(true);
				} else {
					expect(real, `${place}: no zero is marked`).toBeGreaterThan(0);
					if (real >= threshold) continue;
					tried.cells++;
					expect(mayReach(line, threshold), place).toBe(true);
				}
			}
		}
		expect(tried.tables, JSON.stringify(tried)).toBeGreaterThan(count * 0.6);
		expect(tried.cells, JSON.stringify(tried)).toBeGreaterThan(count);
	});

	test('does narrow one that its own mark alone hides: the attack can win', () => {
		const text = 'a,people\r\na0,*\r\na1,5\r\na2,9\r\nTotal,15\r\n';
		const file = read(new TextEncoder().encode(text));
		const [hidden] = file;
		if (hidden === undefined) throw new Error('There is no line.');
		expect(attack([file]).mayReach(hidden, 1)).toBe(true);
		expect(attack([file]).mayReach(hidden, 2)).toBe(false);
	});

	test('nor hides it from whoever reads two files together, each safe alone', () => {
		const files = ['a0,*\r\na1,*\r\nTotal,12', 'upper,*\r\na0,4\r\nTotal,12'].map((text) =>
			read(new TextEncoder().encode(`a,people\r\n${text}\r\n`))
		);
		const [first = []] = files;
		const second = first[1];
		if (second === undefined) throw new Error('There is no line.');
		expect(attack([first]).mayReach(second, 9)).toBe(true);
		expect(attack(files).mayReach(second, 9)).toBe(false);
	});
});
