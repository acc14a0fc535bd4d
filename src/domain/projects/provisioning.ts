/**
 * How a workspace is made: the steps of the de-identification engine as the vault runs them, in
 * order, each with what it means for the people of the study. The vault names a step by `name`.
 */
export const provisioningSteps = [
	{ name: 'cohort', sentence: 'Find the people that the approved study is about.' },
	{
		name: 'sign-up',
		sentence: 'Leave out the records of practices and trusts that have not signed up.'
	},
	{ name: 'opt-outs', sentence: 'Leave out people who have opted out.' },
	{ name: 'cut', sentence: 'Keep only the tables, columns and period that were approved.' },
	{
		name: 'pseudonyms',
		sentence: 'Replace every identifier by a pseudonym that only this project has.'
	},
	{ name: 'finest', sentence: 'Count who is alike, so that releasing less can be tried out.' },
	{ name: 'report', sentence: 'Measure what risk of recognising somebody remains.' },
	{ name: 'scan', sentence: 'Look through the files for anything that identifies a person.' },
	{
		name: 'index',
		sentence: 'Number the people, so that outputs of different studies can be checked together.'
	},
	{ name: 'seal', sentence: 'Seal the snapshot, so that nothing in it can change.' }
] as const;
