import { expect } from '@playwright/test';
import type { PersonKey } from '../../../db/seed/people.ts';
import { answer, arrive, choose, openWaiting, press, type Walk } from '../support.ts';

/** On a draft request: says what it is for and submits. */
export async function submit(walk: Walk, title: string): Promise<void> {
	const { page } = walk;
	await answer(page, 'Purpose', 'A table for an open article.');
	await answer(page, 'Description', 'Adults of the study by sex; small cells are suppressed.');
	for (const words of await page.getByRole('textbox', { name: /^What .+ shows$/ }).all())
		if ((await words.inputValue()) === '') await words.fill('People of the study by sex and age.');
	await press(page, 'Submit to the checkers');
	await expect(page.getByRole('button', { name: 'Submit to the checkers' })).toHaveCount(0);
	await arrive(walk, title);
}

/**
 * Votes the same on every file, without keys: the question of scope, a verdict a file, a reason or an
 * exception where one is asked for.
 */
export async function vote(
	walk: Walk,
	who: PersonKey,
	title: string,
	choice = /^Approve/
): Promise<void> {
	const { page } = walk;
	await openWaiting(walk, who, title);
	await arrive(walk, title);
	const form = page.getByRole('form', { name: 'Your vote' });
	await choose(form, 'Within the approved purpose', /^Yes/);
	const approving = choice.test('Approve');
	for (const file of await form.locator('[data-file]').all()) {
		await file
			.getByRole('group', { name: /^Your verdict on/ })
			.getByLabel(choice)
			.check();
		if (approving) {
			for (const why of await file.getByLabel('Exception', { exact: true }).all())
				await why.fill('The groups are public.');
			continue;
		}
		const more = file.locator('[data-reasons]');
		if ((await more.getAttribute('open')) === null) await more.locator('summary').click();
		await file.getByLabel('Too little context').check();
		await answer(file, 'What to change', 'Say which people these are.');
	}
	await press(form, 'Vote');
	await expect(page.getByRole('button', { name: 'Vote', exact: true })).toHaveCount(0);
	await arrive(walk, title);
}
