import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Json } from '../../src/platform/canonical.ts';
import { test, type TestDatabase } from '../support/database.ts';
import { ask, one } from './deidentify-scene.ts';
import { project1, provisioned, vaultHome, withVault } from './vault-scene.ts';

let home: string;
let remove: () => void;
beforeAll(async () => {
	({ home, remove } = await vaultHome(1500));
}, 120_000);
afterAll(() => {
	remove();
});

/** The folder of the snapshot that an application with this "safe data" leads to. */
async function extract(db: TestDatabase, safeData: Record<string, Json>): Promise<string> {
	await project1(db.owner, { cohort: {}, ...safeData });
	let snapshot = '';
	await withVault(home, db.vaultUrl, async (vault) => {
		const done = (await provisioned(vault)).at(-1);
		if (done?.type === 'done') ({ snapshot } = done);
	});
	expect(snapshot).not.toBe('');
	return join(home, 'snapshots', snapshot);
}

const tables = (folder: string) =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.parquet'))
		.map((name) => name.replace('.parquet', ''))
		.sort();

const file = (folder: string, table: string) => `'${join(folder, `${table}.parquet`)}'`;

const columns = async (folder: string, table: string) =>
	(await ask(`describe select * from ${file(folder, table)}`)).map((row) => row['column_name']);

test('an extract holds the columns asked for and the keys to join them, and nothing else', async ({
	db
}) => {
	const folder = await extract(db, {
		columns: [
			'person.gender_concept_id',
			'visit_occurrence.visit_start_date',
			'condition_occurrence.condition_concept_id',
			// of a data set that was not asked for
			'measurement.value_as_number',
			// never offered to anybody
			'identity.nhs_number'
		]
	});
	expect(tables(folder)).toEqual(['condition_occurrence', 'person', 'visit_occurrence']);
	expect(new Set(await columns(folder, 'person'))).toEqual(
		new Set(['person_id', 'gender_concept_id'])
	);
	expect(new Set(await columns(folder, 'visit_occurrence'))).toEqual(
		new Set(['visit_occurrence_id', 'person_id', 'visit_start_date'])
	);
	expect(new Set(await columns(folder, 'condition_occurrence'))).toEqual(
		new Set(['condition_occurrence_id', 'person_id', 'visit_occurrence_id', 'condition_concept_id'])
	);
	const joined = await one(`
		select count(*) from ${file(folder, 'condition_occurrence')} c
		join ${file(folder, 'visit_occurrence')} v using (visit_occurrence_id, person_id)
		join ${file(folder, 'person')} p using (person_id)
	`);
	expect(joined).toBeGreaterThan(100);
});

test('an extract of one data set has none of the other’s tables, and only days asked for', async ({
	db
}) => {
	const folder = await extract(db, {
		datasets: ['measurements'],
		from: '2024-01-01',
		to: '2024-12-31'
	});
	expect(tables(folder)).toEqual(['measurement']);
	const [days] = await ask(`
		select min(measurement_date)::varchar as first, max(measurement_date)::varchar as last, count(*)::int as rows
		from ${file(folder, 'measurement')}
	`);
	expect(days?.['rows']).toBeGreaterThan(10);
	expect(String(days?.['first']) >= '2024-01-01').toBe(true);
	expect(String(days?.['last']) <= '2024-12-31').toBe(true);
});

test('choosing no column asks for all that may be released', async ({ db }) => {
	const folder = await extract(db, { columns: [] });
	expect(tables(folder)).toContain('drug_exposure');
	expect(await columns(folder, 'person')).toContain('birth_year');
});
