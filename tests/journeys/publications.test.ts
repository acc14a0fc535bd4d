import { expect } from '@playwright/test';
import {
	answer,
	arrive,
	choose,
	follow,
	openWaiting,
	press,
	signIn,
	stands,
	test,
	titled
} from './support.ts';

const csv = (name: string, text: string) => ({
	name,
	mimeType: 'text/csv',
	buffer: Buffer.from(text)
});

/** A manuscript from its first table to the public register; told twice, with JavaScript and without. */
function published(name: string): void {
	test(name, async ({ walk }) => {
		const { page } = walk;
		const title = titled('Diagnoses in London');

		await test.step('Amara starts a publication of her project', async () => {
			await signIn(page, 'amara');
			await follow(page.getByRole('navigation').first(), 'Publications');
			await arrive(walk, 'Publications');
			await expect(
				page.getByText('A review is required before results are published')
			).toBeVisible();
			const form = page.getByRole('form', { name: 'Have a publication reviewed' });
			await form.getByLabel('Project', { exact: true }).selectOption({
				label: 'Blood sugar control in type 2 diabetes across London’s neighbourhoods'
			});
			await answer(form, 'Title of the manuscript', title);
			await answer(form, 'Journal or place', 'A journal of open data');
			await answer(form, 'Planned for', '2027-06-01');
			await press(form, 'Start');
			await arrive(walk, title);
			await expect(page.getByText('Waiting for you to add its tables')).toBeVisible();
		});

		await test.step('She sees which figures are as released and which are not', async () => {
			await page.goto('/publications');
			await follow(page, 'Twelve years of diagnoses');
			await arrive(walk, /^Twelve years of diagnoses/);
			const rows = page.getByRole('table').first().getByRole('row');
			const total = await rows.last().getByRole('cell').last().innerText();
			await openWaiting(walk, 'amara', title);
			const figure = total.replace(/\D/g, '');
			await send(csv('Table 1.csv', `year,people\nTotal,${figure}\n2021,1\n`));
			await expect(
				page.getByText('1 figure is as released and 1 figure is not what was released.')
			).toBeVisible();
			await expect(
				page.getByRole('cell', { name: /^1 .*differs from the release$/ })
			).toBeVisible();
			await arrive(walk, title);
			await send(csv('Table 1.csv', `year,people\nTotal,${figure}\n`));
			await expect(page.getByText(/^1 figure is as released\.$/)).toBeVisible();
		});

		await test.step('A file that is too large is refused, and nothing is lost', async () => {
			await send(csv('large.csv', 'x'.repeat(10_000_001)));
			await expect(page.getByRole('alert')).toContainText('too large');
			await expect(page.getByRole('region', { name: 'Table 1.csv' })).toBeVisible();
			await arrive(walk, title);
			await page.reload();
		});

		await test.step('Carlos sends it back with a reason, and then approves it', async () => {
			await openWaiting(walk, 'amara', title);
			await press(page, 'Send for review');
			await stands(page, 'Being reviewed');
			await openWaiting(walk, 'carlos', title);
			await arrive(walk, title);
			await choose(page, 'May it be published?', 'Send back');
			await press(page, 'Decide');
			await expect(page.getByRole('alert')).toContainText('Say what is to be changed');
			await answer(page, 'Reason', 'Name the years.');
			await press(page, 'Decide');
			await stands(page, 'Sent back');
			await openWaiting(walk, 'amara', title);
			await expect(page.getByText('Name the years.').first()).toBeVisible();
			await press(page, 'Send for review');
			await stands(page, 'Being reviewed');
			await openWaiting(walk, 'ingrid', title);
			await choose(page, 'May it be published?', 'Approve for publication');
			await press(page, 'Decide');
			await stands(page, 'Approved for publication');
			await arrive(walk, title);
		});

		await test.step('Anybody finds it on the register', async () => {
			await follow(page, 'public register');
			await expect(page).toHaveURL(/\/register\//);
			await page.context().clearCookies();
			await page.reload();
			await arrive(walk, /^Blood sugar/);
			await expect(page.getByText(title)).toBeVisible();
			await follow(page, 'How outputs are checked');
			await arrive(walk, 'How it works');
		});

		async function send(file: ReturnType<typeof csv>): Promise<void> {
			const form = page.getByRole('form', { name: 'Add tables' });
			await form.getByLabel('Add a file with tables').setInputFiles(file);
			await press(form, 'Compare');
		}
	});
}

published('a manuscript is compared with what was released, reviewed, and made public');

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });
	published('a manuscript is compared, reviewed and made public');
});
