import { join } from 'node:path';
import { shiftOf, uuid8 } from './classes-keys.ts';
import { agreed, sensitive } from './classes-scene.ts';
import { ask, one, type Ran } from './deidentify-scene.ts';

/** One extract to look at: what it was made from, where it is, and what was chosen for it. */
export type Made = Ran & {
	readonly source: string;
	readonly out: string;
	readonly mode: 'exact' | 'shift' | 'month' | 'relative';
	readonly period: { readonly from: string; readonly to: string };
};

/** What must be true of any extract, worked out here anew, apart from the engine. */
export type Check = { readonly name: string; readonly holds: (made: Made) => Promise<boolean> };

const file = (folder: string, table: string) => `'${join(folder, `${table}.parquet`)}'`;
const column = async (folder: string, table: string, name: string) =>
	new Set(
		(
			await ask(
				`select distinct ${name} as v from ${file(folder, table)} where ${name} is not null`
			)
		).map(({ v }) => String(v))
	);
const within = (inner: ReadonlySet<string>, outer: ReadonlySet<string>) =>
	inner.size > 0 && inner.isSubsetOf(outer);
const shared = (out: string, table: string, name: string) =>
	one(`select coalesce(min(n), 0) from (select count(distinct person_id) as n from ${file(out, table)}
		where ${name} is not null and ${name} <> 0 group by ${name})`);
const day = { exact: 'date', shift: 'date', month: 'month', relative: 'days' } as const;

const names = async ({ out, mode }: Made) => {
	const ages = ['birth_year', 'age', ...(mode === 'relative' ? ['index_year'] : [])];
	for (const [table, expected] of Object.entries(agreed(day[mode], ages))) {
		const found = (await ask(`describe select * from ${file(out, table)}`)).map((row) =>
			String(row['column_name'])
		);
		if (found.sort().join() !== expected.join()) return false;
	}
	return true;
};

/** Pseudonyms of a column are those of its own domain, made by node of the source's own keys. */
const keyed =
	(table: string, name: string, domain: string, from = table) =>
	async ({ source, out }: Made) => {
		const raw = await column(source, from, name);
		return within(await column(out, table, name), new Set([...raw].map((id) => uuid8(domain, id))));
	};

const people = async ({ source, out }: Made) => {
	const numbers = await ask(`select nhs_number as v from ${file(source, 'identity')}
		where nhs_number in (select nhs_number from ${file(join(source, 'lists'), 'ndoo_cleaned')})`);
	const may = new Set(numbers.map(({ v }) => uuid8('person', String(v))));
	for (const table of ['person', 'visit_occurrence', 'measurement', 'death'])
		if (!within(await column(out, table, 'person_id'), may)) return false;
	return true;
};

/** Visits at practices of people with a type 1 opt-out are nowhere. */
const typeOne = async ({ source, out }: Made) => {
	const rows =
		await ask(`select v.visit_occurrence_id as v from ${file(source, 'visit_occurrence')} v
		join ${file(source, 'identity')} i using (person_id) join ${file(source, 'care_site')} s using (care_site_id)
		join ${file(source, 'controller')} c on c.code = s.care_site_source_value
		where c.kind = 'gp-practice' and i.nhs_number in (select nhs_number from ${file(join(source, 'lists'), 'type1')})`);
	const out1 = new Set(rows.map(({ v }) => uuid8('record:visit_occurrence', String(v))));
	for (const table of ['visit_occurrence', 'measurement'])
		if (!(await column(out, table, 'visit_occurrence_id')).isDisjointFrom(out1)) return false;
	return out1.size > 0;
};

const dates = async ({ source, out, mode, period }: Made) => {
	const name = `visit_start_${day[mode]}`;
	const released = new Map(
		(
			await ask(
				`select visit_occurrence_id as id, ${name}::varchar as at from ${file(out, 'visit_occurrence')}`
			)
		).map((row) => [String(row['id']), String(row['at'])])
	);
	const rows =
		await ask(`select visit_occurrence_id as id, visit_start_date::varchar as at, nhs_number as nhs
		from ${file(source, 'visit_occurrence')} join ${file(source, 'identity')} using (person_id)`);
	const firsts = new Map<string, number>();
	let seen = 0;
	for (const row of rows) {
		const found = released.get(uuid8('record:visit_occurrence', String(row['id'])));
		if (found === undefined) continue;
		seen += 1;
		const true_ = Temporal.PlainDate.from(String(row['at']));
		if (mode === 'exact' && found !== true_.toString()) return false;
		if (mode === 'month' && found !== String(true_.year * 100 + true_.month)) return false;
		if (mode === 'shift') {
			const moved = true_.add({ days: shiftOf(String(row['nhs'])) }).toString();
			if (found !== moved || moved < period.from || moved > period.to) return false;
		}
		if (mode === 'relative') {
			// from one first visit: days differ as the true ones do, and none is before the index
			const base = true_.since('2000-01-01').days - Number(found);
			const first = firsts.get(String(row['nhs'])) ?? base;
			firsts.set(String(row['nhs']), first);
			if (first !== base || Number(found) < 0) return false;
		}
	}
	return seen > 100;
};

export const checks: readonly Check[] = [
	{
		name: 'the gate can be opened',
		holds: ({ report }) => Promise.resolve(report.gate['verdict'] === 'open-able')
	},
	{ name: 'only the columns agreed leave', holds: names },
	{ name: 'people are pseudonyms of people who have not opted out', holds: people },
	{ name: 'a type 1 opt-out takes what practices hold', holds: typeOne },
	{
		name: 'visits are in their own domain',
		holds: keyed('visit_occurrence', 'visit_occurrence_id', 'record:visit_occurrence')
	},
	{
		name: 'organisations are in their own domain',
		holds: keyed('visit_occurrence', 'care_site_id', 'org')
	},
	{ name: 'staff are in their own domain', holds: keyed('person', 'provider_id', 'staff') },
	{
		name: 'households are in their own domain',
		holds: keyed('person', 'household_id', 'household')
	},
	{ name: 'days leave as the mode says', holds: dates },
	{
		name: 'nobody is older than 90, and no year of birth tells it',
		holds: async ({ out }) =>
			(await one(
				`select count(*) from ${file(out, 'person')} where age > 90 or (age = 90 and birth_year is not null) or birth_year < 1937`
			)) === 0
	},
	{
		name: 'a sex is shared by five',
		holds: async ({ out }) => (await shared(out, 'person', 'gender_concept_id')) >= 5
	},
	{
		name: 'ethnic groups are the five, each shared',
		holds: async ({ out }) =>
			(await column(out, 'person', 'race_concept_id')).isSubsetOf(
				new Set(['8515', '8516', '8527', '8522', '0'])
			) && (await shared(out, 'person', 'race_concept_id')) >= 5
	},
	{
		name: 'a code is shared by five',
		holds: async ({ out }) =>
			(await shared(out, 'death', 'cause_concept_id')) >= 5 &&
			(await shared(out, 'measurement', 'measurement_concept_id')) >= 5
	},
	{
		name: 'no sensitive code leaves',
		holds: async ({ out, source }) =>
			(await one(
				`select count(*) from ${file(source, 'death')} where cause_concept_id = ${String(sensitive)}`
			)) > 0 && !(await column(out, 'death', 'cause_concept_id')).has(String(sensitive))
	},
	{
		name: 'the lowest and highest values are shared by five, to no more than two decimals',
		holds: async ({ out }) =>
			(await one(`with m as (select measurement_concept_id as c, person_id as p, value_as_number as v from ${file(out, 'measurement')} where v is not null),
				ends as (select c, min(v) as low, max(v) as high from m group by c)
				select count(*) from ends e where (select count(distinct p) from m where m.c = e.c and v = e.low) < 5
				or (select count(distinct p) from m where m.c = e.c and v = e.high) < 5`)) === 0 &&
			(await one(
				`select count(*) from ${file(out, 'measurement')} where round(value_as_number, case when measurement_concept_id = 3004249 then 0 else 2 end) <> value_as_number`
			)) === 0
	},
	{
		name: 'coded values are those listed',
		holds: async ({ out }) =>
			(await column(out, 'measurement', 'measurement_type_concept_id')).isSubsetOf(
				new Set(['32817'])
			)
	},
	{
		name: 'an institution is marked, a home is not',
		holds: async ({ out }) =>
			(await one(`select count(*) from (select household_institution, count(*) as n from ${file(out, 'person')} group by household_id, household_institution)
				where household_institution <> (n > 20)`)) === 0 &&
			(await one(`select count(*) from ${file(out, 'person')} where household_institution`)) > 20
	}
];

/** Names of the checks that an extract does not pass; one whose files are not there passes none. */
export async function failing(made: Made): Promise<string[]> {
	const failed: string[] = [];
	for (const { name, holds } of checks)
		if (!(await holds(made).catch(() => false))) failed.push(name);
	return failed;
}
