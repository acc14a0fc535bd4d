import { expect } from '@playwright/test';
import { answer, arrive, choose, openWaiting, press, signIn, test, titled } from './support.ts';

/** The seeded project that has an open workspace. */
const project = 'Blood sugar control in type 2 diabetes across London’s neighbourhoods';

/** A file from its sender to the shared folder; told twice, with JavaScript and without. */
function sentIn(name: string): void {
	test(name, async ({ walk }) => {
		const { page } = walk;
		const plain = titled('areas').replaceAll(' ', '-');
		const send = async (file: string, text: string) => {
			const form = page.getByRole('form', { name: 'Send a file' });
			await form
				.getByLabel('File', { exact: true })
				.setInputFiles({ name: file, mimeType: 'text/csv', buffer: Buffer.from(text) });
			await answer(form, 'What it is, and what it is needed for', 'Names of areas for our maps');
			await press(form, 'Send for review');
		};

		await test.step('Amara sends a file for the shared folder', async () => {
			await signIn(page, 'amara');
			await page.goto('/projects');
			await page.getByRole('link', { name: project }).first().click();
			await page
				.getByRole('link', { name: /workspace/i })
				.first()
				.click();
			await expect(page).toHaveURL(/\/workspaces\/[0-9a-f-]{36}/);
			const [, workspace] = /\/workspaces\/([0-9a-f-]{36})/.exec(page.url()) ?? [];
			await page.goto(`/workspaces/${String(workspace)}/files`);
			await arrive(walk, 'Shared folder');
			await send(`${plain}.csv`, 'code,area\nE1,North\nE2,South\n');
			await expect(page.getByRole('heading', { name: `${plain}.csv` })).toBeVisible();
			await expect(page.getByText('Waiting for a data manager to review it').first()).toBeVisible();
			await arrive(walk, 'Shared folder');
		});

		await test.step('A program is refused at once, and says why', async () => {
			await send('tool.zip', 'PK\u0003\u0004 not a table');
			await expect(page.getByRole('alert')).toBeVisible();
		});

		await test.step('Ingrid finds it among what waits for her, reads it and lets it in', async () => {
			await openWaiting(walk, 'ingrid', `the file ${plain}.csv`);
			await arrive(walk, 'Shared folder');
			const form = page.getByRole('form', { name: `Decide on ${plain}.csv` });
			await press(form, 'Decide');
			await expect(page.getByRole('alert').first()).toContainText(
				'Choose whether the file may come in'
			);
			await choose(
				page.getByRole('form', { name: `Decide on ${plain}.csv` }),
				'May it come in?',
				'Let it in'
			);
			await press(page.getByRole('form', { name: `Decide on ${plain}.csv` }), 'Decide');
			await expect(page.getByRole('row', { name: new RegExp(plain) })).toBeVisible();
		});

		await test.step('Amara sees it in the folder, with the library beside it', async () => {
			const at = page.url().replace(/\/files.*/, '');
			await signIn(page, 'amara');
			await page.goto(`${at}/files`);
			const table = page.getByRole('table', { name: 'In the shared folder' });
			await expect(table.getByText(`${plain}.csv`).first()).toBeVisible();
			await expect(page.getByText(`Let in ${plain}.csv`)).toBeVisible();
			await page.goto(`${at}/library`);
			await arrive(walk, 'Approved library');
		});

		await test.step('A code list with a wrong line is not kept, and a right one is', async () => {
			await page.goto('/code-lists');
			await arrive(walk, 'Code lists');
			const list = titled('Diabetes');
			const importing = async (text: string) => {
				const form = page.getByRole('form', { name: 'Import a list' });
				await answer(form, 'Name', list);
				await form.getByLabel('Codes of').selectOption('SNOMED CT');
				await form
					.getByLabel('CSV file')
					.setInputFiles({ name: 'l.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
				await press(form, 'Import');
			};
			await importing('code,term\n44054007,Type 2 diabetes\n');
			await expect(page.getByText('its check digit is wrong').first()).toBeVisible();
			await importing('code,term\n44054006,Type 2 diabetes\n');
			await arrive(walk, list);
			await expect(page.getByText('(201826)').first()).toBeVisible();
			await page.goto('/feasibility?kind=condition&look=diabetes&search=1#criteria');
			await page.getByLabel('Or a code list').selectOption({ label: `${list}, version 1 (1)` });
			await press(page, 'Add this criterion');
			await expect(page.getByText(`code list ${list}, version 1 (1 concept)`)).toBeVisible();
		});
	});
}

sentIn('a file comes into the shared folder through a review, and code lists into counts');

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });
	sentIn('a file comes into the shared folder through a review, without JavaScript');
});
