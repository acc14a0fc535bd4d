import { may, must } from './layout-column.ts';
import type { Column, Table } from './layout.ts';

const internal = (
	name: string,
	description: string,
	columns: readonly Column[],
	folder: Table['folder'] = ''
): Table => ({ name, description, internal: true, folder, columns });

const location = internal('location', 'Places where people live and are cared for.', [
	must('location_id', 'BIGINT', 'C12', 'The place; one row a postcode.'),
	may('address_1', 'VARCHAR', 'C01', 'First line; always empty here.'),
	may('address_2', 'VARCHAR', 'C01', 'Second line; always empty here.'),
	may('city', 'VARCHAR', 'C12', 'Town; always London.'),
	may('state', 'VARCHAR', 'C12', 'Not used in England.'),
	may('zip', 'VARCHAR', 'C12', 'Postcode.'),
	may('county', 'VARCHAR', 'C12', 'Borough, its first 20 letters.'),
	may('location_source_value', 'VARCHAR', 'C12', 'Small area (LSOA 2021).'),
	may('country_concept_id', 'INTEGER', 'C12', 'Not used; always 0.'),
	may('country_source_value', 'VARCHAR', 'C12', 'Country; always England.'),
	may('latitude', 'DOUBLE', 'C13', 'Always empty here.'),
	may('longitude', 'DOUBLE', 'C13', 'Always empty here.')
]);

const careSite = internal('care_site', 'Practices and hospital trusts.', [
	must('care_site_id', 'BIGINT', 'C05', 'The site.'),
	may('care_site_name', 'VARCHAR', 'C05', 'Its name.'),
	may('place_of_service_concept_id', 'INTEGER', 'C05', 'Kind: 8940 office, 8717 hospital.'),
	may('location_id', 'BIGINT', 'C12', 'Where it is.'),
	may('care_site_source_value', 'VARCHAR', 'C05', 'Code of the controller that runs it.'),
	may('place_of_service_source_value', 'VARCHAR', 'C05', 'Kind in words.')
]);

const concept = internal('concept', 'The codes in use: a small part of the vocabularies.', [
	must('concept_id', 'INTEGER', 'C16', 'The concept.'),
	must('concept_name', 'VARCHAR', 'C16', 'Its name.'),
	must('domain_id', 'VARCHAR', 'C16', 'What it describes.'),
	must('vocabulary_id', 'VARCHAR', 'C16', 'The vocabulary it comes from.'),
	must('concept_class_id', 'VARCHAR', 'C16', 'Its class in that vocabulary.'),
	may('standard_concept', 'VARCHAR', 'C16', 'S when it is standard.'),
	must('concept_code', 'VARCHAR', 'C16', 'Its code in that vocabulary.'),
	must('valid_start_date', 'DATE', 'C16', 'First day it is valid.'),
	must('valid_end_date', 'DATE', 'C16', 'Last day it is valid.'),
	may('invalid_reason', 'VARCHAR', 'C16', 'Why it is no longer valid.')
]);

const conceptAncestor = internal('concept_ancestor', 'Which concept includes which.', [
	must('ancestor_concept_id', 'INTEGER', 'C16', 'The wider concept.'),
	must('descendant_concept_id', 'INTEGER', 'C16', 'The narrower one, or the same.'),
	must('min_levels_of_separation', 'INTEGER', 'C16', 'Fewest steps between them here.'),
	must('max_levels_of_separation', 'INTEGER', 'C16', 'Most steps between them here.')
]);

const postcode = internal('postcode', 'From postcode to small area and deprivation.', [
	must('postcode', 'VARCHAR', 'C12', 'Postcode, with one space.'),
	must('lsoa21', 'VARCHAR', 'C12', 'Made-up small area code.'),
	must('region', 'VARCHAR', 'C12', 'Region; always London.'),
	must('borough', 'VARCHAR', 'C12', 'London borough.'),
	must('icb_code', 'VARCHAR', 'C12', 'Integrated care board.'),
	must('imd_decile', 'INTEGER', 'C12', 'Deprivation decile, 1 most deprived.')
]);

const controller = internal('controller', 'Who decides about which rows.', [
	must('code', 'VARCHAR', 'C05', 'ODS-like code.'),
	must('name', 'VARCHAR', 'C05', 'Name.'),
	must('kind', 'VARCHAR', 'C05', 'gp-practice, trust or icb.'),
	must('icb_code', 'VARCHAR', 'C05', 'Integrated care board it belongs to.')
]);

const identity = internal('identity', 'Who the people are. Never leaves the vault.', [
	must('person_id', 'BIGINT', 'C02', 'The person.'),
	may('nhs_number', 'VARCHAR', 'C02', 'NHS number, ten digits, from a test range.'),
	may('given_name', 'VARCHAR', 'C01', 'Given name.'),
	may('family_name', 'VARCHAR', 'C01', 'Family name.'),
	may('birth_date', 'DATE', 'C07', 'Birth date.'),
	may('address', 'VARCHAR', 'C01', 'House number and street.'),
	may('postcode', 'VARCHAR', 'C12', 'Postcode.'),
	may('phone', 'VARCHAR', 'C01', 'Telephone number.'),
	may('email', 'VARCHAR', 'C01', 'E-mail address.'),
	may('practice_code', 'VARCHAR', 'C05', 'Practice where the person is registered.'),
	may('trust_code', 'VARCHAR', 'C05', 'Trust that mostly sees the person.')
]);

const nhsNumber = must('nhs_number', 'VARCHAR', 'C23', 'NHS number.');

const cleaned = internal(
	'ndoo_cleaned',
	'People without a national data opt-out.',
	[nhsNumber],
	'lists'
);

const typeOne = internal('type1', 'People with a type 1 opt-out.', [nhsNumber], 'lists');

const signUp = internal(
	'controller_signup',
	'Which controller has signed up to what, and when.',
	[
		must('controller_code', 'VARCHAR', 'C23', 'The controller.'),
		must('dataset', 'VARCHAR', 'C23', 'The dataset.'),
		must('purpose', 'VARCHAR', 'C23', 'planning, research or industry.'),
		must('signed_from', 'DATE', 'C23', 'First day it holds.'),
		may('signed_to', 'DATE', 'C23', 'Last day it holds; empty when open.')
	],
	'lists'
);

/** Tables that serve the vault and are never offered to a study. */
export const internalTables: readonly Table[] = [
	location,
	careSite,
	concept,
	conceptAncestor,
	postcode,
	controller,
	identity,
	cleaned,
	typeOne,
	signUp
];
