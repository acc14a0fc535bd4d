import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { showsPeople } from './people.ts';
import { serialise } from './tree.ts';

let connection: DuckDBConnection;
beforeAll(async () => {
	connection = await (await DuckDBInstance.create(':memory:')).connect();
	await connection.run(
		'create table person (person_id uuid, sex int, year_of_birth int, amount decimal(10, 2))'
	);
	await connection.run(
		'create table condition (condition_id uuid, person_id uuid, concept int, day date)'
	);
});

async function shows(sql: string): Promise<boolean> {
	const statement = await connection.prepare(sql);
	const types = Array.from({ length: statement.columnCount }, (_, index) =>
		statement.columnType(index).toString()
	);
	const keys = new Set(['person_id', 'condition_id']);
	return showsPeople(await serialise(connection, sql), { types, keys });
}

describe('does not count as rows of people', () => {
	test.each([
		'select count(*) from person',
		'select count(distinct person_id) as people from condition',
		'select sex, year_of_birth // 10 * 10 as decade, count(*) as n, avg(amount) from person group by 1, 2 order by 3 desc limit 20',
		'select sex, count(*) from person group by all having count(*) > 10',
		'select c.concept, count(distinct p.person_id) from person p join condition c on c.person_id = p.person_id where p.sex = 1 group by 1',
		'select concept, count(*) from condition join person using (person_id) group by concept',
		'with first as (select person_id, min(day) as started from condition group by person_id) select year(started), count(*) from first group by 1',
		'select avg(n) from (select person_id, count(*) as n from condition group by person_id)',
		'select sex, count(*) from person where person_id in (select person_id from condition where concept = 3) group by sex',
		"select case when year_of_birth < 1950 then 'old' else 'young' end as age, sum(amount) from person group by 1",
		'select sex, sum(amount)::decimal(10,2) from person group by sex',
		'describe person',
		'show tables'
	])('%s', async (sql) => {
		expect(await shows(sql)).toBe(false);
	});
});

describe('counts as rows of people', () => {
	test.each([
		'select * from person',
		'select year_of_birth from person',
		'select person_id, count(*) from condition group by 1',
		'select person_id::varchar as a, count(*) from condition group by 1',
		'select md5(person_id::varchar) as a, count(*) from condition group by 1',
		'select min(person_id::varchar) from person',
		'select max(person_id) from person',
		"select string_agg(person_id::varchar, ',') from person",
		'select list(year_of_birth) from person',
		'select first(year_of_birth) from person',
		'select any_value(sex), arg_max(year_of_birth, amount) from person',
		'with t(a) as (select person_id from person) select a, count(*) from t group by 1',
		'select a, count(*) from (select person_id as a from person) group by 1',
		'select a, count(*) from (select person_id from person) t(a) group by 1',
		'select s, count(*) from (select sex as s from person union all select person_id::varchar from person) group by 1',
		'select x, count(*) from (select year_of_birth as x from person union all select hash(person_id) from person) group by 1',
		'select r, count(*) from (select row_number() over () as r from person) group by 1',
		'select (select person_id::varchar from person limit 1), count(*) from person',
		'select p, count(*) from person p group by 1',
		'select sex, count(*) from (select * from person) group by 1',
		'select count(*), min(columns(*)) from person',
		'select #1, count(*) from person group by 1',
		"select case when person_id = '00000000-0000-0000-0000-000000000000' then 1 else 0 end as hit, count(*) from person group by 1",
		'select sex from person union all select 1',
		'summarize person',
		'select *, (select person_id from person limit 1) from (show tables)',
		'select * replace ((select person_id::varchar from person limit 1) as name) from (show tables)',
		'select sum(amount) from person using sample 1 rows',
		'select distinct year_of_birth from person',
		'from person',
		'select histogram(year_of_birth) from person',
		'select e, count(*) from (select unnest([person_id]) as e from person) group by 1',
		'select person_id, sum(1) from person group by rollup (1)'
	])('%s', async (sql) => {
		expect(await shows(sql)).toBe(true);
	});
});
