import type { Section } from '../field.ts';

export const data: Section = {
	code: 'safe-data',
	title: 'Safe data',
	intro: 'Which records, of whom, from when, and why no less would do.',
	fields: [
		{
			name: 'datasets',
			kind: 'datasets',
			label: 'Datasets',
			needed: 'Choose at least one dataset'
		},
		{
			name: 'columns',
			kind: 'columns',
			label: 'Variables',
			hint: 'Tick what you need. Tick nothing to ask for everything that may be released from the datasets above.'
		},
		{
			name: 'reasons',
			kind: 'long',
			label: 'Why each dataset and variable is needed',
			max: 4000,
			rows: 6,
			needed: 'Say why each dataset and variable is needed'
		},
		{
			name: 'cohort',
			kind: 'cohort',
			label: 'Who the study is about',
			needed: 'Say who the study is about'
		},
		{
			name: 'from',
			kind: 'day',
			label: 'First day of the records',
			needed: 'Enter the first day of the records'
		},
		{
			name: 'to',
			kind: 'day',
			label: 'Last day of the records',
			needed: 'Enter the last day of the records'
		},
		{
			name: 'basis6',
			kind: 'choice',
			label: 'Lawful basis (UK GDPR Article 6)',
			options: {
				'6-1-e': '6(1)(e) A task in the public interest',
				'6-1-f': '6(1)(f) Legitimate interests'
			},
			needed: 'Choose the lawful basis under Article 6'
		},
		{
			name: 'basis9',
			kind: 'choice',
			label: 'Condition for health data (UK GDPR Article 9)',
			options: {
				'9-2-j': '9(2)(j) Research in the public interest',
				'9-2-i': '9(2)(i) Public health',
				'9-2-h': '9(2)(h) Planning and managing health care'
			},
			needed: 'Choose the condition under Article 9'
		},
		{
			name: 'confidentiality',
			kind: 'choice',
			label: 'How the duty of confidence is met',
			options: {
				'de-identified':
					'You see de-identified records only; nothing confidential is disclosed to you',
				consent: 'The people in the study consented',
				'section-251': 'Section 251 support through the HRA Confidentiality Advisory Group'
			},
			needed: 'Choose how the duty of confidence is met'
		},
		{
			name: 'minimisation',
			kind: 'long',
			label: 'Why no less would do',
			hint: 'Fewer people, fewer variables, a shorter period: say why the question could not be answered with them.',
			max: 3000,
			rows: 5,
			needed: 'Say why less data would not do'
		}
	]
};
