/** A concept of the OMOP vocabularies: id, name, code. Names and codes are those of the vocabulary. */
type Entry = readonly [id: number, name: string, code: string];

type Group = {
	domain: string;
	vocabulary: string;
	kind: string;
	entries: readonly Entry[];
};

/** Every concept that the population uses, with what is above it. */
export const conceptGroups: readonly Group[] = [
	{
		domain: 'Condition',
		vocabulary: 'SNOMED',
		kind: 'Clinical Finding',
		entries: [
			[4274025, 'Disease', '64572001'],
			[134057, 'Disorder of cardiovascular system', '49601007'],
			[320136, 'Disorder of respiratory system', '50043002'],
			[432586, 'Mental disorder', '74732009'],
			[376337, 'Disorder of nervous system', '118940003'],
			[443392, 'Malignant neoplastic disease', '363346000'],
			[198124, 'Kidney disease', '90708001'],
			[4244662, 'Disorder of musculoskeletal system', '928000'],
			[201820, 'Diabetes mellitus', '73211009'],
			[201254, 'Type 1 diabetes mellitus', '46635009'],
			[201826, 'Type 2 diabetes mellitus', '44054006'],
			[4193704, 'Type 2 diabetes mellitus without complication', '313436004'],
			[4024659, 'Gestational diabetes mellitus', '11687002'],
			[4144583, 'Diabetes mellitus due to cystic fibrosis', '427089005'],
			[442793, 'Complication due to diabetes mellitus', '74627003'],
			[443732, 'Disorder due to type 2 diabetes mellitus', '422014003'],
			[192279, 'Disorder of kidney due to diabetes mellitus', '127013003'],
			[4226121, 'Retinopathy due to type 2 diabetes mellitus', '422034002'],
			[43530656, 'Nonproliferative retinopathy due to type 2 diabetes mellitus', '1551000119108'],
			[43530685, 'Proliferative retinopathy due to type 2 diabetes mellitus', '1501000119109'],
			[37016354, 'Neuropathy due to type 2 diabetes mellitus', '368581000119106'],
			[316866, 'Hypertensive disorder', '38341003'],
			[320128, 'Essential hypertension', '59621000'],
			[317009, 'Asthma', '195967001'],
			[4051466, 'Childhood asthma', '233678006'],
			[255573, 'Chronic obstructive pulmonary disease', '13645005'],
			[261325, 'Pulmonary emphysema', '87433001'],
			[440383, 'Depressive disorder', '35489007'],
			[4152280, 'Major depressive disorder', '370143000'],
			[4282096, 'Major depression, single episode', '36923009'],
			[442077, 'Anxiety disorder', '197480006'],
			[4329847, 'Myocardial infarction', '22298006'],
			[312327, 'Acute myocardial infarction', '57054005'],
			[316139, 'Heart failure', '84114007'],
			[313217, 'Atrial fibrillation', '49436004'],
			[381316, 'Cerebrovascular accident', '230690007'],
			[46271022, 'Chronic kidney disease', '709044004'],
			[443597, 'Chronic kidney disease stage 3', '433144002'],
			[443612, 'Chronic kidney disease stage 4', '431857002'],
			[193782, 'End-stage renal disease', '46177005'],
			[432867, 'Hyperlipidemia', '55822004'],
			[433736, 'Obesity', '414916001'],
			[80180, 'Osteoarthritis', '396275006'],
			[4079750, 'Osteoarthritis of knee', '239873007'],
			[4079749, 'Osteoarthritis of hip', '239872002'],
			[80809, 'Rheumatoid arthritis', '69896004'],
			[80502, 'Osteoporosis', '64859006'],
			[440674, 'Gout', '90560007'],
			[4182210, 'Dementia', '52448006'],
			[378419, "Alzheimer's disease", '26929004'],
			[4043241, "Familial Alzheimer's disease of early onset", '230265002'],
			[380378, 'Epilepsy', '84757009'],
			[374919, 'Multiple sclerosis', '24700007'],
			[375800, 'Dystonia', '15802004'],
			[4160043, 'Chiari malformation type II', '373587001'],
			[441267, 'Cystic fibrosis', '190905008'],
			[45769019, 'Female infertility due to cystic fibrosis', '707577004'],
			[4112853, 'Malignant tumor of breast', '254837009'],
			[4180790, 'Malignant tumor of colon', '363406005'],
			[443388, 'Malignant tumor of lung', '363358000'],
			[4115276, 'Non-small cell lung cancer', '254637007'],
			[4110591, 'Small cell carcinoma of lung', '254632001'],
			[255848, 'Pneumonia', '233604007'],
			[260139, 'Acute bronchitis', '10509002'],
			[4112343, 'Acute viral pharyngitis', '195662009'],
			[40481087, 'Viral sinusitis', '444814009'],
			[372328, 'Otitis media', '65363002'],
			[81902, 'Urinary tract infectious disease', '68566005'],
			[378253, 'Headache', '25064002'],
			[81151, 'Sprain of ankle', '44465007'],
			[77074, 'Joint pain', '57676002'],
			[37311061, 'COVID-19', '840539006']
		]
	},
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
