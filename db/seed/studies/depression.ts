import type { Study } from './study.ts';

/** The academic study of the demonstration. */
export const depression: Study = {
	lead: 'amara',
	organisation: 'thames',
	tier: 'academic',
	members: [
		{
			name: 'Amara Okafor',
			email: 'amara@example.org',
			organisation: 'Thames University',
			country: 'GB'
		},
		{
			name: 'Tomas Lindqvist',
			email: 'tomas@example.org',
			organisation: 'Thames University',
			country: 'GB'
		}
	],
	signatory: 'helen',
	months: 12,
	cohort: {
		conditions: [201826],
		match: 'all',
		sex: 'any',
		ageFrom: 18,
		ageTo: null,
		icbs: [],
		from: '2019-01-01',
		to: '2025-12-31',
		criteria: []
	},
	project: {
		title: 'Depression among adults living with type 2 diabetes in London',
		kind: 'new',
		laySummary:
			'About one in ten adults in London lives with type 2 diabetes. Living with it every day is hard work: watching what you eat, taking tablets, worrying about your eyes and your feet. Some people become depressed, and people who are depressed find it harder to look after their diabetes. Both get worse together.\n\nWe want to know how many adults with type 2 diabetes in London are also treated for depression, whether this differs between younger and older people, women and men, and richer and poorer neighbourhoods, and whether blood sugar is higher in the two years after depression is first recorded.\n\nWe will use records from general practices and hospitals from which names, addresses and NHS numbers have been taken out. We only publish counts and averages of groups, never anything about one person. The results will help practices decide whom to offer a conversation about mood at the yearly diabetes check.',
		aims: '1. Estimate the prevalence of treated depression among adults with type 2 diabetes, by age band, sex, and deprivation decile.\n2. Compare mean HbA1c in the two years before and after the first record of depression.\n3. Describe how often the yearly check is missed by people with both conditions.\n\nPrevalence is a count over registered adults on 31 December of each year. HbA1c is compared by a linear mixed model with a random intercept per person, adjusted for age, sex and deprivation.',
		publicBenefit:
			'The North East London diabetes network will use the results to choose which practices first offer a talk about mood at the yearly check. If it works as we expect, people who struggle are found a year or more earlier.',
		publicInvolvement:
			'Eight adults with type 2 diabetes met us twice in Whitechapel. They asked us to look at missed yearly checks, which we had not planned, and rewrote the summary above.',
		funders: 'National Institute for Health and Care Research; sponsor: Thames University',
		commercialInterest: 'None',
		startsOn: '2027-01-04'
	},
	data: {
		datasets: ['linked-core', 'measurements'],
		reasons:
			'The linked core record gives diagnoses, medicines and the period of registration. Measurements are needed for HbA1c, which is the outcome of the second aim.',
		basis6: '6-1-e',
		basis9: '9-2-j',
		confidentiality: 'de-identified',
		minimisation:
			'Only adults with type 2 diabetes, seven years, and no free text. Ages in years and deprivation in tenths are enough for every comparison; dates to the day are needed because the yearly check is counted by them.'
	},
	settings: {
		workspaceSize: 'small',
		software: 'SQL only',
		filesIn: 'Our own list of codes for depression and for antidepressants.'
	},
	outputs: {
		expected:
			'Four tables of counts by age band, sex and deprivation; one table of model coefficients; two line charts.',
		smallestCell: 10,
		models: 'no',
		publication:
			'An open-access article within twelve months, a page in plain English, and a talk to the people who advised us.',
		retention: 'Released tables for ten years in the university’s repository. Nothing else is kept.'
	},
	commercial: {
		poNumber: 'THU-2026-0417',
		ipWanted: '',
		benefit: 'The code lists and programs are published for every NHS team to use without a fee.'
	}
};
