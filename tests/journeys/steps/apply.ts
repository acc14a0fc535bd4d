import { expect } from '@playwright/test';
import { answer, arrive, choose, press, stands, type Walk } from '../support.ts';

export type Study = {
	readonly title: string;
	/** Who applies: the one person on the study. */
	readonly lead: string;
	/** Chosen here where the study began without a count. */
	readonly condition?: string;
	readonly summary: string;
	readonly signatory: string;
	readonly interest: string;
	readonly benefit: string;
};

/** On the first page of an application: writes every section and sends it. */
export async function apply(walk: Walk, study: Study): Promise<void> {
	const { page } = walk;
	await answer(page, 'Title', study.title);
	await press(page, 'Start');
	await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Start an application');
	if (!page.url().endsWith('/safe-people'))
		await page.getByRole('link', { name: 'Safe people' }).click();

	await arrive(walk, 'Safe people');
	await answer(page.getByRole('group', { name: study.lead }), 'Training runs out on', '2028-03-31');
	await choose(page, 'Who signs for your organisation', study.signatory);
	await press(page, 'Save and continue');

	await arrive(walk, 'Safe project');
	await expect(page.getByLabel('Title', { exact: true })).toHaveValue(study.title);
	await answer(page, 'Plain summary', study.summary);
	await answer(page, 'Aims and methods', 'Prevalence by age band and sex, as counts and means.');
	await answer(page, 'Benefit to the public', 'Practices learn whom to offer help first.');
	await answer(page, 'How patients and the public took part', 'Eight people met us twice.');
	await answer(page, 'Funders and sponsor', 'National Institute for Health and Care Research');
	await answer(page, 'Commercial interests', study.interest);
	await press(page, 'Save and continue');

	await arrive(walk, 'Safe data');
	if (study.condition !== undefined)
		await page.getByRole('checkbox', { name: study.condition, exact: true }).check();
	await answer(page, 'Why each dataset and variable is needed', 'Diagnoses, age and sex.');
	await answer(page, 'First day of the records', '2019-01-01');
	await answer(page, 'Last day of the records', '2025-12-31');
	await choose(page, 'Lawful basis (UK GDPR Article 6)', /public interest/);
	await choose(page, 'Condition for health data (UK GDPR Article 9)', /Research/);
	await choose(page, 'How the duty of confidence is met', /de-identified/);
	await answer(page, 'Why no less would do', 'Only adults with the condition, and no free text.');
	await press(page, 'Save and continue');

	await arrive(walk, 'Safe settings');
	await choose(page, 'Size of the workspace', /^Small/);
	await press(page, 'Save and continue');

	await arrive(walk, 'Safe outputs');
	await answer(page, 'Outputs you expect', 'Two tables of counts by age band and sex.');
	await choose(page, 'Will you train a machine-learning model?', 'No');
	await answer(
		page,
		'How the results are published',
		'An open article and a page in plain English.'
	);
	await answer(page, 'What is kept after the study, where and how long', 'Released tables.');
	await press(page, 'Save and continue');

	await arrive(walk, 'Commercial');
	await answer(page, 'What the NHS gets back', study.benefit);
	await press(page, 'Save');

	await arrive(walk, study.title);
	await press(page, 'Send for review');
	await stands(page, 'Being checked');
	await arrive(walk, study.title);
}
