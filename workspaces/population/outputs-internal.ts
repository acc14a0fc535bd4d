import type { Output } from './outputs.ts';

/** The files about places, people's identities and lists, in the order in which they are written. */
export const internalOutputs: Readonly<Record<string, Output>> = {
	location: {
		from: 'place',
		order: 'place',
		columns: {
			location_id: 'place',
			city: "'London'",
			zip: 'postcode',
			county: 'substr(borough, 1, 20)',
			location_source_value: 'lsoa21',
			country_concept_id: '0',
			country_source_value: "'England'"
		}
	},
	care_site: {
		from: 'sited',
		order: 'site',
		columns: {
			care_site_id: 'site',
			care_site_name: 'name',
			place_of_service_concept_id: "if(kind = 'trust', 8717, 8940)",
			location_id: 'place',
			care_site_source_value: 'code',
			place_of_service_source_value: 'kind'
		}
	},
	postcode: {
		from: 'place',
		order: 'postcode',
		columns: {
			postcode: 'postcode',
			lsoa21: 'lsoa21',
			region: "'London'",
			borough: 'borough',
			icb_code: 'icb',
			imd_decile: 'imd'
		}
	},
	controller: {
		from: `(select code, name, kind, icb from site
			union all select code, name, 'icb', code from board)`,
		order: 'kind, code',
		columns: { code: 'code', name: 'name', kind: 'kind', icb_code: 'icb' }
	},
	identity: {
		from: `(select who.*, gp.code as gp_code, hospital.code as trust_code from who
			join site gp on gp.site = practice join site hospital on hospital.site = trust)`,
		order: 'id',
		columns: {
			person_id: 'id',
			nhs_number: 'nhs_number',
			given_name: 'given_name',
			family_name: 'family_name',
			birth_date: 'birth',
			address: 'address',
			postcode: 'postcode',
			phone: 'phone',
			email: 'email',
			practice_code: 'gp_code',
			trust_code: 'trust_code'
		}
	},
	ndoo_cleaned: {
		from: '(select nhs_number from who where not opted_out)',
		order: 'nhs_number',
		columns: { nhs_number: 'nhs_number' }
	},
	type1: {
		from: '(select nhs_number from who where type_one)',
		order: 'nhs_number',
		columns: { nhs_number: 'nhs_number' }
	},
	controller_signup: {
		from: 'signed',
		order: 'controller_code, dataset, purpose',
		columns: {
			controller_code: 'controller_code',
			dataset: 'dataset',
			purpose: 'purpose',
			signed_from: 'signed_from',
			signed_to: 'signed_to'
		}
	}
};
