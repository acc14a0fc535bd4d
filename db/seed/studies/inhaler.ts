import type { Study } from './study.ts';

/** The industry study of the demonstration. */
export const inhaler: Study = {
	lead: 'priya',
	organisation: 'brightwell',
	tier: 'commercial',
	members: [
		{
			name: 'Priya Raman',
			email: 'priya@example.org',
			organisation: 'Brightwell Therapeutics Ltd',
			country: 'GB'
		}
	],
	signatory: 'daniel',
	months: 12,
	cohort: {
		conditions: [255573],
		match: 'all',
		sex: 'any',
		ageFrom: 40,
		ageTo: null,
		icbs: [],
		from: '2020-01-01',
		to: '2025-12-31',
		criteria: []
	},
	project: {
		title:
			'Changing inhalers in chronic obstructive pulmonary disease: who changes, and what follows',
		kind: 'new',
		laySummary:
			'Chronic obstructive pulmonary disease, or COPD, makes it hard to breathe. Most people with it use inhalers, and many are moved from one inhaler to another over the years. Sometimes that helps. Sometimes the new one is used wrongly, and people end up in hospital.\n\nWe make inhalers. We want to learn how often people in London with COPD change inhalers, how long they stay on the new one, and whether visits to hospital become more or less frequent afterwards.\n\nWe will work inside a secure workspace on records without names, addresses or NHS numbers, and take out only tables of groups. We will publish what we find, whether or not it favours our products, and the NHS may use the results without a fee.',
		aims: '1. Describe changes between inhaled medicines among people with COPD.\n2. Estimate how long people stay on a new medicine.\n3. Compare the rate of hospital visits in the year before and after a change.\n\nDuration is estimated by Kaplan–Meier curves in bands of three months; rates are compared by Poisson regression adjusted for age, sex and deprivation.',
		publicBenefit:
			'Practices will know which changes tend to fail and can offer a demonstration with the new inhaler. Fewer wasted inhalers also means less cost and less propellant gas.',
		publicInvolvement:
			'A breathing support group in Lewisham read the plan. They asked that we publish results about every manufacturer’s inhalers, our own included, and we will.',
		funders: 'Brightwell Therapeutics Ltd',
		commercialInterest:
			'Brightwell makes two of the inhalers studied and pays for the study in full.',
		startsOn: '2027-01-11'
	},
	data: {
		datasets: ['linked-core'],
		reasons:
			'Diagnoses find the people with COPD, medicines show the changes, and visits show what followed. No measurement is needed.',
		basis6: '6-1-f',
		basis9: '9-2-j',
		confidentiality: 'de-identified',
		minimisation:
			'People under 40 are left out because COPD is rare among them. Six years are the least that show two changes in one person.'
	},
	settings: {
		workspaceSize: 'small',
		software: 'SQL only',
		filesIn: 'A list of inhaled medicines by ingredient.'
	},
	outputs: {
		expected:
			'Six tables of counts and rates by medicine group and age band; two charts of duration.',
		smallestCell: 10,
		models: 'no',
		publication:
			'An open-access article, and the tables on our public trials page, within nine months of the last release.',
		retention: 'Released tables for fifteen years. Nothing else is kept.'
	},
	commercial: {
		poNumber: '',
		ipWanted: '',
		benefit:
			'The commercial fee, free use of the results in every NHS organisation, and the list of medicine groups.'
	}
};
