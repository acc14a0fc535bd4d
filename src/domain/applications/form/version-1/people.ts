import type { Section } from '../field.ts';

export const people: Section = {
	code: 'safe-people',
	title: 'Safe people',
	intro:
		'Everybody who will see the data, yourself included. Each needs an account here and training that is in date.',
	fields: [
		{
			name: 'members',
			kind: 'members',
			label: 'People on the study',
			needed: 'Name at least one person who will work with the data'
		},
		{
			name: 'signatory',
			kind: 'signatory',
			label: 'Who signs for your organisation',
			hint: 'They receive the agreement once the study is approved.',
			needed: 'Choose who signs for your organisation'
		}
	]
};
