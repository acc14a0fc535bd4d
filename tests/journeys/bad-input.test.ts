import { expect } from '@playwright/test';
import { answer, arrive, isSound, press, signIn, test, titled } from './support.ts';

test.describe('bad input in the browser', () => {
	test('a form that is refused keeps what was typed and says what to do at the field', async ({
		walk
	}) => {
		const { page } = walk;
		await signIn(page, 'amara');
		await page.goto('/applications/new');
		const typed = `<script>alert(1)</script>${'long '.repeat(60)}`;
		await answer(page, 'Title', typed);
		await press(page, 'Start');
		await expect(page.getByRole('alert')).toBeFocused();
		await expect(page.getByLabel('Title', { exact: true })).toHaveValue(typed);
		await expect(page.getByLabel('Title', { exact: true })).toHaveAttribute('aria-invalid', 'true');
		await isSound(page);
		await page.getByRole('alert').getByRole('link').click();
		await expect(page.getByLabel('Title', { exact: true })).toBeFocused();
	});

	test('a double click starts one application', async ({ walk }) => {
		const { page } = walk;
		const title = titled('Clicked twice');
		await signIn(page, 'amara');
		await page.goto('/applications/new');
		await answer(page, 'Title', title);
		await page.getByRole('button', { name: 'Start', exact: true }).dblclick();
		await arrive(walk, title);
		await page.goto('/applications');
		await expect(page.getByRole('link', { name: title })).toHaveCount(1);
	});

	test('a stale tab is told so in plain English and keeps what was typed', async ({ walk }) => {
		const { page } = walk;
		const title = titled('Open in two tabs');
		await signIn(page, 'amara');
		await page.goto('/applications/new');
		await answer(page, 'Title', title);
		await press(page, 'Start');
		await arrive(walk, title);
		await page.getByRole('link', { name: 'Safe project' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Safe project');

		const other = await page.context().newPage();
		await other.goto(page.url());
		await answer(other, 'Funders and sponsor', 'The first tab');
		await press(other, 'Save and go back to the list');
		await expect(other.getByRole('heading', { level: 1 })).toHaveText(title);

		await answer(page, 'Funders and sponsor', 'The second tab');
		const [refused] = await Promise.all([
			page.waitForResponse((response) => response.request().method() === 'POST'),
			press(page, 'Save and go back to the list')
		]);
		expect(await told(refused)).toBe(409);
		await expect(page.getByRole('alert')).toContainText(
			'changed in another tab or by somebody else'
		);
		await expect(page.getByLabel('Funders and sponsor')).toHaveValue('The second tab');
		await isSound(page);
	});

	test('an address of nothing, and of somebody else’s thing, is a page that says what to do', async ({
		walk
	}) => {
		const { page } = walk;
		await signIn(page, 'amara');
		for (const place of ['applications', 'projects', 'outputs', 'agreements', 'quotes']) {
			const answered = await page.goto(`/${place}/00000000-0000-7000-8000-00000000dead`);
			expect(answered?.status(), place).toBe(404);
			await isSound(page);
			await expect(page.getByRole('link', { name: 'Go to your home page' })).toBeVisible();
		}
	});
});

/** The status of a form's answer, which scripts are told inside a 200. */
async function told(response: { status(): number; json(): Promise<unknown> }): Promise<number> {
	if (response.status() !== 200) return response.status();
	const { status } = (await response.json()) as { status: number };
	return status;
}
