import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Catalogue } from '#workspaces/population/catalogue.ts';
import { refreshLists } from '#workspaces/population/generate-lists.ts';
import { generate } from '#workspaces/population/generate.ts';
import { fileOf, tables } from '#workspaces/population/layout.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-population-'));
const one = join(folder, 'one');
let connection: DuckDBConnection;

beforeAll(async () => {
	await generate({ persons: 20_000, seed: 'tests', out: one });
	connection = await (await DuckDBInstance.create(':memory:')).connect();
	for (const table of tables)
		await connection.run(`create view ${table.name} as from '${join(one, fileOf(table))}'`);
}, 120_000);

afterAll(() => {
	connection.closeSync();
	rmSync(folder, { recursive: true });
});

const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
const numbers = async (sql: string) => ((await rows(sql))[0] ?? []).map(Number);

function digests(out: string): Map<string, string> {
	const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((f) =>
		f.isFile()
	);
	return new Map(
		files
			.map((file) => join(file.parentPath, file.name))
			.toSorted()
			.map((file) => [
				file.slice(out.length),
				createHash('sha256').update(readFileSync(file)).digest('hex')
			])
	);
}

test('the same seed makes the same bytes in every file, another seed does not', async () => {
	const [first, second, other] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [
		string,
		string,
		string
	];
	await generate({ persons: 3_000, seed: 7, out: first });
	await generate({ persons: 3_000, seed: 7, out: second });
	await generate({ persons: 3_000, seed: 8, out: other });
	const [a, b, c] = [digests(first), digests(second), digests(other)];
	expect(a.size).toBe(tables.length + 2);
	expect(b).toEqual(a);
	const same = [...a].filter(([file, digest]) => c.get(file) === digest).map(([file]) => file);
	// codes, postcodes and controllers are the same in every London of a size; nothing else may be
	expect(same).toEqual([
		'/concept.parquet',
		'/concept_ancestor.parquet',
		'/controller.parquet',
		'/location.parquet'
	]);
});

test('every file has exactly the columns and types of the layout, and no row counts differ', async () => {
	const catalogue = JSON.parse(readFileSync(join(one, 'catalogue.json'), 'utf8')) as Catalogue;
	const listed = [...catalogue.datasets.flatMap((d) => d.tables), ...catalogue.internal];
	expect(listed.map(({ name }) => name).toSorted()).toEqual(
		tables.map(({ name }) => name).toSorted()
	);
	for (const table of tables) {
		const described = await rows(`describe ${table.name}`);
		expect(described.map(([name, type]) => [name, type])).toEqual(
			table.columns.map(({ name, type }) => [name, type])
		);
		const entry = listed.find(({ name }) => name === table.name);
		expect(await numbers(`select count(*) from ${table.name}`)).toEqual([entry?.rows]);
		expect(entry?.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
		const empty = table.columns.filter(({ required }) => required).map(({ name }) => `"${name}"`);
		const [missing] = await numbers(
			`select count(*) from ${table.name} where ${empty
				.map((name) => `${name} is null`)
				.join(' or ')}`
		);
		expect(missing).toBe(0);
	}
});

test('coded columns hold nothing but their listed values', async () => {
	for (const table of tables)
		for (const { name, values } of table.columns)
			if (values)
				expect(
					await numbers(
						`select count(*) from ${table.name} where ${name} not in (${values.join(', ')})`
					)
				).toEqual([0]);
});

test('lists are stamped with their day, length and SHA-256, and can be taken again', async () => {
	const read = () =>
		JSON.parse(readFileSync(join(one, 'lists', 'lists.json'), 'utf8')) as Record<
			string,
			{ asOf: string; rows: number; sha256: string }
		>;
	const before = read();
	expect(before['type1']?.sha256).toBe(digests(one).get('/lists/type1.parquet'));
	await refreshLists(one, '2026-11-22');
	expect(read()).toEqual(
		Object.fromEntries(
			Object.entries(before).map(([name, stamp]) => [name, { ...stamp, asOf: '2026-11-22' }])
		)
	);
});

test('nothing temporary is left, and a run that fails leaves the population before it whole', async () => {
	expect(existsSync(join(one, '.partial'))).toBe(false);
	const again = join(folder, 'again');
	await generate({ persons: 50, seed: 1, out: again });
	const before = digests(again);
	await expect(generate({ persons: 50, seed: 1, out: again, asOf: 'never' })).rejects.toThrow();
	expect(digests(again)).toEqual(before);
	await expect(generate({ persons: 0, seed: 1, out: again })).rejects.toThrow(RangeError);
});

test('one person is enough', async () => {
	const alone = join(folder, 'alone');
	const { catalogue } = await generate({ persons: 1, seed: 1, out: alone });
	expect(catalogue.datasets[0]?.tables[0]?.rows).toBe(1);
});
