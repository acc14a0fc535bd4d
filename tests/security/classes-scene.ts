import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rewrite, scene } from './deidentify-scene.ts';

/** Columns beside those of the population, so that every class of column is there. */
const added = [
	['nickname', 'VARCHAR', 'C01'],
	['household_id', 'BIGINT', 'C06'],
	['age_years', 'INTEGER', 'C08'],
	['latitude', 'DOUBLE', 'C13'],
	['clinic_code', 'INTEGER', 'C17'],
	['remarks', 'VARCHAR', 'C19'],
	['image_file', 'VARCHAR', 'C21'],
	['load_number', 'INTEGER', 'C22'],
	['research_flag', 'BOOLEAN', 'C23'],
	['occupation', 'VARCHAR', 'C24']
] as const;

/** A code of the controllers' list, a cause of death here, which the project holds no approval for. */
export const sensitive = 4329847;

type Catalogue = {
	datasets: { tables: { name: string; columns: Record<string, unknown>[] }[] }[];
	internal: { name: string; columns: Record<string, unknown>[] }[];
};

/** Describes a column of a source's catalogue, anew or for the first time. */
export function describeColumn(
	source: string,
	table: string,
	column: { readonly name: string } & Readonly<Record<string, string>>
): void {
	const path = join(source, 'catalogue.json');
	const catalogue = JSON.parse(readFileSync(path, 'utf8')) as Catalogue;
	const tables = [...catalogue.datasets.flatMap((set) => set.tables), ...catalogue.internal];
	const found = tables.find(({ name }) => name === table);
	if (!found) throw new Error(`no table ${table}`);
	const before = found.columns.find(({ name }) => name === column.name) ?? {};
	const rest = found.columns.filter(({ name }) => name !== column.name);
	found.columns = [...rest, { description: '', ...before, ...column }];
	writeFileSync(path, JSON.stringify(catalogue));
}

/**
 * A small population with a column of each class and a case for each rule: a rare sex, an ethnic
 * group that is none of the five, an institution, staff, an outermost value, a value outside its list, a sensitive code.
 */
export async function everyClass(persons: number) {
	const place = await scene(persons);
	const file = (table: string) => join(place.source, `${table}.parquet`);
	await rewrite(
		file('person'),
		`select t.* replace (
			case when person_id <= 2 then 8521 else gender_concept_id end::integer as gender_concept_id,
			case when person_id <= 20 then 8557 else race_concept_id end::integer as race_concept_id,
			(person_id % 7 + 1)::bigint as provider_id),
			i.given_name || ' ' || i.family_name as nickname,
			case when person_id <= 60 then 1 else person_id // 3 end::bigint as household_id,
			2026 - year_of_birth as age_years, 51.5 + person_id / 10000.0::double as latitude,
			(person_id % 2)::integer as clinic_code, 'Was seen by nurse ' || person_id as remarks,
			'scan ' || person_id || '.dcm' as image_file, person_id::integer as load_number,
			person_id % 3 = 0 as research_flag, 'teacher' as occupation
		from t join '${file('identity')}' i using (person_id) order by person_id`
	);
	await rewrite(
		file('measurement'),
		`select * replace (
			case when measurement_id = (select min(measurement_id) from t where measurement_concept_id = 3004249)
				then 929.123456 else value_as_number + 0.0004321 end as value_as_number,
			case when measurement_id % 5 = 0 then 99 else measurement_type_concept_id end::integer as measurement_type_concept_id
		) from t`
	);
	for (const [name, type, group] of added)
		describeColumn(place.source, 'person', { name, type, class: group });
	writeFileSync(
		join(place.lists, 'sensitive.json'),
		JSON.stringify([{ id: 'list-1', version: '2026-01', concepts: [sensitive] }])
	);
	return place;
}

const person = [
	'person_id', 'gender_concept_id', 'race_concept_id', 'ethnicity_concept_id', 'region', 'imd_decile',
	'provider_id', 'care_site_id', 'household_id', 'household_institution'
]; // prettier-ignore
const visit = [
	'visit_occurrence_id', 'person_id', 'visit_concept_id', 'visit_type_concept_id', 'provider_id',
	'care_site_id', 'admitted_from_concept_id', 'discharged_to_concept_id', 'preceding_visit_occurrence_id'
]; // prettier-ignore
const measurement = [
	'measurement_id', 'person_id', 'measurement_concept_id', 'measurement_type_concept_id',
	'operator_concept_id', 'value_as_number', 'value_as_concept_id', 'unit_concept_id', 'range_low',
	'range_high', 'provider_id', 'visit_occurrence_id', 'visit_detail_id',
	'measurement_source_concept_id', 'measurement_event_id', 'meas_event_field_concept_id'
]; // prettier-ignore

/** Every column that may leave, by table; `day` is what a day's name ends in under a date mode. */
export const agreed = (day: string, ages: readonly string[]): Record<string, string[]> => ({
	person: [...person, ...ages].sort(),
	visit_occurrence: [...visit, `visit_start_${day}`, `visit_end_${day}`].sort(),
	measurement: [...measurement, `measurement_${day}`].sort(),
	death: [
		'person_id',
		`death_${day}`,
		'death_type_concept_id',
		'cause_concept_id',
		'cause_source_concept_id'
	].sort()
});
