import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import type { Catalogue } from '#workspaces/population/catalogue.ts';
import { generate } from '#workspaces/population/generate.ts';
import { Unusable } from '#workspaces/population/load-files.ts';
import { load } from '#workspaces/population/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-load-test-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
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

test('a source that is not there is said by name', async () => {
	await expect(load(join(folder, 'nowhere'))).rejects.toThrow(Unusable);
});
