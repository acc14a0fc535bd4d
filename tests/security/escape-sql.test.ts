import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { escapeScene, secret, type EscapeScene } from './escape-scene.ts';
import { missing } from './sandbox-scene.ts';

/** Texts that would lead out, by name. Each is an error of its own, or an answer that shows nothing. */
const probes: readonly (readonly [name: string, sql: string])[] = [
	['logging to a file', "call enable_logging(storage='file', storage_path='/tmp/log')"],
	['logging to standard output', "call enable_logging(storage='stdout')"],
	[
		'logging through a query',
		"select * from enable_logging(storage='file', storage_path='/tmp/log')"
	],
	['reading the log', 'select * from duckdb_logs()'],
	['a string of three thousand million letters', "select length(repeat('x', 3000000000))"],
	['reading the shadow file', "select * from read_text('/etc/shadow')"],
	['reading the password file', "select * from read_csv('/etc/passwd')"],
	['reading the environment of the first process', "select * from read_text('/proc/1/environ')"],
	['reading its own memory', "select * from read_blob('/proc/self/mem')"],
	['reading its own descriptors', "select * from read_blob('/proc/self/fd/4')"],
	["reading another workspace's data", "select * from read_parquet('FOLDER/other/person.parquet')"],
	[
		'reading it by a path that climbs',
		"select * from read_parquet('/data/../FOLDER/other/person.parquet')"
	],
	['reading a secret of the host', "select * from read_text('FOLDER/for-the-host')"],
	['reading a file by its name alone', "select * from 'FOLDER/other/person.parquet'"],
	['reading frames as files', "select * from read_blob('/frames/**')"],
	['looking for files', "select * from glob('/**')"],
	['writing a file', "copy person to '/tmp/out.csv'"],
	['writing over the data', "copy (select 1) to '/data/person.parquet' (format parquet)"],
	['exporting the database', "export database '/tmp/x'"],
	['importing a database', "import database '/tmp/x'"],
	['attaching a file', "attach '/tmp/x.db' as x"],
	['attaching a database of another machine', "attach 'host=127.0.0.1' as p (type postgres)"],
	['installing an extension', 'install httpfs'],
	['loading an extension', "load '/tmp/x.duckdb_extension'"],
	['forcing an extension', 'force install httpfs from community'],
	['reading from the network', "select * from read_csv('http://127.0.0.1:PORT/x.csv')"],
	['reading from a bucket', "select * from read_parquet('s3://bucket/x.parquet')"],
	['reading the environment', "select getenv('ALDGATE_TEST_SECRET')"],
	['making a secret', "create secret s (type s3, key_id 'a', secret 'b')"],
	['unlocking by set', 'set enable_external_access = true'],
	['unlocking for this session', "set session enable_external_access = 'true'"],
	['unlocking the lock', 'set lock_configuration = false'],
	['resetting the lock', 'reset lock_configuration'],
	['allowing a folder', "set allowed_directories = ['/']"],
	['raising the memory', "pragma memory_limit='64GB'"],
	['a folder for what does not fit', "set temp_directory = '/data'"],
	['writing a profile', "pragma profiling_output='/data/x'"],
	['two statements in one', "select 1; copy person to '/tmp/x'"],
	['a statement behind a comment', 'select 1 /* */; set lock_configuration = false --'],
	['changing the data', 'delete from person'],
	['making a table of its own', 'create table x as select * from person'],
	['making a macro', 'create macro m() as 1'],
	['preparing what is not a query', "prepare p as copy person to '/tmp/x'"],
	['a checkpoint', 'force checkpoint'],
	['a query in a text', "select * from query('copy person to ''/tmp/x''')"],
	['a function that is not SQL', 'select * from duckdb_secrets()']
];

describe.skipIf(missing !== null)('no way out of SQL', () => {
	let it: EscapeScene;
	beforeAll(async () => {
		it = await escapeScene();
	});
	afterAll(() => {
		it.close();
	});

	test('at least 37 ways are tried, each by a name of its own', () => {
		expect(new Set(probes.map(([name]) => name)).size).toBe(probes.length);
		expect(probes.length).toBeGreaterThanOrEqual(37);
	});

	test.each(probes)('%s', async (name, sql) => {
		const before = readFileSync(`${it.folder}/mine/person.parquet`);
		const { said, ended } = await it.ask('sql', sql);
		const shows = said.includes('"rows":[[');
		expect({ name, shows, ended: /^(done|gone|memory)$/.test(ended) }).toEqual({
			name,
			shows: false,
			ended: true
		});
		expect(said).not.toContain(secret);
		expect(readFileSync(`${it.folder}/mine/person.parquet`).equals(before)).toBe(true);
		expect((await it.ask('sql', 'select count(*) as n from person')).said).toMatch(/\[\[5000\]\]/);
	});

	test('none of them is kept as a frame either', async () => {
		for (const [, sql] of probes.filter(([name]) =>
			/reading|writing|unlocking|statement/.test(name)
		))
			expect((await it.ask('sql', sql, 'kept')).said).not.toMatch(/"frame":.*"rows":[1-9]/);
		expect((await it.ask('sql', '1) ; set lock_configuration = false; --', 'kept')).said).toMatch(
			/"ok":false/
		);
	});

	test('nothing of it reached this machine', () => {
		for (const path of ['/tmp/log', '/tmp/out.csv', '/tmp/x', '/tmp/x.db'])
			expect(existsSync(path)).toBe(false);
	});
});
