import { expect } from '@playwright/test';
import { answer, arrive, press, type Walk } from '../support.ts';

/** In a workspace: runs a query and ends on its result. */
export async function run(walk: Walk, sql: string): Promise<void> {
	const { page } = walk;
	await answer(page, 'SQL', sql);
	await press(page, 'Run');
	await expect(page.getByRole('heading', { name: 'Result', exact: true })).toBeVisible({
		timeout: 60_000
	});
	await arrive(walk, /./);
}

/** On a result: makes an output request of it and ends there. */
export async function addToOutputs(walk: Walk, title: string): Promise<void> {
	const { page } = walk;
	await page.getByText('Add to outputs', { exact: true }).first().click();
	await answer(page, 'Title', title);
	await press(page, 'Add to outputs');
	await arrive(walk, title);
}
