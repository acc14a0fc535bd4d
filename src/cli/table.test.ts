import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';

// Busy machines are slow, and slowness is not what these tests are about.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'aldgate-table-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const aldgate = (...words: string[]) => {
	const done = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
	return { code: done.status, out: done.stdout, err: done.stderr };
};
const file = (name: string, content: string): string => {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
};

const grants = file(
	'grants.csv',
	[
		'year,type,who,amount',
		...Array.from({ length: 24 }, (_, i) => `2010,G,${i},${10 + i}`),
		...Array.from({ length: 3 }, (_, i) => `2010,R,${i},${5 * i + 5}`),
		...Array.from({ length: 60 }, (_, i) => `2011,${i % 2 === 0 ? 'R' : 'G'},${i},${10 + i}`)
	].join('\n')
);
const asked = {
	rows: ['year'],
	columns: ['type'],
	unit: 'who',
	statistic: 'mean',
	value: 'amount',
	where: [{ column: 'amount', op: '>', value: 0 }],
	margins: true
};
const spec = file('spec.json', JSON.stringify(asked));

describe('aldgate table', () => {
	test('answers as its interface says, margins and secondary cells included', () => {
		const { code, out, err } = aldgate('table', '--data', grants, '--spec', spec, '--json');
		expect([code, err]).toEqual([1, '']);
		const answer = JSON.parse(out) as Record<string, unknown>;
		expect(Object.keys(answer)).toEqual([
			'verdict',
			'policy',
			'cells',
			'summary',
			'safe',
			'safeVerdict',
			'control',
			'notes'
		]);
		expect(answer['verdict']).toBe('fail');
		expect(answer['policy']).toMatchObject({ threshold: 10, dominance: { n: 2, k: 90 } });
		expect(answer['cells']).toContainEqual({
			row: ['2010'],
			column: ['R'],
			value: 10,
			units: 3,
			status: 'unsafe',
			rules: ['threshold'],
			suppression: 'primary'
		});
		expect(answer['summary']).toMatchObject({ cells: 9, unsafe: 1, secondary: 3 });
		expect(answer['safe']).toContainEqual({
			row: ['2010'],
			column: ['R'],
			value: null,
			mark: 'suppressed'
		});
	});

	test('says of one table exactly what its interface says, key by key', () => {
		const published = [
			['verdict', 'policy', 'cells', 'summary', 'safe', 'safeVerdict', 'control', 'notes'],
			['row', 'column', 'value', 'units', 'status', 'rules'],
			['cells', 'unsafe', 'review', 'empty', 'secondary', 'rules'],
			['row', 'column', 'value']
		];
		const one = file(
			'golden.json',
			JSON.stringify({ rows: ['type'], unit: 'who', statistic: 'count', margins: true })
		);
		const { out } = aldgate('table', '--data', grants, '--spec', one, '--json');
		const answer = JSON.parse(out) as Record<string, Record<string, unknown>[]>;
		const keysOf = (part: unknown) => Object.keys(part ?? {});
		expect([
			keysOf(answer),
			keysOf(answer['cells']?.[0]),
			keysOf(answer['summary']),
			keysOf(answer['safe']?.[0])
		]).toEqual(published);
		const cell = (label: string, units: number) => ({
			...{ row: [label], column: [], value: units, units },
			...{ status: 'safe', rules: [] }
		});
		expect(answer).toMatchObject({
			verdict: 'pass',
			cells: [cell('G', 42), cell('R', 31), cell('Total', 60)],
			summary: { cells: 3, unsafe: 0, review: 0, empty: 0, secondary: 0, rules: {} },
			safe: [
				{ row: ['G'], column: [], value: 42 },
				{ row: ['R'], column: [], value: 31 },
				{ row: ['Total'], column: [], value: 60 }
			],
			safeVerdict: 'pass',
			control: 'suppress',
			notes: []
		});
		const policy = file(
			'shape.json',
			JSON.stringify({
				...{ threshold: 10, dominance: { n: 2, k: 90 }, pPercent: 10, pq: null },
				...{ degreesOfFreedom: 10, zerosDisclose: true, classShare: 0.9 },
				organisations: { column: 'care_site_id', minimum: 3, share: 0.9 },
				...{ rounding: null, secondary: true }
			})
		);
		const held = aldgate('table', '--data', grants, '--spec', one, '--policy', policy, '--json');
		const given = JSON.parse(readFileSync(policy, 'utf8')) as object;
		expect(JSON.parse(held.out)).toMatchObject({ policy: given });
	});

	test('protects several tables as one: what two of them share is hidden in both', () => {
		const lines = Array.from({ length: 90 }, (_, i) => {
			const year = i < 45 ? 2010 : 2011;
			return `${year},${i % 3 === 0 ? 'G' : 'R'},${i < 84 ? 'a' : 'b'},${i}`;
		});
		const people = file('people.csv', ['year,type,site,who', ...lines].join('\n'));
		const one = (name: string, rows: string[]) =>
			file(name, JSON.stringify({ rows, unit: 'who', statistic: 'count', margins: true }));
		const [bySite, byBoth] = [one('a.json', ['site']), one('b.json', ['site', 'year'])];
		const both = aldgate('table', '--data', people, '--spec', bySite, '--spec', byBoth, '--json');
		expect([both.code, both.err]).toEqual([1, '']);
		const answer = JSON.parse(both.out) as {
			verdict: string;
			tables: { verdict: string; safe: { row: string[]; value: unknown; mark?: string }[] }[];
		};
		expect(Object.keys(answer)).toEqual(['verdict', 'tables']);
		expect(answer.verdict).toBe('fail');
		const hidden = (table: number, place: string) =>
			answer.tables[table]?.safe.find(({ row }) => row.join() === place)?.mark === 'suppressed';
		for (const label of ['a', 'b', 'Total'])
			expect(hidden(0, label), label).toBe(hidden(1, `${label},Total`));
		expect(hidden(0, 'b')).toBe(true);
		const alone = aldgate('table', '--data', people, '--spec', bySite, '--json');
		const single = JSON.parse(alone.out) as Record<string, unknown>;
		expect(Object.keys(single)).toEqual(Object.keys(answer.tables[0] ?? {}));
		const readable = aldgate('table', '--data', people, '--spec', bySite, '--spec', byBoth).out;
		expect(readable).toContain(bySite);
		expect(readable).toContain(byBoth);
	});

	test('exits 0 for a table that is safe as asked', () => {
		const one = file('one.json', JSON.stringify({ statistic: 'count', unit: 'who' }));
		expect(aldgate('table', '--data', grants, '--spec', one).code).toBe(0);
	});

	test.each([
		['no specification', () => ['--data', grants]],
		['no such file', () => ['--data', join(folder, 'none.csv'), '--spec', spec]],
		['not JSON', () => ['--data', grants, '--spec', file('bad.json', '{')]],
		[
			'a wrong statistic',
			() => ['--data', grants, '--spec', file('w.json', '{"statistic":"best"}')]
		],
		[
			'an unknown key',
			() => ['--data', grants, '--spec', file('k.json', '{"statistic":"count","x":1}')]
		],
		[
			'a column that is not there',
			() => ['--data', grants, '--spec', file('c.json', '{"statistic":"count","rows":["z"]}')]
		],
		[
			'a text where numbers are needed',
			() => ['--data', grants, '--spec', file('t.json', '{"statistic":"sum","value":"type"}')]
		],
		[
			'a wrong policy',
			() => ['--data', grants, '--spec', spec, '--policy', file('p.json', '{"threshold":-1}')]
		],
		['an unknown option', () => ['--polcy', 'x']]
	])('says in one line what is wrong: %s', (_, words) => {
		const { code, out, err } = aldgate('table', ...words());
		expect([code, out]).toEqual([2, '']);
		expect(err.trim().split('\n')).toHaveLength(1);
	});
});

describe('aldgate check', () => {
	test('answers with a digest and a verdict per file, the worst over all', () => {
		const fine = file('fine.csv', 'sex,people\nF,120\nM,130\n');
		const small = file('small.csv', 'sex,people\nF,3\nM,130\n');
		const { code, out } = aldgate('check', fine, small, '--json');
		expect(code).toBe(1);
		const answer = JSON.parse(out) as { verdict: string; files: Record<string, unknown>[] };
		expect(answer.verdict).toBe('fail');
		expect(answer.files.map((one) => [one['path'], one['verdict']])).toEqual([
			[fine, 'review'],
			[small, 'fail']
		]);
		expect(Object.keys(answer.files[0] ?? {})).toEqual([
			'path',
			'kind',
			'verdict',
			'sha256',
			'findings',
			'format',
			'release'
		]);
		expect(answer.files[0]?.['sha256']).toMatch(/^[0-9a-f]{64}$/);
	});
	test('says in one line that a file is not there, or is a folder', () => {
		for (const path of [join(folder, 'none.csv'), folder]) {
			const { code, err } = aldgate('check', path);
			expect(code).toBe(2);
			expect(err.trim().split('\n')).toHaveLength(1);
		}
	});
});
