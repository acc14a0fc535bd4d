import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { strToU8, zipSync } from 'fflate';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Catalogue } from '#workspaces/population/catalogue.ts';
import { generate } from '#workspaces/population/generate.ts';
import { Unusable } from '#workspaces/population/load-files.ts';
import { load } from '#workspaces/population/load.ts';
import { help, run } from '../../src/cli/population.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-load-test-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

let [out, err] = ['', ''];
beforeEach(() => {
	[out, err] = ['', ''];
	vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
	vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
	vi.restoreAllMocks();
});

/** A small set of CSV files in a folder of its own. */
function set(name: string, files: Readonly<Record<string, string>>): string {
	const path = join(folder, name);
	mkdirSync(path);
	for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
	return path;
}

const whole = {
	'PERSON.csv':
		'person_id,gender_concept_id,year_of_birth,race_concept_id,ethnicity_concept_id,mood\n7,8532,1950,8527,0,calm\n',
	'VISIT_OCCURRENCE.csv':
		'visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_end_date,visit_type_concept_id\n1,7,9202,2020-01-02,2020-01-02,32817\n',
	'CONDITION_OCCURRENCE.csv':
		'condition_occurrence_id,person_id,condition_concept_id,condition_start_date,condition_type_concept_id,condition_source_value\n1,7,201826,2020-01-02,32817,007\n'
};

const third = '../shared/data/synthetic/omop54-synthea27nj';
const there = existsSync(third);
const name = there ? '' : ' (skipped: the third-party set is not on this machine)';

test.skipIf(!there).each(['Synthea27NjParquet_5.4.zip', 'Synthea27Nj_5.4.zip'])(
	`a third party's set loads unchanged from %s${name}`,
	async (file) => {
		const target = join(folder, file);
		const report = await load(join(third, file), target);
		expect(report.usable).toBe(true);
		const rows = new Map(report.tables.map((table) => [table.name, table.rows]));
		expect(rows.get('person')).toBe(28);
		expect(rows.get('measurement')).toBe(10_040);
		expect(
			report.tables.flatMap(({ otherType }) => otherType.filter((o) => o.misfits > 0))
		).toEqual([]);
		expect(report.tables.find((table) => table.name === 'identity')?.found).toBe(false);
		expect(report.notes[0]).toContain('no identity table');
		expect(report.unknownTables).toContain('procedure_occurrence');
		const connection = await (await DuckDBInstance.create(':memory:')).connect();
		const sum = await connection.runAndReadAll(
			`select count(*), sum(person_id), max(measurement_date) from '${target}/measurement.parquet'`
		);
		expect(sum.getRowsJson()[0]?.[0]).toBe('10040');
		connection.closeSync();
	},
	60_000
);

test('our own population loads as it is: nothing missing, extra or of another type', async () => {
	const own = join(folder, 'own');
	await generate({ persons: 100, seed: 1, out: own });
	const report = await load(own);
	expect(report.usable).toBe(true);
	expect(report.notes).toEqual([]);
	for (const table of report.tables)
		expect(table).toMatchObject({ found: true, missing: [], extra: [], otherType: [] });
});

test('missing and extra columns are named, and text such as 007 is not changed', async () => {
	const target = join(folder, 'kept');
	const report = await load(set('whole', whole), target);
	expect(report.usable).toBe(true);
	const person = report.tables.find((table) => table.name === 'person');
	expect(person?.extra).toEqual(['mood']);
	expect(person?.missing).toContain('location_id');
	expect(person?.missingRequired).toEqual([]);
	const connection = await (await DuckDBInstance.create(':memory:')).connect();
	const kept = await connection.runAndReadAll(
		`select condition_source_value, typeof(condition_start_date)
		from '${target}/condition_occurrence.parquet'`
	);
	expect(kept.getRowsJson()).toEqual([['007', 'DATE']]);
	const catalogue = JSON.parse(readFileSync(join(target, 'catalogue.json'), 'utf8')) as Catalogue;
	expect(catalogue).toMatchObject({ asOf: '2020-01-02', persons: 1, internal: [] });
	const columns = catalogue.datasets[0]?.tables[0]?.columns.map((column) => column.name);
	expect(columns).toEqual([
		'person_id',
		'gender_concept_id',
		'year_of_birth',
		'race_concept_id',
		'ethnicity_concept_id'
	]);
	connection.closeSync();
});

test('values that cannot be read as ours are counted, and stop a set that needs them', async () => {
	const wrong = whole['PERSON.csv'].replace('\n7,', '\nseven,');
	const source = set('wrong', { ...whole, 'PERSON.csv': wrong });
	expect(await run(['--load', source])).toBe(1);
	expect(out).toContain('person_id is text: 1 values cannot be read as BIGINT');
	expect(out).toContain('This set cannot be used');
});

test('a fraction is not taken for a whole number, nor a moment for a day', async () => {
	const odd = whole['PERSON.csv'].replace(',1950,', ',1950.5,');
	const visit = whole['VISIT_OCCURRENCE.csv'].replace('2020-01-02,', '2020-01-02 10:30:00,');
	const report = await load(
		set('fraction', { ...whole, 'PERSON.csv': odd, 'VISIT_OCCURRENCE.csv': visit })
	);
	expect(report.tables.flatMap(({ otherType }) => otherType.map((o) => o.column))).toEqual([
		'year_of_birth',
		'visit_start_date'
	]);
});

test('a set without a needed table ends with 1 and says which', async () => {
	const source = set('partial', { 'person.csv': whole['PERSON.csv'] });
	expect(await run(['--load', source])).toBe(1);
	expect(out).toMatch(/visit_occurrence +MISSING, needed/);
});

test('a needed column that is missing ends with 1', async () => {
	const source = set('narrow', { ...whole, 'PERSON.csv': 'person_id\n7\n' });
	expect(await run(['--load', source, '--json'])).toBe(1);
	expect(JSON.parse(out)).toMatchObject({ usable: false });
});

test('a damaged file is reported, the others are read', async () => {
	const source = set('damaged', whole);
	writeFileSync(join(source, 'death.parquet'), 'PAR1 is not enough');
	expect(await run(['--load', source])).toBe(0);
	expect(out).toMatch(/death +unreadable/);
	expect(out).not.toContain(join(source, 'death.parquet'));
});

test('a .zip is read whatever its folders, and a name inside it leads nowhere else', async () => {
	const zip = join(folder, 'set.zip');
	const files = Object.entries(whole).map(([file, text]) => [`../../deep/${file}`, strToU8(text)]);
	writeFileSync(zip, zipSync(Object.fromEntries(files) as Record<string, Uint8Array>));
	expect(await run(['--load', zip])).toBe(0);
	expect(existsSync(join(folder, '..', '..', 'deep'))).toBe(false);
});

test.each([
	['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
	[
		'overwritten',
		(bytes: Uint8Array) => bytes.map((byte, at) => (at > 60 && at < 400 ? 255 : byte))
	]
])('a .zip that was %s is bad input in one line, or a report', async (what, spoil) => {
	const zip = join(folder, `${what}.zip`);
	const big = Array.from({ length: 4_000 }, (_, n) => `${n * 7919},x${n % 97}\n`).join('');
	const good = zipSync({ 'person.csv': strToU8(`person_id,mood\n${big}`) });
	writeFileSync(zip, spoil(good));
	expect(await run(['--load', zip])).toBeGreaterThan(0);
	expect(err.trimEnd().split('\n').length).toBe(1);
});

test.each([
	[['--load', join(folder, 'nowhere')], 'there is nothing here'],
	[['--load', 'package.json'], 'neither a folder nor a .zip'],
	[['--load', folder, '--persons', '5'], 'it goes without'],
	[['--persons', '5', '--seed', '1'], '--out: give a value'],
	[['--persons', '0', '--seed', '1', '--out', folder], 'not a whole number'],
	[['--persons', '1e3', '--seed', '1', '--out', folder], 'not a whole number'],
	[['--persons', '5', '--out', folder], '--seed: give a value'],
	[['--persons', '5', '--seed', '1', '--out', folder, '--as-of', '2026-02-30'], 'is not a day'],
	[['--nonsense'], 'see npx aldgate population --help']
])('%j is bad input, said in one line', async (argv, words) => {
	expect(await run(argv)).toBe(2);
	expect(out).toBe('');
	expect(err).toContain(words);
	expect(err.trimEnd().split('\n').length).toBe(1);
});

test('a folder that cannot be written to ends with 3 in one line', async () => {
	const blocked = join(folder, 'blocked');
	writeFileSync(blocked, '');
	expect(await run(['--persons', '5', '--seed', '1', '--out', join(blocked, 'x'), '--json'])).toBe(
		3
	);
	expect(err.trimEnd().split('\n').length).toBe(1);
});

test('makes a population and answers with its rows as JSON', async () => {
	const made = join(folder, 'made');
	expect(await run(['--persons', '60', '--seed', 'x', '--out', made, '--json'])).toBe(0);
	expect(JSON.parse(out)).toMatchObject({ rows: { person: 60, identity: 60 } });
	expect(readFileSync(join(made, 'catalogue.json'), 'utf8')).toContain('linked-core');
	[out] = [''];
	expect(await run(['--help'])).toBe(0);
	expect(out.trim()).toBe(help);
});

test('a source that is not there is said by name', async () => {
	await expect(load(join(folder, 'nowhere'))).rejects.toThrow(Unusable);
});
