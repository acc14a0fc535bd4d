import { conditions } from './concepts-conditions.ts';

/** A concept of the OMOP vocabularies: id, name, code. Names and codes are those of the vocabulary. */
export type Entry = readonly [id: number, name: string, code: string];

type Group = {
	domain: string;
	vocabulary: string;
	kind: string;
	entries: readonly Entry[];
};

/** Every concept that the population uses, with what is above it. */
export const conceptGroups: readonly Group[] = [
	{ domain: 'Condition', vocabulary: 'SNOMED', kind: 'Clinical Finding', entries: conditions },
	{
		domain: 'Drug',
		vocabulary: 'RxNorm',
		kind: 'Ingredient',
		entries: [
			[1503297, 'metformin', '6809'],
			[1308216, 'lisinopril', '29046'],
			[1332418, 'amlodipine', '17767'],
			[1539403, 'simvastatin', '36567'],
			[1545958, 'atorvastatin', '83367'],
			[1154343, 'albuterol', '435'],
			[739138, 'sertraline', '36437'],
			[755695, 'fluoxetine', '4493']
		]
	},
	{
		domain: 'Drug',
		vocabulary: 'RxNorm',
		kind: 'Clinical Drug',
		entries: [
			[40163924, '24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet', '860975'],
			[19080128, 'lisinopril 10 MG Oral Tablet', '314076'],
			[1332419, 'amlodipine 5 MG Oral Tablet', '197361'],
			[1539411, 'simvastatin 20 MG Oral Tablet', '312961'],
			[1545959, 'atorvastatin 80 MG Oral Tablet', '259255'],
			[1511248, 'NDA020503 200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler', '2123111'],
			[739207, 'sertraline 100 MG Oral Tablet', '312938'],
			[19077463, 'fluoxetine 20 MG Oral Capsule', '310385']
		]
	},
	{
		domain: 'Measurement',
		vocabulary: 'LOINC',
		kind: 'Lab Test',
		entries: [
			[3004410, 'Hemoglobin A1c/Hemoglobin.total in Blood', '4548-4'],
			[3027114, 'Cholesterol [Mass/volume] in Serum or Plasma', '2093-3']
		]
	},
	{
		domain: 'Measurement',
		vocabulary: 'LOINC',
		kind: 'Clinical Observation',
		entries: [
			[3004249, 'Systolic blood pressure', '8480-6'],
			[3012888, 'Diastolic blood pressure', '8462-4'],
			[3038553, 'Body mass index (BMI) [Ratio]', '39156-5']
		]
	},
	{
		domain: 'Observation',
		vocabulary: 'LOINC',
		kind: 'Clinical Observation',
		entries: [[43054909, 'Tobacco smoking status', '72166-2']]
	},
	{
		domain: 'Meas Value',
		vocabulary: 'LOINC',
		kind: 'Answer',
		entries: [
			[45879404, 'Never smoker', 'LA18978-9'],
			[45883458, 'Former smoker', 'LA15920-4'],
			[45881517, 'Current every day smoker', 'LA18976-3']
		]
	},
	{
		domain: 'Unit',
		vocabulary: 'UCUM',
		kind: 'Unit',
		entries: [
			[8554, 'percent', '%'],
			[8876, 'millimeter mercury column', 'mm[Hg]'],
			[9531, 'kilogram per square meter', 'kg/m2'],
			[8840, 'milligram per deciliter', 'mg/dL']
		]
	},
	{
		domain: 'Visit',
		vocabulary: 'Visit',
		kind: 'Visit',
		entries: [
			[9201, 'Inpatient Visit', 'IP'],
			[9202, 'Outpatient Visit', 'OP'],
			[9203, 'Emergency Room Visit', 'ER'],
			[8940, 'Office', '11'],
			[8717, 'Inpatient Hospital', '21']
		]
	},
	{
		domain: 'Gender',
		vocabulary: 'Gender',
		kind: 'Gender',
		entries: [
			[8507, 'MALE', 'M'],
			[8532, 'FEMALE', 'F']
		]
	},
	{
		domain: 'Race',
		vocabulary: 'Race',
		kind: 'Race',
		entries: [
			[8515, 'Asian', '2'],
			[8516, 'Black or African American', '3'],
			[8522, 'Other Race', '9'],
			[8527, 'White', '5']
		]
	},
	{
		domain: 'Type Concept',
		vocabulary: 'Type Concept',
		kind: 'Type Concept',
		entries: [[32817, 'EHR', 'OMOP4976890']]
	},
	{
		domain: 'Condition Status',
		vocabulary: 'Condition Status',
		kind: 'Condition Status',
		entries: [[32902, 'Primary diagnosis', 'OMOP4976970']]
	},
	{
		domain: 'Metadata',
		vocabulary: 'None',
		kind: 'Undefined',
		entries: [[0, 'No matching concept', 'No matching concept']]
	}
];
