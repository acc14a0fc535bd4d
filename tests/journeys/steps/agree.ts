import { expect } from '@playwright/test';
import type { PersonKey } from '../../../db/seed/people.ts';
import { answer, arrive, openWaiting, press, type Walk } from '../support.ts';

export type Partner = {
	readonly organisation: string;
	readonly signatory: PersonKey;
	readonly name: string;
};

/** From an approved application to an agreement that both sides have signed; the project's number. */
export async function agree(walk: Walk, title: string, partner: Partner): Promise<string> {
	const { page } = walk;
	await draft(walk, title);
	await press(page, `Offer to ${partner.organisation}`);
	await expect(page.getByRole('button', { name: 'Offer to' })).toHaveCount(0);
	await arrive(walk, /./);

	await openWaiting(walk, partner.signatory, title);
	await press(page, 'Accept all standard terms');
	await sign(walk, partner.name);
	await openWaiting(walk, 'peter', title);
	await sign(walk, 'Peter Lang');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
	const numbered = await page.getByText(/^PR-\d+,/).innerText();
	return numbered.slice(0, numbered.indexOf(','));
}

/** The commercial manager writes the agreement of an approved application, on standard terms. */
async function draft(walk: Walk, title: string): Promise<void> {
	const { page } = walk;
	await openWaiting(walk, 'nadia', title);
	if (!page.url().includes('/agreements')) {
		await page
			.getByRole('navigation', { name: 'Main' })
			.getByRole('link', { name: 'Agreements' })
			.first()
			.click();
	}
	await arrive(walk, 'Agreements');
	await page
		.getByRole('row', { name: title })
		.getByRole('button', { name: 'Write the agreement' })
		.click();
	await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Agreements');
}

async function sign(walk: Walk, name: string): Promise<void> {
	const { page } = walk;
	await answer(page, 'Type your full name to sign', name);
	await page.getByLabel(/^I am authorised to sign for/).check();
	await arrive(walk, /./);
	await press(page, 'Sign');
	await expect(page.getByRole('button', { name: 'Sign', exact: true })).toHaveCount(0);
	await arrive(walk, /./);
}
