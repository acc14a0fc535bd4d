import type { Study } from './study.ts';

/** Another organisation's study: what others must never see. */
export const hypertension: Study = {
	lead: 'joseph',
	organisation: 'riverside',
	tier: 'academic',
	members: [
		{
			name: 'Joseph Adeyemi',
			email: 'joseph@example.org',
			organisation: 'Riverside Institute of Epidemiology',
			country: 'GB'
		}
	],
	signatory: 'joseph',
	months: 18,
	cohort: {
		conditions: [316866],
		match: 'all',
		sex: 'any',
		ageFrom: 40,
		ageTo: 79,
		icbs: [],
		from: '2018-01-01',
		to: '2025-12-31',
		criteria: []
	},
	project: {
		title: 'Blood pressure control and stroke across London’s neighbourhoods',
		kind: 'new',
		laySummary:
			'High blood pressure has no symptoms until it does harm. Treated well, it causes far fewer strokes. We want to know in which parts of London people with high blood pressure reach a healthy level, and whether strokes are less common there. We use records without names or addresses and publish averages of large groups only.',
		aims: 'Describe blood pressure control by neighbourhood deprivation and integrated care board, and its association with first stroke over five years, by Cox regression adjusted for age and sex.',
		publicBenefit:
			'Public health teams will see where more checks in pharmacies and community centres would prevent the most strokes.',
		publicInvolvement:
			'Two stroke survivors sit on our steering group and chose the outcomes we report first.',
		funders: 'The Riverside Trust',
		commercialInterest: 'None',
		startsOn: '2027-02-01'
	},
	data: {
		datasets: ['linked-core', 'measurements'],
		reasons: 'Diagnoses and deaths give strokes; measurements give blood pressure.',
		basis6: '6-1-e',
		basis9: '9-2-j',
		confidentiality: 'de-identified',
		minimisation: 'Ages 40 to 79 only, where treatment is recommended. No data on medicines’ doses.'
	},
	settings: { workspaceSize: 'medium', software: 'SQL and R', filesIn: '' },
	outputs: {
		expected: 'Five tables by board and deprivation, and one of hazard ratios.',
		smallestCell: 20,
		models: 'no',
		publication: 'A report to the boards and an open-access article.',
		retention: 'Released tables for ten years.'
	},
	commercial: {
		poNumber: 'RIE-88210',
		ipWanted: '',
		benefit: 'A yearly briefing for public health teams.'
	}
};
