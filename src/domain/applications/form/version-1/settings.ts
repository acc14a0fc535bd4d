import type { Section } from '../field.ts';

export const settings: Section = {
	code: 'safe-settings',
	title: 'Safe settings',
	intro: 'What you need inside the workspace. The records never leave it.',
	fields: [
		{
			name: 'workspaceSize',
			kind: 'choice',
			label: 'Size of the workspace',
			options: {
				small: 'Small: tables and charts for up to a hundred thousand people',
				medium: 'Medium: regression models over a million people',
				large: 'Large: models trained over everything'
			},
			needed: 'Choose the size of the workspace'
		},
		{
			name: 'software',
			kind: 'text',
			label: 'Software',
			hint: 'SQL is always there. Name what else you need.',
			max: 500
		},
		{
			name: 'filesIn',
			kind: 'long',
			label: 'Files to bring in',
			hint: 'Code lists, programs or reference tables. Nothing about a person may be brought in.',
			max: 2000,
			rows: 3
		}
	]
};
