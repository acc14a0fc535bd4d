import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	ask,
	everyTable,
	hashes,
	master,
	one,
	ran,
	rewrite,
	rulesFor,
	scene,
	type Ran
} from './deidentify-scene.ts';

let place: Awaited<ReturnType<typeof scene>>;
let out: string;
let first: Ran;
/** A file of the source, or of what was made of it. */
const src = (table: string) => `'${join(place.source, `${table}.parquet`)}'`;
const made = (table: string) => `'${join(out, `${table}.parquet`)}'`;
const listed = (table: string) => `'${join(place.lists, `${table}.parquet`)}'`;

beforeAll(async () => {
	place = await scene(4000);
	out = place.out();
	first = await ran({ source: place.source, lists: place.lists, rules: rulesFor(), out });
}, 120_000);
afterAll(() => {
	place.remove();
});

/** Truth, worked out again from the source in one query: which rows may be used and why. */
const truth = () => `
	with signed as (
		select distinct controller_code as code, dataset from ${listed('controller_signup')}
		where purpose = 'research' and signed_from <= date '2026-11-01'
		and coalesce(signed_to, date '9999-01-01') >= date '2026-11-01'
	), site as (
		select care_site_id, care_site_source_value as code, kind = 'gp-practice' as gp
		from ${src('care_site')} s join ${src('controller')} c on c.code = s.care_site_source_value
	), who as (
		select p.person_id, p.care_site_id, i.nhs_number in (select nhs_number from ${listed('ndoo_cleaned')}) as may,
			i.nhs_number in (select nhs_number from ${listed('type1')}) as type1
		from ${src('person')} p join ${src('identity')} i using (person_id)
	), seen as (
		select v.visit_occurrence_id, v.person_id, s.code, s.gp, w.type1
		from ${src('visit_occurrence')} v join site s using (care_site_id) join who w using (person_id)
		where w.may
	), usable as (select * from seen where not (gp and type1)),
	inside as (
		select person_id from usable where code in (select code from signed where dataset = 'linked-core')
		union
		select person_id from who join site s using (care_site_id)
		where may and not type1 and s.code in (select code from signed where dataset = 'linked-core')
	)`;

test('the gate can be opened, and every step has said so', () => {
	expect(first.report.gate).toMatchObject({ verdict: 'open-able', reasons: [] });
	expect(first.events.filter(({ status }) => status === 'done').map(({ step }) => step)).toEqual([
		'cohort',
		'sign-up',
		'opt-outs',
		'cut',
		'pseudonyms',
		'report',
		'scan',
		'seal'
	]);
});

test('exactly the people remain whom a signed controller holds and who have not opted out', async () => {
	const expected = await one(`${truth()} select count(*) from inside`);
	expect(expected).toBeGreaterThan(3000);
	expect(await one(`select count(*) from ${made('person')}`)).toBe(expected);
	expect(first.report['persons']).toMatchObject({ in: 4000, out: expected });
	const { leftOut } = first.report['persons'] as { leftOut: { persons: number }[] };
	expect(leftOut.reduce((sum, { persons }) => sum + persons, 0)).toBe(4000 - expected);
});

test.each([
	['visit_occurrence', 'linked-core'],
	['condition_occurrence', 'linked-core'],
	['drug_exposure', 'linked-core'],
	['measurement', 'measurements']
])('%s has exactly the rows whose controller signed up for it', async (table, dataset) => {
	const expected = await one(`${truth()} select count(*) from ${src(table)} r join usable u
		using (visit_occurrence_id) where u.person_id in (select person_id from inside)
		and u.code in (select code from signed where dataset = '${dataset}')`);
	expect(expected).toBeGreaterThan(0);
	expect(await one(`select count(*) from ${made(table)}`)).toBe(expected);
	expect(expected).toBeLessThan(await one(`select count(*) from ${src(table)}`));
});

test('people in other tables are people of the person table', async () => {
	for (const table of everyTable)
		expect(
			await one(
				`select count(*) from ${made(table)} where person_id not in (select person_id from ${made('person')})`
			)
		).toBe(0);
});

test('references to visits lead to visits that are there', async () => {
	for (const table of ['condition_occurrence', 'drug_exposure', 'measurement'])
		expect(
			await one(`select count(*) from ${made(table)} r anti join ${made('visit_occurrence')} v
				using (visit_occurrence_id) where r.visit_occurrence_id is not null`)
		).toBe(0);
});

describe('columns', () => {
	const columns = async (table: string) =>
		Object.fromEntries(
			(await ask(`describe select * from ${made(table)}`)).map((row) => [
				String(row['column_name']),
				String(row['column_type'])
			])
		);

	test('a birth date leaves as a year and an age, and nobody is above 90', async () => {
		const person = await columns('person');
		expect(person).toMatchObject({
			birth_year: 'SMALLINT',
			age: 'SMALLINT',
			region: 'VARCHAR',
			imd_decile: 'SMALLINT'
		});
		for (const gone of [
			'birth_datetime',
			'month_of_birth',
			'day_of_birth',
			'location_id',
			'person_source_value'
		])
			expect(person).not.toHaveProperty(gone);
		const [row] = await ask(`select max(age)::int as age, min(birth_year)::int as year,
			count(*) filter (where age = 90 and birth_year is not null)::int as told,
			count(*) filter (where age = 90)::int as old from ${made('person')}`);
		expect(row).toMatchObject({ age: 90, told: 0 });
		expect(Number(row?.['year'])).toBeGreaterThanOrEqual(2026 - 89);
		expect(Number(row?.['old'])).toBeGreaterThan(0);
	});

	test('days leave without times, and free text and source values not at all', async () => {
		for (const table of everyTable)
			for (const [name, type] of Object.entries(await columns(table))) {
				expect([name, type]).not.toEqual([name, expect.stringMatching(/^TIME/)]);
				expect(name).not.toMatch(/source_value|_datetime|stop_reason|sig$|lot_number/);
				if (type === 'VARCHAR') expect(name).toBe('region');
			}
	});

	test('every key is a pseudonym of version 8, and none is a key of the source', async () => {
		for (const table of everyTable)
			for (const [name, type] of Object.entries(await columns(table)))
				if (
					name === 'person_id' ||
					name === 'visit_occurrence_id' ||
					name === 'preceding_visit_occurrence_id' ||
					name === 'care_site_id'
				) {
					expect([table, name, type]).toEqual([table, name, 'UUID']);
					expect(
						await one(
							`select count(*) from ${made(table)} where substr("${name}"::varchar, 15, 1) <> '8'`
						)
					).toBe(0);
				}
	});

	test('a record that nothing points at is named by its place in the release', async () => {
		for (const table of everyTable) {
			const key = `${table}_id`;
			if (
				['person', 'visit_occurrence'].includes(table) ||
				!Object.hasOwn(await columns(table), key)
			)
				continue;
			const file = `read_parquet(${made(table)}, file_row_number = true)`;
			expect(
				await one(`select count(*) from ${file} where ${key} is distinct from file_row_number + 1`)
			).toBe(0);
		}
	});

	test('the order of rows tells nothing about the order of records', async () => {
		const [row] = await ask(`with o as (
				select row_number() over () as place, p.person_id, birth_year from ${made('person')} p
			) select abs(corr(place, birth_year)) as r from o`);
		expect(Number(row?.['r'])).toBeLessThan(0.06);
	});
});

test('the same inputs make the same bytes, in every file', async () => {
	const again = place.out();
	await ran({ source: place.source, lists: place.lists, rules: rulesFor(), out: again });
	expect(hashes(again)).toEqual(hashes(out));
	expect(readdirSync(again).sort()).toEqual(
		[...everyTable.map((name) => `${name}.parquet`), 'manifest.json', 'report.json'].sort()
	);
});

test('neither the order of the source nor the numbers of its records reach the release', async () => {
	const spoilt = place.copy();
	for (const table of ['condition_occurrence', 'drug_exposure', 'measurement'])
		await rewrite(
			join(spoilt, `${table}.parquet`),
			`select * replace ((7000000 - 3 * ${table}_id)::bigint as ${table}_id) from t order by hash(${table}_id)`
		);
	const folder = place.out();
	await ran({ source: spoilt, lists: join(spoilt, 'lists'), rules: rulesFor(), out: folder });
	for (const table of everyTable)
		expect([table, hashes(folder)[`${table}.parquet`]]).toEqual([
			table,
			hashes(out)[`${table}.parquet`]
		]);
});

test('two projects, or two keys, share not one pseudonym', async () => {
	for (const other of [
		{ rules: rulesFor({ project: 'P2' }), master },
		{ rules: rulesFor(), master: Buffer.alloc(32, 43) }
	]) {
		const folder = place.out();
		await ran({ source: place.source, lists: place.lists, out: folder, ...other });
		for (const [table, key] of [
			['person', 'person_id'],
			['visit_occurrence', 'visit_occurrence_id']
		] as const)
			expect(
				await one(
					`select count(*) from ${made(table)} a join '${join(folder, `${table}.parquet`)}' b using (${key})`
				)
			).toBe(0);
	}
});

test('an industry study gets only what was signed for industry', async () => {
	const folder = place.out();
	await ran({
		source: place.source,
		lists: place.lists,
		rules: rulesFor({ purpose: 'industry' }),
		out: folder
	});
	const expected = await one(
		`${truth().replace("purpose = 'research'", "purpose = 'industry'")} select count(*) from inside`
	);
	expect(await one(`select count(*) from '${join(folder, 'person.parquet')}'`)).toBe(expected);
	expect(expected).toBeLessThan(await one(`select count(*) from ${made('person')}`));
});

test('a diagnosis known only to a controller that has not signed brings nobody in', async () => {
	const folder = place.out();
	const cohort = { conditions: [201826] };
	await ran({
		source: place.source,
		lists: place.lists,
		rules: rulesFor({ population: { cohort } }),
		out: folder
	});
	const expected =
		await one(`${truth()} select count(distinct o.person_id) from ${src('condition_occurrence')} o
		join usable u using (visit_occurrence_id) where o.condition_concept_id in (
			select descendant_concept_id from ${src('concept_ancestor')} where ancestor_concept_id = 201826
			union select 201826)
		and u.code in (select code from signed where dataset = 'linked-core')`);
	expect(expected).toBeGreaterThan(0);
	expect(await one(`select count(*) from '${join(folder, 'person.parquet')}'`)).toBe(expected);
});

test('an upheld objection takes that controller’s rows away', async () => {
	const [practice] = await ask(`select care_site_source_value as code, min(s.care_site_id) as site
		from ${src('person')} p join ${src('care_site')} s using (care_site_id) group by 1 order by count(*) desc limit 1`);
	const folder = place.out();
	const rules = rulesFor({ withoutControllers: [String(practice?.['code'])] });
	await ran({ source: place.source, lists: place.lists, rules, out: folder });
	const gone =
		await one(`${truth()} select count(*) from usable where code = '${String(practice?.['code'])}'
		and code in (select code from signed where dataset = 'linked-core') and person_id in (select person_id from inside)`);
	const after = await one(`select count(*) from '${join(folder, 'visit_occurrence.parquet')}'`);
	expect(after).toBe((await one(`select count(*) from ${made('visit_occurrence')}`)) - gone);
});

test('only the tables, columns and period asked for leave', async () => {
	const folder = place.out();
	const rules = rulesFor({
		tables: [
			{
				name: 'measurement',
				columns: ['measurement_concept_id', 'value_as_number', 'measurement_date'],
				from: '2020-01-01',
				to: '2020-12-31'
			},
			{ name: 'observation_period', from: '2020-01-01', to: '2020-12-31' }
		]
	});
	await ran({ source: place.source, lists: place.lists, rules, out: folder });
	expect(
		readdirSync(folder)
			.filter((name) => name.endsWith('.parquet'))
			.sort()
	).toEqual(['measurement.parquet', 'observation_period.parquet']);
	const file = `'${join(folder, 'measurement.parquet')}'`;
	expect(
		(await ask(`describe select * from ${file}`)).map((row) => row['column_name']).sort()
	).toEqual(['measurement_concept_id', 'measurement_date', 'person_id', 'value_as_number']);
	const [days] = await ask(
		`select min(measurement_date)::varchar as a, max(measurement_date)::varchar as b from ${file}`
	);
	expect(String(days?.['a']) >= '2020-01-01' && String(days?.['b']) <= '2020-12-31').toBe(true);
	const [period] =
		await ask(`select min(observation_period_start_date)::varchar as a, max(observation_period_end_date)::varchar as b
		from '${join(folder, 'observation_period.parquet')}'`);
	expect(period).toEqual({ a: '2020-01-01', b: '2020-12-31' });
});

test('k is counted as a plain GROUP BY counts it', async () => {
	const columns =
		'birth_year, age, gender_concept_id, race_concept_id, ethnicity_concept_id, region, imd_decile';
	const [row] =
		await ask(`select min(n)::int as k, count(*)::int as classes, count(*) filter (where n = 1)::int as uniques,
		sum(n) filter (where n < 5)::int as below from (select count(*) as n from ${made('person')} group by ${columns})`);
	expect(first.report['kAnonymity']).toMatchObject({
		after: {
			minimumK: row?.['k'],
			classes: row?.['classes'],
			uniques: row?.['uniques'],
			personsBelowThreshold: row?.['below']
		}
	});
});

test('the manifest comes last, gives each file’s digest and rounds numbers of people', () => {
	const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
		tables: { file: string; sha256: string }[];
		persons: { out: number };
	};
	const found = hashes(out);
	for (const { file, sha256 } of manifest.tables) expect(found[file]).toBe(sha256);
	expect(manifest.persons.out % 10).toBe(0);
	const key = master.toString('hex');
	for (const name of ['manifest.json', 'report.json'])
		expect(readFileSync(join(out, name), 'utf8')).not.toContain(key);
	expect(existsSync(join(place.folder, '.out-1.partial'))).toBe(false);
});
