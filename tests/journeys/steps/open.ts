import { expect } from '@playwright/test';
import type { PersonKey } from '../../../db/seed/people.ts';
import { arrive, openWaiting, press, type Walk } from '../support.ts';

/** A paid project: its extract is made, two people open the gate. Ends at the gate, open. */
export async function provision(walk: Walk, title: string): Promise<void> {
	const { page } = walk;
	await openGate(walk, 'ingrid', title);
	await openGate(walk, 'farah', title);
	await expect(page.getByText('The gate is open')).toBeVisible();
}

/** Waits until the extract is made and this person is asked for; then reads and approves. */
async function openGate(walk: Walk, who: PersonKey, title: string): Promise<void> {
	const { page } = walk;
	await expect(async () => {
		await openWaiting(walk, who, title);
	}).toPass({ timeout: 120_000 });
	await expect(page.getByRole('heading', { name: 'The gate', exact: true })).toBeVisible();
	await arrive(walk, /./);
	const form = page.getByRole('form', { name: /^Approve as/ });
	for (const box of await form.getByRole('checkbox').all()) await box.check();
	await press(form, 'Approve this snapshot');
	await expect(page.getByRole('button', { name: 'Approve this snapshot' })).toHaveCount(0);
}

/** A member accepts the terms and opens the workspace. */
export async function enter(walk: Walk, who: PersonKey, title: string): Promise<void> {
	const { page } = walk;
	await openWaiting(walk, who, title);
	await arrive(walk, /./);
	await page.getByLabel('I have read these terms and accept them').check();
	await press(page, 'Accept the terms');
	await page.getByRole('link', { name: 'Open the workspace' }).click();
	await expect(page.getByLabel('SQL', { exact: true })).toBeVisible();
	await arrive(walk, /./);
}
