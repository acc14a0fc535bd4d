import { expect, type Locator } from '@playwright/test';
import { submit, vote } from './steps/check.ts';
import { answer, arrive, openWaiting, press, signIn, stands, test, titled } from './support.ts';

const sql =
	'select floor(birth_year / 10) * 10 as decade, gender_concept_id as sex, count(*) as people from person group by 1, 2';

test('an output checker reads flags and evidence by keyboard and asks for changes', async ({
	walk
}) => {
	const { page } = walk;
	const title = titled('People by decade of birth');
	const words = titled('Please join the oldest decades.');

	await test.step('Amara sends a table with cells that fail', async () => {
		await signIn(page, 'amara');
		await page.goto('/outputs/new');
		await arrive(walk, 'Ask for an output');
		const form = page.getByRole('form', { name: 'A table from a query' });
		await form
			.getByLabel('Workspace', { exact: true })
			.selectOption({ label: await seeded(form.getByLabel('Workspace', { exact: true })) });
		await answer(form, 'Title', title);
		await answer(form, 'Query', sql);
		await press(form, 'Make the table');
		await arrive(walk, title);
		await press(page, 'As it is');
		await expect(page.getByRole('button', { name: 'As it is (chosen)' })).toBeVisible();
		await submit(walk, title);
	});

	await test.step('Carlos finds it in his queue', async () => {
		await signIn(page, 'carlos');
		await page.goto('/outputs');
		await arrive(walk, /./);
		await expect(page.getByRole('link', { name: title })).toBeVisible();
		await openWaiting(walk, 'carlos', title);
		await arrive(walk, title);
	});

	await test.step('He goes from flag to flag with the keyboard and reads what stands behind each', async () => {
		await page.getByRole('region', { name: 'as it would leave' }).focus();
		await page.keyboard.press('n');
		const first = page.locator(':focus');
		await expect(first).toHaveRole('gridcell');
		const name = await first.innerText();
		await expect(page.getByText(/people · .* rows · largest share/)).toBeVisible();
		await page.keyboard.press('n');
		await expect(page.locator(':focus')).not.toHaveText(name);
	});

	await test.step('He comments on a cell and asks for changes', async () => {
		const form = page.getByRole('form', { name: 'Write to the others' });
		await form.getByLabel('About', { exact: true }).selectOption({ index: 1 });
		await answer(form, 'To the researcher', words);
		await press(form, 'Send');
		await expect(page.getByText(words)).toBeVisible();
		await vote(walk, 'carlos', title, /change/i);
	});

	await test.step('Wei and Amara see neither his vote nor his words before Wei has voted', async () => {
		await openWaiting(walk, 'wei', title);
		await expect(page.getByText(/^Carlos Mendes:/)).toHaveCount(0);
		await signIn(page, 'amara');
		await page.goto('/outputs');
		await page.getByRole('link', { name: title }).first().click();
		await arrive(walk, title);
		await expect(page.getByText(words)).toHaveCount(0);
	});

	await test.step('Wei votes, and Amara learns what to change', async () => {
		await vote(walk, 'wei', title, /change/i);
		await openWaiting(walk, 'amara', title);
		await stands(page, 'Changes (requested|asked for)');
		await expect(page.getByText(words)).toBeVisible();
		await arrive(walk, title);
	});
});

/** The workspace that the demonstration begins with. */
async function seeded(select: Locator): Promise<string> {
	const labels = await select.getByRole('option').allInnerTexts();
	const found = labels.find((label) => label.includes('Blood sugar control'));
	expect(found, 'the demonstration has a workspace to make outputs in').toBeDefined();
	return found ?? '';
}
