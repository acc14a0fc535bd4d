import { coded, may, must } from './layout-column.ts';
import type { Column, Table } from './layout.ts';

const fromRecord = [32817];
const person = must('person_id', 'BIGINT', 'C02', 'The person this row is about.');
const provider = may('provider_id', 'BIGINT', 'C04', 'The member of staff; always empty here.');
const visit = may('visit_occurrence_id', 'BIGINT', 'C03', 'The visit at which this was recorded.');
const detail = may('visit_detail_id', 'BIGINT', 'C03', 'Part of a visit; always empty here.');
const source = (name: string, what: string): Column =>
	may(name, 'VARCHAR', 'C22', `${what} as the source system wrote it.`);

const offered = (name: string, description: string, columns: readonly Column[]): Table => ({
	name,
	description,
	internal: false,
	folder: '',
	columns
});

const personTable = offered('person', 'One row a person registered with a London practice.', [
	must('person_id', 'BIGINT', 'C02', 'The person; one row each.'),
	must('gender_concept_id', 'INTEGER', 'C14', 'Sex: 8507 male, 8532 female.'),
	must('year_of_birth', 'INTEGER', 'C07', 'Year of birth.'),
	may('month_of_birth', 'INTEGER', 'C07', 'Month of birth, 1 to 12.'),
	may('day_of_birth', 'INTEGER', 'C07', 'Day of the month of birth.'),
	may('birth_datetime', 'TIMESTAMP', 'C07', 'Birth date at midnight.'),
	must(
		'race_concept_id',
		'INTEGER',
		'C15',
		'Ethnic group: 8527 White, 8515 Asian, 8516 Black, 8522 other, 0 mixed or not stated.'
	),
	must('ethnicity_concept_id', 'INTEGER', 'C15', 'Not used in England; always 0.'),
	may('location_id', 'BIGINT', 'C12', 'Where the person lives.'),
	provider,
	may('care_site_id', 'BIGINT', 'C05', 'The practice where the person is registered.'),
	may('person_source_value', 'VARCHAR', 'C01', "The practice's own number for the person."),
	source('gender_source_value', 'Sex'),
	may('gender_source_concept_id', 'INTEGER', 'C22', 'Not used; always 0.'),
	source('race_source_value', 'Ethnic group in five groups'),
	may('race_source_concept_id', 'INTEGER', 'C22', 'Not used; always 0.'),
	may('ethnicity_source_value', 'VARCHAR', 'C24', 'NHS ethnic category, one letter.'),
	may('ethnicity_source_concept_id', 'INTEGER', 'C22', 'Not used; always 0.')
]);

const observationPeriod = offered(
	'observation_period',
	'The time in which events of a person would have been recorded.',
	[
		must('observation_period_id', 'BIGINT', 'C03', 'The period; one a person.'),
		person,
		must('observation_period_start_date', 'DATE', 'C09', 'First day that is covered.'),
		must('observation_period_end_date', 'DATE', 'C09', 'Last day that is covered.'),
		coded(true, 'period_type_concept_id', fromRecord, 'Where the period comes from.')
	]
);

const visitOccurrence = offered('visit_occurrence', 'Each contact with a practice or a hospital.', [
	must('visit_occurrence_id', 'BIGINT', 'C03', 'The visit.'),
	person,
	coded(
		true,
		'visit_concept_id',
		[9201, 9202, 9203],
		'Kind: 9202 practice or outpatient, 9203 emergency department, 9201 inpatient.'
	),
	must('visit_start_date', 'DATE', 'C09', 'Day it began.'),
	may('visit_start_datetime', 'TIMESTAMP', 'C10', 'Time it began.'),
	must('visit_end_date', 'DATE', 'C09', 'Day it ended.'),
	may('visit_end_datetime', 'TIMESTAMP', 'C10', 'Time it ended.'),
	coded(true, 'visit_type_concept_id', fromRecord, 'Where the record comes from.'),
	provider,
	may('care_site_id', 'BIGINT', 'C05', 'The practice or trust that saw the person.'),
	source('visit_source_value', 'Kind of visit'),
	may('visit_source_concept_id', 'INTEGER', 'C22', 'Not used; always 0.'),
	coded(false, 'admitted_from_concept_id', [0], 'Where the person came from; always 0.'),
	source('admitted_from_source_value', 'Where the person came from'),
	coded(false, 'discharged_to_concept_id', [0], 'Where the person went; always 0.'),
	source('discharged_to_source_value', 'Where the person went'),
	may('preceding_visit_occurrence_id', 'BIGINT', 'C03', "The person's visit before this one.")
]);

const conditionOccurrence = offered('condition_occurrence', 'Each diagnosis recorded at a visit.', [
	must('condition_occurrence_id', 'BIGINT', 'C03', 'The record.'),
	person,
	must('condition_concept_id', 'INTEGER', 'C16', 'The diagnosis, a standard SNOMED concept.'),
	must('condition_start_date', 'DATE', 'C09', 'Day it was recorded.'),
	may('condition_start_datetime', 'TIMESTAMP', 'C10', 'Time it was recorded.'),
	may('condition_end_date', 'DATE', 'C09', 'Day it ended, for short illnesses.'),
	may('condition_end_datetime', 'TIMESTAMP', 'C10', 'Time it ended.'),
	coded(true, 'condition_type_concept_id', fromRecord, 'Where the record comes from.'),
	coded(false, 'condition_status_concept_id', [0, 32902], 'Whether it was the main diagnosis.'),
	may('stop_reason', 'VARCHAR', 'C19', 'Why it ended; always empty here.'),
	provider,
	visit,
	detail,
	source('condition_source_value', 'The SNOMED code'),
	may('condition_source_concept_id', 'INTEGER', 'C16', 'The concept of the source code.'),
	source('condition_status_source_value', 'The status')
]);

const drugExposure = offered('drug_exposure', 'Each medicine prescribed at a visit.', [
	must('drug_exposure_id', 'BIGINT', 'C03', 'The record.'),
	person,
	must('drug_concept_id', 'INTEGER', 'C16', 'The medicine, a standard RxNorm concept.'),
	must('drug_exposure_start_date', 'DATE', 'C09', 'Day it was prescribed.'),
	may('drug_exposure_start_datetime', 'TIMESTAMP', 'C10', 'Time it was prescribed.'),
	must('drug_exposure_end_date', 'DATE', 'C09', 'Last day of the supply.'),
	may('drug_exposure_end_datetime', 'TIMESTAMP', 'C10', 'End of the supply.'),
	may('verbatim_end_date', 'DATE', 'C09', 'End as written; always empty here.'),
	coded(true, 'drug_type_concept_id', fromRecord, 'Where the record comes from.'),
	may('stop_reason', 'VARCHAR', 'C19', 'Why it was stopped; always empty here.'),
	may('refills', 'INTEGER', 'C18', 'Repeats allowed.'),
	may('quantity', 'DOUBLE', 'C18', 'Units supplied.'),
	may('days_supply', 'INTEGER', 'C18', 'Days the supply lasts.'),
	may('sig', 'VARCHAR', 'C19', 'Instructions; always empty here.'),
	coded(false, 'route_concept_id', [0], 'How it is taken; always 0.'),
	may('lot_number', 'VARCHAR', 'C01', 'Batch of the product; always empty here.'),
	provider,
	visit,
	detail,
	source('drug_source_value', 'The RxNorm code'),
	may('drug_source_concept_id', 'INTEGER', 'C16', 'The concept of the source code.'),
	source('route_source_value', 'How it is taken'),
	source('dose_unit_source_value', 'Unit of the dose')
]);

const measurement = offered(
	'measurement',
	'HbA1c, blood pressure, body mass index, cholesterol and smoking status.',
	[
		must('measurement_id', 'BIGINT', 'C03', 'The record.'),
		person,
		must('measurement_concept_id', 'INTEGER', 'C16', 'What was measured, a LOINC concept.'),
		must('measurement_date', 'DATE', 'C09', 'Day it was measured.'),
		may('measurement_datetime', 'TIMESTAMP', 'C10', 'Time it was measured.'),
		may('measurement_time', 'VARCHAR', 'C10', 'Time of day, hours and minutes.'),
		coded(true, 'measurement_type_concept_id', fromRecord, 'Where the record comes from.'),
		coded(false, 'operator_concept_id', [0], 'Relation of value and truth; always 0.'),
		may('value_as_number', 'DOUBLE', 'C18', 'The value, in the unit of unit_concept_id.'),
		coded(
			false,
			'value_as_concept_id',
			[45879404, 45883458, 45881517],
			'Smoking: 45879404 never, 45883458 former, 45881517 current.'
		),
		coded(
			false,
			'unit_concept_id',
			[8554, 8876, 9531, 8840],
			'Unit: 8554 per cent, 8876 mmHg, 9531 kg/m2, 8840 mg/dL.'
		),
		may('range_low', 'DOUBLE', 'C18', 'Lower end of the usual range.'),
		may('range_high', 'DOUBLE', 'C18', 'Upper end of the usual range.'),
		provider,
		visit,
		detail,
		source('measurement_source_value', 'The LOINC code'),
		may('measurement_source_concept_id', 'INTEGER', 'C16', 'The concept of the source code.'),
		source('unit_source_value', 'The unit'),
		may('unit_source_concept_id', 'INTEGER', 'C22', 'Not used; always 0.'),
		source('value_source_value', 'The value'),
		may('measurement_event_id', 'BIGINT', 'C03', 'A linked record; always empty here.'),
		coded(false, 'meas_event_field_concept_id', [0], 'Kind of the linked record; always 0.')
	]
);

const death = offered('death', 'People who have died, one row each.', [
	person,
	must('death_date', 'DATE', 'C11', 'Day of death.'),
	may('death_datetime', 'TIMESTAMP', 'C10', 'Time of death.'),
	coded(false, 'death_type_concept_id', fromRecord, 'Where the record comes from.'),
	may('cause_concept_id', 'INTEGER', 'C16', 'Underlying cause, a SNOMED concept.'),
	source('cause_source_value', 'The cause'),
	may('cause_source_concept_id', 'INTEGER', 'C16', 'The concept of the source code.')
]);

/** Tables that studies may ask for. */
export const offeredTables: readonly Table[] = [
	personTable,
	observationPeriod,
	visitOccurrence,
	conditionOccurrence,
	drugExposure,
	measurement,
	death
];
