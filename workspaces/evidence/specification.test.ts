import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableFromSelect } from './specification.ts';

const tables = {
	person: ['person_id', 'gender_concept_id', 'year_of_birth', 'region', 'care_site_id'],
	condition_occurrence: [
		'condition_occurrence_id',
		'person_id',
		'condition_concept_id',
		'condition_start_date',
		'visit_occurrence_id'
	],
	measurement: ['measurement_id', 'person_id', 'measurement_date', 'value_as_number', 'unit'],
	concept: ['concept_id', 'concept_name']
};

let db: DuckDBConnection;
beforeAll(async () => {
	db = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => {
	db.closeSync();
});

async function read(sql: string) {
	const made = await db.runAndReadAll('select json_serialize_sql($1::varchar) as tree', [sql]);
	return tableFromSelect(JSON.parse(String(made.getRowObjects()[0]?.['tree'])), tables);
}
async function specificationOf(sql: string) {
	const found = await read(sql);
	if ('needsEvidence' in found) throw new Error(found.needsEvidence);
	return found.specification;
}
async function reason(sql: string): Promise<string> {
	const found = await read(sql);
	return 'needsEvidence' in found ? found.needsEvidence : 'accepted';
}

describe('becomes a table', () => {
	test('a count of people by two groups', async () => {
		const made = await specificationOf(
			'select region, gender_concept_id as sex, count(distinct person_id) n from person group by 1, sex order by n desc'
		);
		expect(made).toMatchObject({
			from: 'person',
			rows: ['region'],
			columns: ['sex'],
			unit: 'person_id',
			statistic: 'count',
			of: 'units',
			margins: true
		});
		expect(made.fields['sex']).toEqual({ table: 'person', column: 'gender_concept_id' });
	});

	test('a mean over joined tables with conditions', async () => {
		const made = await specificationOf(
			`select year(m.measurement_date) as year, avg(m.value_as_number)
			from person p join measurement m on p.person_id = m.person_id
			where m.value_as_number between 20 and 60 and p.region in ('North', 'South')
			and m.measurement_date >= date '2020-01-01' and 1950 < p.year_of_birth and unit is not null
			group by all`
		);
		expect(made.statistic).toBe('mean');
		expect(made.value).toBe('value_as_number');
		expect(made.joins).toEqual([
			{
				table: 'measurement',
				kind: 'inner',
				on: [
					[
						{ table: 'person', column: 'person_id' },
						{ table: 'measurement', column: 'person_id' }
					]
				]
			}
		]);
		expect(made.where).toEqual([
			{ column: 'value_as_number', op: 'between', value: [20, 60] },
			{ column: 'region', op: 'in', value: ['North', 'South'] },
			{ column: 'measurement_date', op: '>=', value: '2020-01-01' },
			{ column: 'year_of_birth', op: '>', value: 1950 },
			{ column: 'unit', op: 'is not null' }
		]);
	});

	test('a straight line through two columns, what is explained first', async () => {
		const made = await specificationOf(
			'select region, regr_slope(value_as_number, year_of_birth) from person join measurement using (person_id) group by region'
		);
		expect(made).toMatchObject({
			statistic: 'slope',
			value: 'value_as_number',
			over: 'year_of_birth',
			unit: 'person_id',
			margins: false
		});
	});

	test.each([
		'select corr(value_as_number, year_of_birth) from person join measurement using (person_id)',
		'select count(*) from person',
		'select region, median(value_as_number) from person join measurement using (person_id) group by region',
		'select unit, quantile_cont(value_as_number, 0.9) from measurement group by unit',
		'select unit, stddev(value_as_number) from measurement group by unit',
		'select floor((2024 - year_of_birth) / 10) * 10 as band, count(*) from person group by band',
		"select case when year_of_birth < 1960 then 'old' else 'young' end as age, count(*) from person group by 1",
		'select concept_name, count(distinct c.person_id) from condition_occurrence c join concept on condition_concept_id = concept_id group by 1',
		"select date_trunc('month', measurement_date), count(*) from measurement group by 1",
		'select extract(year from measurement_date) y, max(value_as_number) from measurement group by y',
		'FROM PERSON SELECT REGION, COUNT(*) GROUP BY REGION'
	])('%s', async (sql) => {
		expect(await reason(sql)).toBe('accepted');
	});
});

describe('needs evidence, and says why', () => {
	test.each([
		["select 'a' k, 57 n", 'do not come from a table'],
		['select corr(value_as_number + 1, 2) from measurement', 'not a calculation'],
		['select corr(value_as_number, measurement_id) from measurement', 'identifier'],
		['select regr_count(value_as_number, person_id) from measurement', 'count(*)'],
		['select region, 57 n from person group by region', 'constant'],
		["select 'a' k, count(*) from person", 'constant'],
		['select region from person', 'no statistic'],
		[
			'select person_id, count(*) from measurement group by person_id',
			'tells people or records apart'
		],
		['select count(*) from person where person_id = 7', 'tells people or records apart'],
		['select count(*) from measurement where measurement_id < 9', 'tells people or records apart'],
		['select count(distinct pid) from (select uuid() as pid from range(99))', 'subquery'],
		['select count(*) from range(99)', 'function or a file'],
		["select count(*) from read_csv('people.csv')", 'function or a file'],
		["select count(*) from 'people.parquet'", 'not a table'],
		['with p as (select uuid() as person_id) select count(distinct person_id) from p', '“with”'],
		['select count(*) from person union all select 57', 'one select'],
		['select count(*) from (values (1), (2)) t(person_id)', 'subquery or a list of values'],
		['select count(*) from other.person', 'schema'],
		['select count(*) from person, measurement', 'join … on'],
		[
			'select count(*) from person join measurement on year_of_birth = value_as_number',
			'person_id'
		],
		[
			'select count(*) from person join measurement on person.person_id = measurement.measurement_id',
			'person_id'
		],
		['select count(*) from person p join person q on p.person_id = q.person_id', 'used twice'],
		[
			'select count(*) from person where year_of_birth = 1950 or region is null',
			'simple comparison'
		],
		[
			'select count(*) from person where year_of_birth = (select max(year_of_birth) from person)',
			'compar'
		],
		["select count(*) from person where region like 'N%'", 'simple comparison'],
		['select region, count(*) from person group by region having count(*) > 3', 'having'],
		['select region, count(*) from person group by region limit 3', 'limit'],
		['select region, count(*) from person group by rollup (region)', 'rollup'],
		['select count(*) from person using sample 10', 'sample'],
		['select count(*) from person tablesample 10%', 'sample'],
		['select count(*), avg(year_of_birth) from person', 'several statistics'],
		['select sum(value_as_number + 1000000) from measurement', 'not a calculation'],
		['select sum(distinct value_as_number) from measurement', 'distinct'],
		['select count(distinct region) from person', 'Count people'],
		['select count(*) filter (where year_of_birth > 1950) from person', 'filter'],
		['select sum(count(*)) over () from person', 'window function'],
		['select list(person_id) from person', 'not something that we run'],
		['select round(avg(value_as_number), 1) from measurement', 'by itself'],
		['select getenv(region), count(*) from person group by 1', 'not something that we run'],
		['select quantile(value_as_number, 0.5) from measurement', 'quantile_cont'],
		['select concept_name, count(*) from concept group by 1', 'person_id'],
		['select count(*) from person; select 1', 'one table at a time'],
		['drop table person', 'Only a select'],
		['selec', 'Only a select']
	])('%s', async (sql, why) => {
		expect(await reason(sql)).toContain(why);
	});

	test('any tree that is not what the parser writes', () => {
		for (const tree of [null, 3, [], {}, { error: false }, { error: false, statements: [{}] }])
			expect(tableFromSelect(tree, tables)).toHaveProperty('needsEvidence');
	});
});
