import type { Section } from '../field.ts';

export const project: Section = {
	code: 'safe-project',
	title: 'Safe project',
	intro: 'What you want to find out, for whose benefit, and who stands behind it.',
	fields: [
		{
			name: 'title',
			kind: 'text',
			label: 'Title',
			hint: 'It goes on the public register. Say what the study is about in words that anybody knows.',
			max: 200,
			needed: 'Enter a title'
		},
		{
			name: 'kind',
			kind: 'choice',
			label: 'What kind of application is this?',
			options: {
				new: 'A new study',
				amendment: 'A change to an approved study',
				extension: 'More time for an approved study',
				renewal: 'A study that begins again after its end'
			},
			needed: 'Choose what kind of application this is'
		},
		{
			name: 'laySummary',
			kind: 'long',
			label: 'Plain summary',
			hint: 'For a Londoner with no training in health or statistics. It is published when the study is approved.',
			example:
				'About 1 in 10 adults in London lives with type 2 diabetes. We want to know which of them also become depressed, so that practices can offer help earlier.',
			max: 3000,
			rows: 9,
			words: 300,
			needed: 'Write a plain summary'
		},
		{
			name: 'aims',
			kind: 'long',
			label: 'Aims and methods',
			hint: 'The questions, the comparison, and the analysis that answers them.',
			max: 6000,
			rows: 9,
			needed: 'Describe the aims and methods'
		},
		{
			name: 'publicBenefit',
			kind: 'long',
			label: 'Benefit to the public',
			hint: 'Who will be better off, how, and when. It is published when the study is approved.',
			max: 3000,
			rows: 6,
			needed: 'Say how the public benefits'
		},
		{
			name: 'publicInvolvement',
			kind: 'long',
			label: 'How patients and the public took part',
			hint: 'Who was asked, what they said, and what changed because of it.',
			max: 3000,
			rows: 5,
			needed: 'Say how patients and the public took part'
		},
		{
			name: 'funders',
			kind: 'text',
			label: 'Funders and sponsor',
			max: 500,
			needed: 'Name the funders and the sponsor'
		},
		{
			name: 'commercialInterest',
			kind: 'long',
			label: 'Commercial interests',
			hint: 'Any company with a stake in the results, and what its stake is. Write "none" if there is none.',
			max: 2000,
			rows: 3,
			needed: 'Say which commercial interests there are, or "none"'
		},
		{
			name: 'startsOn',
			kind: 'day',
			label: 'First day of the study',
			needed: 'Enter the first day of the study'
		},
		{
			name: 'months',
			kind: 'whole',
			label: 'How long it lasts',
			unit: 'months',
			least: 1,
			most: 120,
			needed: 'Enter how many months the study lasts'
		}
	]
};
