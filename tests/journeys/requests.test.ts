import { expect } from '@playwright/test';
import { png } from '../support/png.ts';
import { answer, arrive, press, signIn, stands, test, titled, type Walk } from './support.ts';

const sql =
	'select floor(birth_year / 10) * 10 as decade, gender_concept_id as sex, count(*) as people from person group by 1, 2';

const table = Buffer.from('group,people\nWomen,120\nMen,130\n');

/** What a researcher does before the checkers see a request; told twice, with JavaScript and without. */
function prepares(name: string): void {
	test(name, async ({ walk }) => {
		const { page } = walk;
		const title = titled('People by decade and sex');

		await test.step('Amara makes a table from a query', async () => {
			await signIn(page, 'amara');
			await page.goto('/outputs/new');
			const form = page.getByRole('form', { name: 'A table from a query' });
			await form.getByLabel('Workspace', { exact: true }).selectOption({ index: 1 });
			await answer(form, 'Title', title);
			await answer(form, 'Query', sql);
			await press(form, 'Make the table');
			await arrive(walk, title);
		});

		await test.step('She joins the small categories in one click, and sees before and after', async () => {
			await page
				.getByRole('button', { name: /^Join (decade|sex)/ })
				.first()
				.click();
			await expect(page.getByRole('button', { name: /^Undo joined categories/ })).toBeVisible();
			await page.getByText(/^Before and after/).click();
			await expect(page.getByRole('table', { name: /After: as it would leave/ })).toBeVisible();
			await arrive(walk, title);
			await press(page, /^Undo joined categories/);
			await expect(page.getByRole('button', { name: /^Undo joined categories/ })).toHaveCount(0);
			await expect(page.getByRole('button', { name: 'Suppress (chosen)' })).toBeVisible();
		});

		await test.step('She adds a plot, its data as a supporting file, and code', async () => {
			await add(walk, { name: 'plot.png', mimeType: 'image/png', buffer: Buffer.from(png()) });
			await expect(page.getByRole('img', { name: /plot\.png/ })).toBeVisible();
			await add(walk, { name: 'plot data.csv', mimeType: 'text/csv', buffer: table }, true);
			await expect(page.getByText(/Supporting file, never released/).first()).toBeVisible();
			await add(walk, {
				name: 'model.py',
				mimeType: 'text/x-python',
				buffer: Buffer.from('print(fit(y, x))\n')
			});
			await arrive(walk, title);
		});

		await test.step('What is missing stands at its field, and nothing typed is lost', async () => {
			await answer(page, 'Purpose', 'An open article.');
			await answer(page, 'Description', 'Everybody in the study.');
			await press(page, 'Submit to the checkers');
			const problems = page.getByRole('alert');
			await expect(problems).toContainText('Say what it shows');
			await expect(problems).toContainText('Choose the table that the plot was drawn from');
			await expect(page.getByLabel('Purpose', { exact: true })).toHaveValue('An open article.');
			await arrive(walk, title);
		});

		await test.step('She says what each file is, and sends them', async () => {
			for (const words of await page.getByRole('textbox', { name: /^What .+ shows$/ }).all())
				await words.fill('People of the study, by age and sex.');
			for (const words of await page
				.getByRole('textbox', { name: /^(Statistic in|Population of) / })
				.all())
				if ((await words.inputValue()) === '') await words.fill('Count of people');
			for (const words of await page.getByRole('textbox', { name: /^Control applied to / }).all())
				await words.fill('none');
			await page
				.getByLabel(/^Table that plot\.png was drawn from/)
				.selectOption({ label: 'plot data.csv' });
			await press(page, 'Submit to the checkers');
			await expect(page.getByRole('button', { name: 'Submit to the checkers' })).toHaveCount(0);
			await stands(page, 'Submitted');
			await arrive(walk, title);
		});
	});
}

async function add(
	{ page }: Walk,
	file: { name: string; mimeType: string; buffer: Buffer },
	supporting = false
): Promise<void> {
	const form = page.getByRole('form', { name: 'Add a file' });
	if (!(await form.isVisible())) await page.getByText('Add another table or file').click();
	await form.getByLabel('Or a file').setInputFiles(file);
	if (supporting) await form.getByLabel(/^A supporting file/).check();
	await press(form, 'Add the file');
	await expect(page.getByRole('heading', { name: file.name, exact: true })).toBeVisible();
}

prepares('a researcher prepares a request of several files and meets the checks first');

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });
	prepares('a researcher prepares a request of several files');
});
