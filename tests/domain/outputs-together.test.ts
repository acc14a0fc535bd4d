import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { differencesOf } from '#domain/outputs/differencing/read.server.ts';
import * as differencing from '#domain/outputs/differencing/store.server.ts';
import { runDifferencing } from '#domain/outputs/differencing/run.server.ts';
import * as files from '#domain/outputs/files/store.server.ts';
import { precheck } from '#domain/outputs/precheck.server.ts';
import { protectTogether } from '#domain/outputs/remedy-together.server.ts';
import { setDecimals } from '#domain/outputs/remedy.server.ts';
import { find } from '#domain/outputs/store.server.ts';
import { fileObjects } from '#platform/objects.server.ts';
import { hostAt } from '#platform/host.server.ts';
import { describe, expect, vi } from 'vitest';
import { at, test, type Scene } from './differencing-scene.ts';

vi.setConfig({ testTimeout: 120_000 });

type Years = { readonly year: number; readonly n: number }[];

/** How many people were born in each year, oldest first, as the snapshot has them. */
async function bornIn(scene: Scene): Promise<Years> {
	const instance = await DuckDBInstance.create(':memory:');
	const db = await instance.connect();
	const path = join(scene.home, 'snapshots', scene.snapshot('one'), 'person.parquet');
	const found = await db.runAndReadAll(
		`select birth_year::int as year, count(*)::int as n from read_parquet('${path}')
		where birth_year is not null group by all order by 1`
	);
	const years = found.getRowObjects().map(({ year, n }) => ({ year: Number(year), n: Number(n) }));
	db.closeSync();
	instance.closeSync();
	return years;
}

/** Years cut into four bands of people, the first of them of fewer than ten. */
function cut(years: Years): { readonly name: string; readonly join: string[] }[] {
	const sizes = [9, 60, 80, Infinity];
	const bands = ['K', 'L', 'M', 'N'].map((name) => ({ name, join: [] as string[] }));
	let [at, held] = [0, 0];
	for (const { year, n } of years) {
		if (held > 0 && held + n > (sizes[at] ?? 0)) [at, held] = [at + 1, 0];
		held += n;
		bands[at]?.join.push(String(year));
	}
	return bands;
}

/** People by band of birth years, in counties or in sides: two groupings of the same four bands. */
function tablesOf(years: Years) {
	const bands = cut(years).map((band) => ({ column: 'born', ...band }));
	const by = (parents: readonly (readonly [string, string])[]) => ({
		rows: ['born'],
		columns: [],
		unit: 'person_id',
		statistic: 'count',
		of: 'units',
		where: [{ column: 'born', op: 'between', value: [1000, 3000] }],
		bands: bands.filter((band) => band.join.length > 1),
		hierarchies: [
			{
				column: 'born',
				parents: parents.map(([name, up]) => {
					const band = bands.find((one) => one.name === name);
					return [band?.join.length === 1 ? band.join[0] : name, up];
				})
			}
		],
		margins: true,
		from: 'person',
		joins: [],
		fields: {
			person_id: { table: 'person', column: 'person_id' },
			born: { table: 'person', column: 'birth_year' }
		}
	});
	return [
		by([
			['K', 'one'],
			['L', 'one'],
			['M', 'two'],
			['N', 'two']
		]),
		by([
			['K', 'left'],
			['L', 'right'],
			['M', 'left'],
			['N', 'right']
		])
	];
}

describe('two tables, each suppressed safely, whose shared groups give a few people away', () => {
	test('are flagged before they are sent, and leave nothing to work out once protected together', async ({
		two
	}) => {
		const id = await two.draft('one', ...tablesOf(await bornIn(two)));
		const { db, actor } = await two.as('amara');
		const tools = {
			vault: two.vault,
			host: hostAt(two.home),
			objects: fileObjects(join(two.home, 'objects'))
		};
		const held = () => db.read((tx) => files.files(tx, id));
		const marks = async () =>
			(await held()).map(({ answer }) =>
				answer.kind === 'table'
					? answer.table.safe.flatMap(({ row, mark }) => (mark === 'suppressed' ? row : []))
					: []
			);
		const page = async () => ({
			request: { id } as Parameters<typeof precheck>[2]['request'],
			files: (await held()) as unknown as Parameters<typeof precheck>[2]['files']
		});
		for (const { answer } of await held())
			expect(answer.kind === 'table' ? answer.table.safeVerdict : null).not.toBe('fail');
		const [county = [], side = []] = await marks();
		expect(county).not.toEqual(side);

		const before = await precheck(two.vault, actor, await page());
		expect(before.failed).toBe(false);
		expect(before.given.some(({ level }) => level === 'fail')).toBe(true);

		const { version } = await db.read((tx) => find(tx, id));
		await protectTogether(tools, db, actor, { id, version, at });
		const [first, second] = await marks();
		expect(first?.length).toBeGreaterThan(1);
		expect(first).toEqual(second);
		const after = await precheck(two.vault, actor, await page());
		expect(after.given.filter(({ level }) => level === 'fail')).toEqual([]);
		// and so says the comparison before it is sent, which is kept
		expect((await runDifferencing(db, two.vault, actor, { id, at })).fails).toBe(0);
		await expect(protectTogether(tools, db, actor, { id, version, at })).rejects.toMatchObject({
			status: 409
		});
	});

	test('and the checkers read how, while the researchers read which cell', async ({ two }) => {
		const id = await two.draft('one', ...tablesOf(await bornIn(two)));
		const { db, actor } = await two.as('amara');
		const ran = await runDifferencing(db, two.vault, actor, { id, at });
		expect(ran.fails).toBeGreaterThan(0);
		const told = await differencesOf(db, id);
		expect(told?.findings.every(({ source }) => source === null)).toBe(true);
		await two.approve(id, 'Agreed with the controller.');
		const checker = await two.as('carlos');
		const seen = await differencesOf(checker.db, id);
		expect(seen?.findings.every(({ source }) => source !== null)).toBe(true);
	});

	test('are told by the vault as linked: cells that the shared cells and totals give away', async ({
		two
	}) => {
		const id = await two.draft('one', ...tablesOf(await bornIn(two)));
		const { db, actor } = await two.as('amara');
		await runDifferencing(db, two.vault, actor, { id, at });
		await two.approve(id, 'Agreed with the controller.');
		const checker = await two.as('carlos');
		const found = await checker.db.read(async (tx) => {
			const comparison = await differencing.latest(tx, id);
			return comparison === null ? [] : differencing.differences(tx, comparison.id);
		});
		const linked = found.filter(({ source }) => source?.kind === 'linked');
		expect(linked.length).toBeGreaterThan(0);
		expect(new Set(linked.map(({ source }) => source?.sizeClass))).toEqual(
			new Set(['1 to 9 people'])
		);
		expect(
			linked.every(
				({ level, within, source }) => level === 'fail' && within && source?.releaseId === null
			)
		).toBe(true);
	});
});

describe('a mean beside counts that hide a small one', () => {
	test('gives it away with four decimals, and no longer with none', async ({ two }) => {
		const [counts] = tablesOf(await bornIn(two));
		if (counts === undefined) throw new Error('There are no tables.');
		const plain = { ...counts, hierarchies: [] };
		const means = { ...plain, margins: false, statistic: 'mean', value: 'born' };
		const id = await two.draft('one', plain, means);
		const { db, actor } = await two.as('amara');
		const ran = await runDifferencing(db, two.vault, actor, { id, at });
		expect(ran.fails).toBeGreaterThan(0);
		const tools = {
			vault: two.vault,
			host: hostAt(two.home),
			objects: fileObjects(join(two.home, 'objects'))
		};
		const [, second] = await db.read((tx) => files.files(tx, id));
		const { version } = await db.read((tx) => find(tx, id));
		const asked = { id, version, at, file: second?.id ?? '' };
		await setDecimals(tools, db, actor, { ...asked, decimals: 0 });
		const [, cut] = await db.read((tx) => files.files(tx, id));
		const leaves = new TextDecoder().decode(await tools.objects.get(cut?.sha256 ?? ''));
		expect(leaves).not.toMatch(/\.\d/);
		expect(cut?.answer).toHaveProperty('asked');
		expect((await runDifferencing(db, two.vault, actor, { id, at })).fails).toBe(0);
		const [first] = await db.read((tx) => files.files(tx, id));
		const order = { ...asked, file: first?.id ?? '' };
		const again = await db.read((tx) => find(tx, id));
		await expect(
			setDecimals(tools, db, actor, { ...order, version: again.version, decimals: 0 })
		).rejects.toMatchObject({ status: 409 });
	});

	test('is shown to the checkers with the table that says so', async ({ two }) => {
		const [counts] = tablesOf(await bornIn(two));
		const plain = { ...counts, hierarchies: [] };
		const means = { ...plain, margins: false, statistic: 'mean', value: 'born' };
		const id = await two.draft('one', plain, means);
		const { db, actor } = await two.as('amara');
		await runDifferencing(db, two.vault, actor, { id, at });
		await two.approve(id, 'Agreed with the controller.');
		const checker = await two.as('carlos');
		const seen = await differencesOf(checker.db, id);
		expect(seen?.findings[0]).toMatchObject({
			file: 'table-0.csv',
			level: 'fail',
			source: { how: 'Its decimals tell how many people it is of', file: 'table-1.csv' }
		});
	});
});
