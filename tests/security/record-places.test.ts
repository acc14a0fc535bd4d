import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, ran, rewrite, rulesFor, scene } from './deidentify-scene.ts';

/**
 * Decision 25: records that nothing points at are named by their place in the file. These tests hold that
 * against class C03: no sequence, no time, and nothing by which two snapshots could be joined.
 */
let place: Awaited<ReturnType<typeof scene>>;
beforeAll(async () => {
	place = await scene(4500);
}, 120_000);
afterAll(() => {
	place.remove();
});

const tables = [{ name: 'person' }, { name: 'visit_occurrence' }, { name: 'condition_occurrence' }];

async function cut(changes: object = {}, source = place.source): Promise<string> {
	const out = place.out();
	const rules = rulesFor({ tables, ...changes });
	const { report } = await ran({ source, lists: join(source, 'lists'), rules, out });
	expect(report.gate['reasons']).toEqual([]);
	return out;
}

const hash = (folder: string, table: string) =>
	createHash('sha256')
		.update(readFileSync(join(folder, `${table}.parquet`)))
		.digest('hex');

/** Rewrites the days of a table so that what was early in a month is late in it. */
const turned = (source: string, table: string, days: readonly string[]) =>
	rewrite(
		join(source, `${table}.parquet`),
		`select * replace (${days
			.map(
				(day) =>
					`(date_trunc('month', ${day})::date + (day(last_day(${day})) - day(${day}))::integer)::date as ${day}`
			)
			.join(', ')}) from t`
	);

test('where months are released, days within them decide nothing, the order of rows included', async () => {
	const months = { dates: { mode: 'month' } };
	const spoilt = place.copy();
	await turned(spoilt, 'condition_occurrence', ['condition_start_date', 'condition_end_date']);
	const [one, other] = [await cut(months), await cut(months, spoilt)];
	expect(hash(other, 'condition_occurrence')).toBe(hash(one, 'condition_occurrence'));
	// with exact days the same change is seen: the comparison can fail
	const [exact, moved] = [await cut(), await cut({}, spoilt)];
	expect(hash(moved, 'condition_occurrence')).not.toBe(hash(exact, 'condition_occurrence'));
}, 60_000);

test('places and the source’s own numbers do not go together over 10,000 records', async () => {
	const out = await cut();
	const file = (folder: string, table: string) => `'${join(folder, `${table}.parquet`)}'`;
	// events that are one of their kind in both, so that each is known on either side
	const [row] = await ask(`
		with o as (
			select condition_occurrence_id as place, condition_concept_id as code, condition_start_date as day
			from ${file(out, 'condition_occurrence')}
		), s as (
			select condition_occurrence_id as own, condition_concept_id as code, condition_start_date as day
			from ${file(place.source, 'condition_occurrence')}
		), pairs as (
			select place, own from (select code, day, any_value(place) as place from o group by all having count(*) = 1)
			join (select code, day, any_value(own) as own from s group by all having count(*) = 1) using (code, day)
		), ranked as (select rank() over (order by place) as a, rank() over (order by own) as b from pairs)
		select count(*)::integer as n, corr(a, b) as rho from ranked`);
	expect(Number(row?.['n'])).toBeGreaterThan(10_000);
	expect(Math.abs(Number(row?.['rho']))).toBeLessThan(0.05);
}, 60_000);

test('two projects’ places name the same record no more often than chance would', async () => {
	const [one, two] = [await cut(), await cut({ project: 'P2' })];
	const file = (folder: string) => `'${join(folder, 'condition_occurrence.parquet')}'`;
	const columns = 'condition_concept_id, condition_start_date';
	const [row] = await ask(`
		with a as (select condition_occurrence_id as place, ${columns} from ${file(one)}),
			b as (select condition_occurrence_id as place, ${columns} from ${file(two)}),
			kinds as (select count(*) as n from a group by ${columns})
		select (select count(*) from a)::integer as n,
			(select count(*) from a join b using (place, ${columns}))::integer as met,
			(select sum(n * n) from kinds)::double / (select count(*) from a) as chance`);
	const [n, met, chance] = [Number(row?.['n']), Number(row?.['met']), Number(row?.['chance'])];
	expect(n).toBeGreaterThan(10_000);
	// as many as two shuffles of the same records share, and five standard deviations
	expect(met).toBeLessThan(chance + 5 * Math.sqrt(chance) + 1);
}, 60_000);
