import { expect } from '@playwright/test';
import type { PersonKey } from '../../../db/seed/people.ts';
import { answer, arrive, choose, openWaiting, press, stands, type Walk } from '../support.ts';

export async function acceptForReview(walk: Walk, title: string): Promise<void> {
	await openWaiting(walk, 'grace', title);
	await arrive(walk, title);
	await press(walk.page, 'Accept for review');
	await stands(walk.page, 'In review');
}

export async function recordReview(walk: Walk, who: PersonKey, title: string): Promise<void> {
	await openWaiting(walk, who, title);
	await arrive(walk, title);
	const form = walk.page.locator('form', { has: walk.page.getByText('Record the review') });
	await choose(form, 'Your opinion', 'Support');
	await answer(
		form,
		'Reasons',
		'The question is clear and the data asked for are the least that answer it.'
	);
	await press(form, 'Record the review');
	await expect(walk.page.getByRole('button', { name: 'Record the review' })).toHaveCount(0);
	await arrive(walk, title);
}

/** A member of the committee declares, reads and votes; ends on the review page. */
export async function declareAndVote(walk: Walk, who: PersonKey, title: string): Promise<void> {
	const { page } = walk;
	await openWaiting(walk, who, title);
	if (!page.url().endsWith('/review')) {
		await arrive(walk, title);
		await page.getByRole('link', { name: 'Read and vote' }).click();
	}
	await arrive(walk, `Review: ${title}`);
	await choose(page, 'Have you an interest in this application?', 'No interest');
	await press(page, 'Declare and open the papers');
	await choose(page, 'How do you vote?', 'Approve');
	await answer(page, 'Reason', 'The benefit is plain and the risk is small.');
	await press(page, 'Vote');
	await expect(page.getByText('You voted: Approve')).toBeVisible();
	await arrive(walk, `Review: ${title}`);
}

/** The chair, after voting, closes; the demonstration's standard route has no objection period. */
export async function closeVote(walk: Walk, title: string): Promise<void> {
	const { page } = walk;
	const form = page.locator('form', { has: page.getByText('Reason for the decision') });
	await answer(form, 'Reason for the decision', 'Clear benefit, least data, good involvement.');
	await answer(
		form,
		'Reason for the public register',
		'The study may help people sooner. It uses records without names. Only totals leave.'
	);
	await press(form, 'Close the vote');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
	await expect(async () => {
		await page.reload();
		await stands(page, 'Approved');
	}).toPass({ timeout: 60_000 });
	await arrive(walk, title);
}

/** From sent to approved, by everybody it takes. */
export async function getApproved(
	walk: Walk,
	title: string,
	reviewers: readonly PersonKey[]
): Promise<void> {
	await acceptForReview(walk, title);
	for (const reviewer of reviewers) await recordReview(walk, reviewer, title);
	for (const member of ['lucas', 'sade', 'miriam'] as const)
		await declareAndVote(walk, member, title);
	await closeVote(walk, title);
}
