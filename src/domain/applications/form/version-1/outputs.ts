import type { Section } from '../field.ts';

export const outputs: Section = {
	code: 'safe-outputs',
	title: 'Safe outputs',
	intro: 'What you want to take out. Two checkers see every output before it leaves.',
	fields: [
		{
			name: 'expected',
			kind: 'long',
			label: 'Outputs you expect',
			hint: 'Tables, charts, coefficients: about how many, broken down by what.',
			max: 3000,
			rows: 5,
			needed: 'Describe the outputs you expect'
		},
		{
			name: 'smallestCell',
			kind: 'whole',
			label: 'The smallest number of people behind any figure',
			hint: 'The service never releases fewer than 10.',
			unit: 'people',
			least: 10,
			most: 10_000,
			needed: 'Enter the smallest number of people behind any figure'
		},
		{
			name: 'models',
			kind: 'choice',
			label: 'Will you train a machine-learning model?',
			options: {
				no: 'No',
				inside: 'Yes, and it stays inside',
				export: 'Yes, and we ask to take it out'
			},
			needed: 'Say whether you will train a machine-learning model'
		},
		{
			name: 'publication',
			kind: 'long',
			label: 'How the results are published',
			max: 2000,
			rows: 4,
			needed: 'Say how the results are published'
		},
		{
			name: 'retention',
			kind: 'long',
			label: 'What is kept after the study, where and how long',
			max: 2000,
			rows: 3,
			needed: 'Say what is kept after the study'
		}
	]
};
