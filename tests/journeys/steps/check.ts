import { expect } from '@playwright/test';
import type { PersonKey } from '../../../db/seed/people.ts';
import { answer, arrive, choose, openWaiting, press, type Walk } from '../support.ts';

/** On a draft request: says what it is for and submits. */
export async function submit(walk: Walk, title: string): Promise<void> {
	const { page } = walk;
	await answer(page, 'Purpose', 'A table for an open article.');
	await answer(page, 'Description', 'Adults of the study by sex; small cells are suppressed.');
	await press(page, 'Submit to the checkers');
	await expect(page.getByRole('button', { name: 'Submit to the checkers' })).toHaveCount(0);
	await arrive(walk, title);
}

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
	await choose(form, 'Your vote', choice);
	await answer(form, 'Reason', 'Counts of enough people; small ones are hidden.');
	await press(form, 'Vote');
	await expect(page.getByRole('button', { name: 'Vote', exact: true })).toHaveCount(0);
	await arrive(walk, title);
}
