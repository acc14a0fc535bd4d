import { expect, type Page } from '@playwright/test';
import { arrive, follow, press, signIn, type Walk } from '../support.ts';

/** Amara begins a notebook in the workspace of the seeded study, and ends on its page. */
export async function beginNotebook(walk: Walk, name: string): Promise<void> {
	const { page } = walk;
	await signIn(page, 'amara');
	await page.goto('/projects');
	await follow(page, /Blood sugar control/);
	await follow(page, 'Open the workspace');
	await follow(page, /^Notebooks and scripts/);
	await arrive(walk, 'Notebooks and scripts');
	await page.getByLabel('Name', { exact: true }).fill(name);
	await press(page, 'Begin');
	await arrive(walk, name);
}

export const cell = (page: Page, at: number) =>
	page.getByRole('region', { name: new RegExp(`^Cell ${String(at)},`) });

/** Adds a cell behind another, and types its text. */
export async function add(page: Page, language: string, after: number, code: string) {
	await press(page, `Add a cell of ${language} after cell ${String(after)}`);
	await type(page, after + 1, code);
}

/** Types into a cell; a cell of text is opened first when it already says something. */
export async function type(page: Page, at: number, code: string): Promise<void> {
	await expect(cell(page, at)).toBeVisible();
	await cell(page, at).locator('textarea').fill(code);
}

/** Runs a cell by its button and waits for what it gives. */
export async function run(page: Page, at: number): Promise<void> {
	await press(cell(page, at), `Run cell ${String(at)}`);
	await expect(
		cell(page, at)
			.getByText(/ ms\.$/)
			.first()
	).toBeVisible({ timeout: 120_000 });
}

/** Words on the page when R or Python is not installed on this machine; null when the cell ran. */
export async function lacking(page: Page, at: number): Promise<string | null> {
	await press(cell(page, at), `Run cell ${String(at)}`);
	const problem = cell(page, at).getByRole('alert');
	const ran = cell(page, at)
		.getByText(/ ms\.$/)
		.first();
	await expect(problem.or(ran)).toBeVisible({ timeout: 120_000 });
	if (await ran.isVisible()) return null;
	const words = await problem.innerText();
	expect(words, 'the only reason not to run').toMatch(/apt-get install/);
	return words;
}
