import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isNhsNumber } from '#platform/nhs-number.ts';
import { generate } from '#workspaces/population/generate.ts';
import { fileOf, tables } from '#workspaces/population/layout.ts';

const folder = mkdtempSync(join(tmpdir(), 'aldgate-population-keys-'));
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

test('NHS numbers are valid, unique and from a test range; contact details reach nobody', async () => {
	const identities = await rows('select nhs_number, phone, email, postcode from identity');
	expect(new Set(identities.map(([number]) => number)).size).toBe(20_000);
	for (const [number, phone, email, postcode] of identities as string[][]) {
		expect(isNhsNumber(number ?? '') && number?.startsWith('999')).toBe(true);
		expect(phone).toMatch(/^(020 7946 0\d{3}|07700 900\d{3})$/);
		expect(email).toMatch(/^[a-z.0-9]+@example\.org$/);
		expect(postcode).toMatch(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/);
	}
});

test('every key leads somewhere', async () => {
	const links: readonly (readonly [from: string, column: string, to: string, key: string])[] = [
		['identity', 'person_id', 'person', 'person_id'],
		['identity', 'postcode', 'postcode', 'postcode'],
		['identity', 'practice_code', 'controller', 'code'],
		['identity', 'trust_code', 'controller', 'code'],
		['person', 'location_id', 'location', 'location_id'],
		['person', 'care_site_id', 'care_site', 'care_site_id'],
		['location', 'zip', 'postcode', 'postcode'],
		['care_site', 'care_site_source_value', 'controller', 'code'],
		['care_site', 'location_id', 'location', 'location_id'],
		['controller_signup', 'controller_code', 'controller', 'code'],
		['visit_occurrence', 'care_site_id', 'care_site', 'care_site_id'],
		[
			'visit_occurrence',
			'preceding_visit_occurrence_id',
			'visit_occurrence',
			'visit_occurrence_id'
		],
		['condition_occurrence', 'condition_concept_id', 'concept', 'concept_id'],
		['drug_exposure', 'drug_concept_id', 'concept', 'concept_id'],
		['measurement', 'measurement_concept_id', 'concept', 'concept_id'],
		['death', 'cause_concept_id', 'concept', 'concept_id'],
		['concept_ancestor', 'ancestor_concept_id', 'concept', 'concept_id'],
		['concept_ancestor', 'descendant_concept_id', 'concept', 'concept_id'],
		...['ndoo_cleaned', 'type1'].map(
			(list) => [list, 'nhs_number', 'identity', 'nhs_number'] as const
		),
		...['visit_occurrence', 'death', 'observation_period'].map(
			(table) => [table, 'person_id', 'person', 'person_id'] as const
		),
		...['condition_occurrence', 'drug_exposure', 'measurement'].map(
			(table) => [table, 'visit_occurrence_id', 'visit_occurrence', 'visit_occurrence_id'] as const
		)
	];
	for (const [from, column, to, key] of links)
		expect([
			from,
			column,
			...(await numbers(
				`select count(*) from ${from} where ${column} is not null
				and ${column} not in (select ${key} from ${to})`
			))
		]).toEqual([from, column, 0]);
});

test('row keys are unique, and events are their visit’s person’s, in life and in the record', async () => {
	for (const table of tables.filter(({ internal }) => !internal)) {
		const key = table.columns[0]?.name ?? '';
		expect(await numbers(`select count(*) - count(distinct ${key}) from ${table.name}`)).toEqual([
			0
		]);
	}
	for (const [table, day] of [
		['condition_occurrence', 'condition_start_date'],
		['drug_exposure', 'drug_exposure_start_date'],
		['measurement', 'measurement_date']
	] as const)
		expect(
			await numbers(`select count(*) from ${table} e join visit_occurrence v
				using (visit_occurrence_id)
				where e.person_id <> v.person_id or ${day} <> visit_start_date`)
		).toEqual([0]);
	expect(
		await numbers(`select count(*) filter (visit_start_date < birth_date),
			count(*) filter (visit_start_date > coalesce(death_date, date '2026-10-31')),
			count(*) filter (visit_end_date > observation_period_end_date),
			count(*) filter (visit_start_date < date '2015-01-01')
			from visit_occurrence join identity using (person_id)
			join observation_period using (person_id) left join death using (person_id)`)
	).toEqual([0, 0, 0, 0]);
});

test('the hierarchy is closed: descendants of descendants are descendants', async () => {
	expect(
		await numbers(`select count(*) from concept_ancestor a join concept_ancestor b
			on b.ancestor_concept_id = a.descendant_concept_id
			where (a.ancestor_concept_id, b.descendant_concept_id) not in
			(select (ancestor_concept_id, descendant_concept_id) from concept_ancestor)`)
	).toEqual([0]);
	const below = await rows(
		'select descendant_concept_id from concept_ancestor where ancestor_concept_id = 201820'
	);
	expect(below.flat()).toEqual(expect.arrayContaining([201820, 201254, 201826, 4193704]));
});

test('five boards, practices and trusts; most have signed up, all trusts for research', async () => {
	expect(await rows('select kind, count(*) from controller group by 1 order by 1')).toEqual([
		['gp-practice', '250'],
		['icb', '5'],
		['trust', '20']
	]);
	const share = async (kind: string, purpose: string) =>
		await numbers(`select count(*) filter (code in (select controller_code from controller_signup
			where purpose = '${purpose}' and dataset = 'linked-core' and signed_from <= date '2026-11-01'
			and (signed_to is null or signed_to >= date '2026-11-01'))) / count(*)
			from controller where kind = '${kind}'`);
	for (const [purpose, about] of [
		['research', 0.85],
		['industry', 0.7]
	] as const) {
		const [signed = 0] = await share('gp-practice', purpose);
		expect(Math.abs(signed - about)).toBeLessThan(0.06);
	}
	expect(await share('trust', 'research')).toEqual([1]);
	const [practices, national, typeOne] = await numbers(`select
		(select count(distinct care_site_id) from person),
		1 - (select count(*) from ndoo_cleaned) / 20000, (select count(*) from type1) / 20000`);
	expect(practices).toBeGreaterThan(240);
	expect(national).toBeCloseTo(0.05, 2);
	expect(typeOne).toBeCloseTo(0.03, 2);
});
