import { tierQuestions } from '#domain/pricing/tier.ts';
import type { Section } from '../field.ts';

const [use, funder, rights] = [tierQuestions.use, tierQuestions.funder, tierQuestions.rights];

export const commercial: Section = {
	code: 'commercial',
	title: 'Commercial',
	intro: 'Three answers decide the price tier; the rest goes into the agreement.',
	fields: [
		{
			name: 'use',
			kind: 'choice',
			label: use.question,
			options: use.answers,
			needed: 'Choose what the results will be used for'
		},
		{
			name: 'funder',
			kind: 'choice',
			label: funder.question,
			options: funder.answers,
			needed: 'Choose who pays for the study'
		},
		{
			name: 'rights',
			kind: 'choice',
			label: rights.question,
			options: rights.answers,
			needed: 'Say whether a company sees results early or holds rights'
		},
		{
			name: 'poNumber',
			kind: 'text',
			label: 'Purchase order number, if you have one',
			max: 60
		},
		{
			name: 'ipWanted',
			kind: 'long',
			label: 'What you want from the IP terms',
			hint: 'Leave this empty to take the standard terms, which are published.',
			max: 2000,
			rows: 3
		},
		{
			name: 'benefit',
			kind: 'long',
			label: 'What the NHS gets back',
			hint: 'Fees, a share of value, free use, tools or knowledge.',
			max: 2000,
			rows: 4,
			needed: 'Say what the NHS gets back'
		}
	]
};
