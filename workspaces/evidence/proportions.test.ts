import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableFromSelect } from './specification.ts';

const tables = {
	person: ['person_id', 'gender_concept_id', 'year_of_birth', 'region'],
	measurement: ['measurement_id', 'person_id', 'value_as_number']
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

const old = [{ column: 'year_of_birth', op: '<', value: 1960 }];
const met = 'count(distinct case when year_of_birth < 1960 then person_id end)';
const all = 'count(distinct person_id)';

describe('a share of people', () => {
	test.each([
		['people who meet it among all people', `${met} / ${all}`],
		['the same as a fraction', `1.0 * ${met} / ${all}`],
		['the same with a cast', `${met}::double / ${all}`],
		['with null said plainly', `${met.replace(' end', ' else null end')} / ${all}`],
		['a mean of ones and zeros of people', 'avg(case when year_of_birth < 1960 then 1 else 0 end)'],
		['the same in decimals', 'avg(case when year_of_birth < 1960 then 1.0 else 0.0 end)']
	])('becomes a proportion: %s', async (_, sql) => {
		const found = await read(`select region, ${sql} as share from person group by region`);
		expect(found).toMatchObject({
			specification: {
				statistic: 'proportion',
				value: null,
				when: old,
				rows: ['region'],
				unit: 'person_id',
				margins: false
			}
		});
	});

	test('takes several conditions that must all hold, over records of joined tables', async () => {
		const sql = `select ${met.replace('1960', '1960 and value_as_number >= 140')} / ${all}
			from person join measurement using (person_id)`;
		const more = { column: 'value_as_number', op: '>=', value: 140 };
		expect(await read(sql)).toMatchObject({ specification: { when: [...old, more] } });
	});

	const people = 'from person';
	const records = 'from measurement';
	test.each([
		['a mean over records', 'avg(case when value_as_number > 9 then 1 else 0 end)', records],
		['another number', 'avg(case when year_of_birth < 1960 then 2 else 0 end)', people],
		['no else', 'avg(case when year_of_birth < 1960 then 1 end)', people],
		['two cases', 'avg(case when region = 1 then 1 when region = 2 then 0 else 0 end)', people],
		['records', `${met.replace('distinct ', '')} / count(*)`, people],
		['people by records', `${met} / count(*)`, people],
		['percentages', `100 * ${met} / ${all}`, people],
		['another column', `${met.replace('person_id', 'region')} / ${all}`, people],
		['an else', `${met.replace(' end', ' else 7 end')} / ${all}`, people],
		['an optional table', `${met} / ${all}`, 'from person left join measurement using (person_id)'],
		['a filter', 'avg(case when region = 1 then 1 else 0 end) filter (where region > 1)', people]
	])('says what to write instead of %s', async (_, sql, from) => {
		const found = await read(`select ${sql} ${from}`);
		expect('needsEvidence' in found ? found.needsEvidence : '').toContain(
			'count(distinct case when … then person_id end) / count(distinct person_id)'
		);
	});

	test('is not had by a condition that is no filter', async () => {
		const sql = `select avg(case when region = 1 or region = 2 then 1 else 0 end) from person`;
		expect(await read(sql)).toHaveProperty(
			'needsEvidence',
			expect.stringMatching(/not a simple comparison/)
		);
	});
});
