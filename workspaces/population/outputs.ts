/** What a file holds: an SQL expression for each column that is filled, where from, in which order. */
export type Output = { from: string; order: string; columns: Readonly<Record<string, string>> };

const stamp = (day: string, minute: string): string =>
	`${day} + to_minutes(cast(${minute} as bigint))`;

const group5 = `case ethnic when 'white' then 'White' when 'asian' then 'Asian or Asian British'
	when 'black' then 'Black or Black British' when 'mixed' then 'Mixed' else 'Other' end`;

const category = `case ethnic
	when 'white' then ['A', 'A', 'A', 'B', 'C', 'C'][1 + whole(u(id, 'category') * 6)]
	when 'mixed' then ['D', 'E', 'F', 'G'][1 + whole(u(id, 'category') * 4)]
	when 'asian' then ['H', 'H', 'J', 'K', 'K', 'L', 'R'][1 + whole(u(id, 'category') * 7)]
	when 'black' then ['M', 'N', 'N', 'P'][1 + whole(u(id, 'category') * 4)] else 'S' end`;

const died = `case when copd and u(id, 'cause') < 0.5 then 255573
	when u(id, 'cause') < 0.3 then 4329847 when u(id, 'cause') < 0.45 then 381316
	when u(id, 'cause') < 0.6 then 443388 when u(id, 'cause') < 0.7 then 255848
	when u(id, 'cause') < 0.82 then 4182210 else 4274025 end`;

const record = { type: '32817', none: '0' };

/** The OMOP files, in the order in which they are written. */
export const omopOutputs: Readonly<Record<string, Output>> = {
	person: {
		from: 'p',
		order: 'id',
		columns: {
			person_id: 'id',
			gender_concept_id: "if(sex = 'M', 8507, 8532)",
			year_of_birth: 'year(birth)',
			month_of_birth: 'month(birth)',
			day_of_birth: 'day(birth)',
			birth_datetime: 'birth',
			race_concept_id: `case ethnic when 'white' then 8527 when 'asian' then 8515
				when 'black' then 8516 when 'mixed' then 0 else 8522 end`,
			ethnicity_concept_id: record.none,
			location_id: 'place',
			care_site_id: 'practice',
			person_source_value: "'LP' || lpad(cast(id as varchar), 8, '0')",
			gender_source_value: 'sex',
			gender_source_concept_id: record.none,
			race_source_value: group5,
			race_source_concept_id: record.none,
			ethnicity_source_value: category,
			ethnicity_source_concept_id: record.none
		}
	},
	observation_period: {
		from: 'p',
		order: 'id',
		columns: {
			observation_period_id: 'id',
			person_id: 'id',
			observation_period_start_date: 'first_day',
			observation_period_end_date: 'last_day',
			period_type_concept_id: record.type
		}
	},
	visit_occurrence: {
		from: 'v',
		order: 'vid',
		columns: {
			visit_occurrence_id: 'vid',
			person_id: 'id',
			visit_concept_id:
				"case kind when 'inpatient' then 9201 when 'emergency' then 9203 else 9202 end",
			visit_start_date: 'day',
			visit_start_datetime: stamp('day', 'minute'),
			visit_end_date: 'day + cast(stay as integer)',
			visit_end_datetime: stamp(
				'day + cast(stay as integer)',
				'if(stay > 0, 660, least(1439, minute + 20))'
			),
			visit_type_concept_id: record.type,
			care_site_id: 'site',
			visit_source_value: 'kind',
			visit_source_concept_id: record.none,
			admitted_from_concept_id: record.none,
			discharged_to_concept_id: record.none,
			preceding_visit_occurrence_id: 'if(k > 0, vid - 1, null)'
		}
	},
	condition_occurrence: {
		from: 'd join known on known.id = concept',
		order: 'did',
		columns: {
			condition_occurrence_id: 'did',
			person_id: 'd.id',
			condition_concept_id: 'concept',
			condition_start_date: 'day',
			condition_start_datetime: stamp('day', 'minute'),
			condition_end_date: 'day_end',
			condition_end_datetime: 'day_end',
			condition_type_concept_id: record.type,
			condition_status_concept_id: 'if(main, 32902, 0)',
			visit_occurrence_id: 'vid',
			condition_source_value: 'code',
			condition_source_concept_id: 'concept'
		}
	},
	drug_exposure: {
		from: 'x join known on known.id = drug',
		order: 'xid',
		columns: {
			drug_exposure_id: 'xid',
			person_id: 'x.id',
			drug_concept_id: 'drug',
			drug_exposure_start_date: 'day',
			drug_exposure_start_datetime: stamp('day', 'minute'),
			drug_exposure_end_date: 'day + supply - 1',
			drug_exposure_end_datetime: 'day + supply - 1',
			drug_type_concept_id: record.type,
			refills: 'case when supply = 56 then 5 else 2 end',
			quantity: 'if(drug = 1511248, 1, supply)',
			days_supply: 'supply',
			route_concept_id: record.none,
			visit_occurrence_id: 'vid',
			drug_source_value: 'code',
			drug_source_concept_id: 'drug'
		}
	},
	measurement: {
		from: 'm',
		order: 'mid',
		columns: {
			measurement_id: 'mid',
			person_id: 'id',
			measurement_concept_id: 'concept',
			measurement_date: 'day',
			measurement_datetime: stamp('day', 'minute'),
			measurement_time:
				"lpad(cast(minute // 60 as varchar), 2, '0') || ':' || lpad(cast(minute % 60 as varchar), 2, '0')",
			measurement_type_concept_id: record.type,
			operator_concept_id: record.none,
			value_as_number: 'value',
			value_as_concept_id: 'answer',
			unit_concept_id: 'unit',
			range_low: 'low',
			range_high: 'high',
			visit_occurrence_id: 'vid',
			measurement_source_value: 'code',
			measurement_source_concept_id: 'concept',
			unit_source_value: 'symbol',
			unit_source_concept_id: record.none,
			value_source_value: 'cast(value as varchar)',
			meas_event_field_concept_id: record.none
		}
	},
	death: {
		from: '(select * from p where died is not null)',
		order: 'id',
		columns: {
			person_id: 'id',
			death_date: 'died',
			death_datetime: stamp('died', "whole(u(id, 'hour of death') * 1440)"),
			death_type_concept_id: record.type,
			cause_concept_id: died,
			cause_source_concept_id: died
		}
	}
};
