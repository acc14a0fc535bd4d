import type { Column, Proposal } from './propose.ts';

/** A part of a name, the class it speaks for, and what it says. Looked at in order. */
const rules: readonly (readonly [RegExp, string, string])[] = [
	[/^(person_id|patient_id|pat_id|subject_id)$/, 'C02', 'the person'],
	[/nhs_?(no|num)|chi_?(no|num)|^mrn$|hospital_?(no|num)/, 'C02', 'the number of a person'],
	[
		/(^|_)(forename|surname|given_name|family_name|first_name|last_name|full_name|maiden)/,
		'C01',
		'a person’s name'
	],
	[
		/(^|_)(address|addr|street|phone|mobile|telephone|email|e_mail|fax|nino|passport|licence|photo|ip|mac)(_|$)/,
		'C01',
		'how to find or reach a person'
	],
	[/(^|_)(uprn|household|ralf)(_|$)/, 'C06', 'a household'],
	[
		/(^|_)(dob|birth_?date|date_of_birth|year_of_birth|month_of_birth|day_of_birth)(_|$)/,
		'C07',
		'a birth date'
	],
	[/(^|_)age(_|$)/, 'C08', 'an age'],
	[/(^|_)(dod|death_?date|date_of_death)(_|$)/, 'C11', 'a death date'],
	[
		/(^|_)(postcode|postal|zip|lsoa|msoa|ward_code|borough|imd|region|town|city|county)/,
		'C12',
		'a place'
	],
	[/(^|_)(lat|lon|long|latitude|longitude|easting|northing|grid_ref)(_|$)/, 'C13', 'coordinates'],
	[/(^|_)(sex|gender)(_|$)/, 'C14', 'sex'],
	[/(^|_)(ethnic|ethnicity|race)(_|$)/, 'C15', 'an ethnic group'],
	[
		/(^|_)(gmc|clinician|consultant|provider|prescriber|staff|user_?name)(_|$)/,
		'C04',
		'a member of staff'
	],
	[/(^|_)(practice|ods|organisation|org|trust|care_site|ward)(_|$)/, 'C05', 'an organisation'],
	[/(^|_)(opt_?out|consent|objection)(_|$)/, 'C23', 'consent'],
	[
		/(^|_)(note|notes|comment|comments|free_?text|narrative|letter|remark)(_|$)/,
		'C19',
		'free text'
	],
	[
		/(^|_)(loaded|load|inserted|updated|created|batch|file|etl|source_row)(_|$)/,
		'C22',
		'a technical detail'
	],
	[/(^|_)(occupation|marital|language|religion|children)(_|$)/, 'C24', 'a detail about a person'],
	[/(_|^)(concept_id|snomed|icd10?|opcs|dmd|read_code|ctv3)(_|$)/, 'C16', 'a clinical code'],
	[/(_|^)(value_as_number|result_value|height|weight|bmi|score)(_|$)/, 'C18', 'a measurement'],
	[/_time$|_datetime$|_timestamp$/, 'C10', 'a time of day'],
	[/_date$|^date_/, 'C09', 'the day of an event'],
	[/_id$|_key$/, 'C03', 'the number of a record']
];

/** What a column's name says, when it says something. A name may mislead, so it is never certain. */
export function byName({ name }: Column): Proposal | null {
	const found = rules.find(([pattern]) => pattern.test(name.toLowerCase()));
	if (!found) return null;
	const [, code, words] = found;
	return { class: code, reason: `Its name says that it is ${words}.`, certain: false };
}
