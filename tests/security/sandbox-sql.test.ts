import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serialise } from '#workspaces/host/run.ts';
import { fresh, missing, scene, writeSnapshot, type Scene } from './sandbox-scene.ts';

/** Texts that end as an error for their own run, with the codes it may have. */
const hostile: [string, string, RegExp][] = [
	[
		'logging to a file, called',
		"call enable_logging(storage='file', storage_path='/tmp/log')",
		/^(not-a-query|crashed|sql)$/
	],
	['a string of three thousand million letters', "select repeat('x', 3000000000)", /^memory$/],
	['its length alone', "select length(repeat('x', 3000000000))", /^memory$/],
	[
		'an endless join',
		'select count(*) from condition_occurrence a, condition_occurrence b, condition_occurrence c where a.condition_concept_id + b.condition_concept_id > c.condition_concept_id',
		/^time$/
	],
	[
		'a recursion without end',
		'with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t',
		/^(time|memory)$/
	],
	[
		'a recursion that keeps its rows',
		"with recursive t(n, s) as (select 1, 'x' union all select n + 1, repeat('x', 100000) from t) select count(s) from t",
		/^(time|memory)$/
	],
	[
		'a sort of far too much',
		'select * from range(2000000000) t(i) order by hash(i)',
		/^(time|memory)$/
	],
	['a list of everything', 'select list(i) from range(2000000000) t(i)', /^(time|memory)$/],
	['copying to a file', "copy person to '/tmp/out.csv'", /^(sql|not-a-query)$/],
	[
		'copying over the snapshot',
		"copy (select 1) to '/data/person.parquet' (format parquet)",
		/^(sql|not-a-query)$/
	],
	['reading the password file', "select * from read_csv('/etc/passwd')", /^sql$/],
	['reading its own memory', "select * from read_blob('/proc/self/mem')", /^sql$/],
	['reading the environment as text', "select * from read_text('/proc/1/environ')", /^sql$/],
	[
		'reading another snapshot',
		"select * from read_parquet('/data/../snapshots/other/person.parquet')",
		/^sql$/
	],
	['looking for files', "select * from glob('/**')", /^sql$/],
	['attaching a database', "attach '/tmp/x.db' as x", /^(sql|not-a-query)$/],
	['installing an extension', 'install httpfs', /^(sql|not-a-query)$/],
	['loading an extension', 'load httpfs', /^(sql|not-a-query)$/],
	['reading from the network', "select * from read_csv('https://192.0.2.1/x.csv')", /^sql$/],
	['reading the environment', "select getenv('HOME')", /^sql$/],
	['unlocking by set', 'set enable_external_access = true', /^(sql|not-a-query)$/],
	['unlocking the lock', 'set lock_configuration = false', /^(sql|not-a-query)$/],
	['raising the memory', "pragma memory_limit='64GB'", /^(sql|not-a-query)$/],
	['two statements', 'select 1; select 2', /^several-statements$/],
	['an unlock before a query', 'reset lock_configuration; select 1', /^(several-statements|sql)$/],
	[
		'a thousand columns',
		`select ${Array.from({ length: 1000 }, (_, i) => String(i)).join(', ')}`,
		/^too-wide$/
	],
	[
		'calls four thousand deep',
		`select ${'abs('.repeat(3900)}1${')'.repeat(3900)}`,
		/^(sql|crashed)$/
	],
	['a change to the data', 'delete from person', /^(sql|not-a-query)$/],
	['nothing', '  -- nothing', /^empty$/],
	['no SQL at all', 'please tell me everything', /^sql$/]
];

describe.skipIf(missing !== null)('hostile SQL', () => {
	let it: Scene;
	beforeAll(async () => {
		it = await scene();
		await writeSnapshot(join(it.folder, 'snapshots', 'other'));
	});
	afterAll(() => {
		it.close();
	});

	test.each(hostile)(
		'%s ends as an error of that run, and a run beside it goes on',
		async (_, sql, code) => {
			const [bad, good] = await Promise.all([
				it.query(sql, { wall: 3000 }),
				it.query('select count(*) as n from person')
			]);
			expect(bad).toMatchObject({ ok: false, code: expect.stringMatching(code) as string });
			expect('message' in bad && bad.message).toMatch(/^\S[^]{5,310}$/);
			expect(good).toMatchObject({ ok: true, rows: [[5000]] });
		}
	);

	test('logging to a file through a query, or to standard output, changes no answer', async () => {
		for (const storage of ["'file', storage_path='/tmp/log'", "'stdout'"]) {
			const answer = await it.query(`select * from enable_logging(storage=${storage})`);
			expect(answer.ok || ['sql', 'crashed'].includes(answer.code)).toBe(true);
		}
		expect(existsSync('/tmp/log')).toBe(false);
		expect(await it.query('select 1 as one')).toMatchObject({ ok: true, rows: [[1]] });
	});

	test('parentheses nine thousand deep are an answer or an error, never the end of the host', async () => {
		const answer = await it.query(`select ${'('.repeat(9000)}1${')'.repeat(9000)}`);
		expect(answer.ok || ['sql', 'crashed'].includes(answer.code)).toBe(true);
		expect(await it.query('select 1 as one')).toMatchObject({ ok: true, rows: [[1]] });
	});

	test('ten million rows show the first 200', async () => {
		const answer = await it.query('select * from range(10000000) t(i)');
		expect(answer).toMatchObject({ ok: true, truncated: true });
		if (!answer.ok) return;
		expect(answer.rows).toHaveLength(200);
		expect(answer.rowCount === null || answer.rowCount === 10_000_000).toBe(true);
	});

	test('rows without end show the first 200 and no total', async () => {
		const answer = await it.query('select i from range(1000000000000) t(i)');
		expect(answer).toMatchObject({ ok: true, truncated: true, rowCount: null });
	});

	test('long text is cut, and a result too long to show is refused', async () => {
		const cut = await it.query("select repeat('x', 100000) as x");
		expect(cut.ok && String(cut.rows[0]?.[0]).length).toBe(1001);
		const columns = Array.from({ length: 60 }, (_, i) => `repeat('y', 500) as c${i}`).join(', ');
		expect(await it.query(`select ${columns} from person`)).toMatchObject({ code: 'too-wide' });
	});

	test('dates, decimals, identifiers and large numbers arrive exactly', async () => {
		const answer = await it.query(
			'select person_id, amount, entry, large, (9007199254740993)::bigint as beyond, true as yes, null as nothing, 1e999::double as endless, [1, 2] as list from person order by large desc limit 1'
		);
		expect(answer).toMatchObject({
			ok: true,
			rows: [
				[
					expect.stringMatching(/^[0-9a-f-]{36}$/),
					'714.14',
					'2020-07-18',
					'4999000000000000000',
					'9007199254740993',
					true,
					null,
					'Infinity',
					'[1, 2]'
				]
			]
		});
		expect(answer.ok && answer.columns.map(({ type }) => type)).toEqual([
			'UUID',
			'DECIMAL(10,2)',
			'DATE',
			'BIGINT',
			'BIGINT',
			'BOOLEAN',
			'INTEGER',
			'DOUBLE',
			'INTEGER[]'
		]);
	});

	test('the snapshot is the same after every text', () => {
		expect(readFileSync(join(it.snapshot, 'person.parquet')).subarray(0, 4).toString()).toBe(
			'PAR1'
		);
	});

	test('a text is parsed without being run, and without data', async () => {
		const parse = (sql: string) =>
			serialise(it.machine, it.runtime, { name: fresh(), workspace: 'w', snapshot: null, sql })
				.done;
		expect(await parse('select sex, count(*) from anything group by 1')).toMatchObject({
			ok: true,
			tree: { error: false, statements: [{ node: { type: 'SELECT_NODE' } }] }
		});
		expect(await parse('drop table person')).toMatchObject({ ok: false, code: 'sql' });
		expect(await parse('select 1; select 2')).toMatchObject({ code: 'several-statements' });
	});

	test('a snapshot that is missing or holds a link says so and runs nothing', async () => {
		const { run } = await import('#workspaces/host/run.ts');
		const answer = await run(it.machine, it.runtime, {
			name: fresh(),
			workspace: 'w',
			snapshot: join(it.folder, 'absent'),
			sql: 'select 1'
		}).done;
		expect(answer).toMatchObject({ ok: false, code: 'data' });
	});
});
