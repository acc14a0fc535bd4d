import type { Known, KnownColumn, KnownTable } from './catalogue.ts';

const types: Readonly<Record<string, string>> = {
	i: 'integer',
	d: 'date',
	t: 'timestamp',
	s: 'varchar',
	n: 'double'
};

/** "name:type:class" words become columns; a word per line keeps the profile readable. */
function columns(text: string): KnownColumn[] {
	return text
		.trim()
		.split(/\s+/)
		.map((word) => {
			const [name = '', type = '', code = ''] = word.split(':');
			return { name, type: types[type] ?? type, class: `C${code}` };
		});
}

const event = `person_id:i:02 provider_id:i:04 visit_occurrence_id:i:03 visit_detail_id:i:03`;

const profile: Readonly<Record<string, string>> = {
	person: `person_id:i:02 gender_concept_id:i:14 year_of_birth:i:07 month_of_birth:i:07
		day_of_birth:i:07 birth_datetime:t:07 race_concept_id:i:15 ethnicity_concept_id:i:15
		location_id:i:12 provider_id:i:04 care_site_id:i:05 person_source_value:s:02
		gender_source_value:s:19 gender_source_concept_id:i:14 race_source_value:s:19
		race_source_concept_id:i:15 ethnicity_source_value:s:19 ethnicity_source_concept_id:i:15`,
	observation_period: `observation_period_id:i:03 person_id:i:02
		observation_period_start_date:d:09 observation_period_end_date:d:09
		period_type_concept_id:i:16`,
	visit_occurrence: `visit_occurrence_id:i:03 person_id:i:02 visit_concept_id:i:16
		visit_start_date:d:09 visit_start_datetime:t:10 visit_end_date:d:09 visit_end_datetime:t:10
		visit_type_concept_id:i:16 provider_id:i:04 care_site_id:i:05 visit_source_value:s:19
		visit_source_concept_id:i:16 admitted_from_concept_id:i:16 admitted_from_source_value:s:19
		discharged_to_concept_id:i:16 discharged_to_source_value:s:19
		preceding_visit_occurrence_id:i:03`,
	visit_detail: `visit_detail_id:i:03 person_id:i:02 visit_detail_concept_id:i:16
		visit_detail_start_date:d:09 visit_detail_start_datetime:t:10 visit_detail_end_date:d:09
		visit_detail_end_datetime:t:10 visit_detail_type_concept_id:i:16 provider_id:i:04
		care_site_id:i:05 visit_detail_source_value:s:19 visit_detail_source_concept_id:i:16
		admitted_from_concept_id:i:16 admitted_from_source_value:s:19
		discharged_to_source_value:s:19 discharged_to_concept_id:i:16
		preceding_visit_detail_id:i:03 parent_visit_detail_id:i:03 visit_occurrence_id:i:03`,
	condition_occurrence: `condition_occurrence_id:i:03 ${event} condition_concept_id:i:16
		condition_start_date:d:09 condition_start_datetime:t:10 condition_end_date:d:09
		condition_end_datetime:t:10 condition_type_concept_id:i:16
		condition_status_concept_id:i:16 stop_reason:s:19 condition_source_value:s:19
		condition_source_concept_id:i:16 condition_status_source_value:s:19`,
	drug_exposure: `drug_exposure_id:i:03 ${event} drug_concept_id:i:16
		drug_exposure_start_date:d:09 drug_exposure_start_datetime:t:10
		drug_exposure_end_date:d:09 drug_exposure_end_datetime:t:10 verbatim_end_date:d:09
		drug_type_concept_id:i:16 stop_reason:s:19 refills:i:18 quantity:n:18 days_supply:i:18
		sig:s:19 route_concept_id:i:16 lot_number:s:01 drug_source_value:s:19
		drug_source_concept_id:i:16 route_source_value:s:19 dose_unit_source_value:s:19`,
	procedure_occurrence: `procedure_occurrence_id:i:03 ${event} procedure_concept_id:i:16
		procedure_date:d:09 procedure_datetime:t:10 procedure_end_date:d:09
		procedure_end_datetime:t:10 procedure_type_concept_id:i:16 modifier_concept_id:i:16
		quantity:i:18 procedure_source_value:s:19 procedure_source_concept_id:i:16
		modifier_source_value:s:19`,
	device_exposure: `device_exposure_id:i:03 ${event} device_concept_id:i:16
		device_exposure_start_date:d:09 device_exposure_start_datetime:t:10
		device_exposure_end_date:d:09 device_exposure_end_datetime:t:10
		device_type_concept_id:i:16 unique_device_id:s:01 production_id:s:01 quantity:i:18
		device_source_value:s:19 device_source_concept_id:i:16 unit_concept_id:i:16
		unit_source_value:s:19 unit_source_concept_id:i:16`,
	measurement: `measurement_id:i:03 ${event} measurement_concept_id:i:16
		measurement_date:d:09 measurement_datetime:t:10 measurement_time:s:10
		measurement_type_concept_id:i:16 operator_concept_id:i:16 value_as_number:n:18
		value_as_concept_id:i:16 unit_concept_id:i:16 range_low:n:18 range_high:n:18
		measurement_source_value:s:19 measurement_source_concept_id:i:16 unit_source_value:s:19
		unit_source_concept_id:i:16 value_source_value:s:19 measurement_event_id:i:22
		meas_event_field_concept_id:i:22`,
	observation: `observation_id:i:03 ${event} observation_concept_id:i:16
		observation_date:d:09 observation_datetime:t:10 observation_type_concept_id:i:16
		value_as_number:n:18 value_as_string:s:19 value_as_concept_id:i:16
		qualifier_concept_id:i:16 unit_concept_id:i:16 observation_source_value:s:19
		observation_source_concept_id:i:16 unit_source_value:s:19 qualifier_source_value:s:19
		value_source_value:s:19 observation_event_id:i:22 obs_event_field_concept_id:i:22`,
	death: `person_id:i:02 death_date:d:11 death_datetime:t:10 death_type_concept_id:i:16
		cause_concept_id:i:16 cause_source_value:s:19 cause_source_concept_id:i:16`,
	location: `location_id:i:12 address_1:s:01 address_2:s:01 city:s:12 state:s:12 zip:s:12
		county:s:12 location_source_value:s:01 country_concept_id:i:12 country_source_value:s:12
		latitude:n:13 longitude:n:13`,
	care_site: `care_site_id:i:05 care_site_name:s:05 place_of_service_concept_id:i:16
		location_id:i:12 care_site_source_value:s:05 place_of_service_source_value:s:19`
};

const never = new Set(['location', 'care_site']);

/**
 * The classes of OMOP CDM 5.4 as published (deidentification.md §7), for a source that brings no
 * catalogue of its own. Only the tables named here can be asked for.
 */
export function omopProfile(extra: readonly (KnownColumn & { table: string })[]): Known {
	const tables = new Map<string, KnownTable>();
	for (const [name, text] of Object.entries(profile)) {
		const own = extra.filter((column) => column.table === name);
		const rest = columns(text).filter((c) => !own.some((o) => o.name === c.name));
		tables.set(name, {
			name,
			dataset: never.has(name) ? null : 'omop',
			columns: [...rest, ...own]
		});
	}
	return { name: 'OMOP CDM 5.4', version: '5.4', asOf: '', exact: false, tables };
}
