import { expect, type Page } from '@playwright/test';
import type { PersonKey } from '../../db/seed/people.ts';
import {
	answer,
	arrive,
	choose,
	follow,
	press,
	signIn,
	stands,
	test,
	type Walk
} from './support.ts';

/** The project whose extract the demonstration leaves at the gate. */
const title = 'Winter flare-ups of chronic obstructive pulmonary disease and inhaler choice';

test('a workspace opens, gets new data, is archived and comes back', async ({ walk }) => {
	const { page } = walk;
	await signIn(page, 'ingrid');
	const waiting = page
		.getByRole('region', { name: 'For you now' })
		.getByRole('link', { name: title });
	test.skip(
		(await waiting.count()) === 0,
		'This demonstration’s extract at the gate was let through before: start a new one.'
	);
	await waiting.first().click();
	await arrive(walk, `Data of ${title}`);
	const gate = new URL(page.url()).pathname;
	const workspace = gate.replace('/provisioning', '');

	await test.step('Ingrid sees the risk that remains, and what less would leave', async () => {
		await expect(page.getByRole('heading', { name: 'How many people are alike' })).toBeVisible();
		await expect(page.getByRole('table', { name: 'Measures and their limits' })).toBeVisible();
		await follow(page, 'Try what would be if less was released');
		await arrive(walk, `What if: data of ${title}`);
		const single = await groups(page);
		await choose(page, 'Age in', 'Bands of 20');
		await press(page, 'Try it');
		await expect(page).toHaveURL(/band=20/);
		expect(await groups(page)).toBeLessThan(single);
		await arrive(walk, /^What if/);
	});

	await test.step('Rules that contradict each other are refused where they stand', async () => {
		await page.goto(`${workspace}/rules`);
		await arrive(walk, 'Rules of the extract');
		await choose(page, 'Smallest area', 'Small area (LSOA)');
		await page.locator('[name="why_places"]').fill('Winter air differs from street to street.');
		await answer(page, 'Why these rules are set now', 'The team asked for small areas.');
		await press(page, 'Set the rules and make the extract');
		await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
		await expect(page.getByRole('group', { name: 'Smallest area' })).toContainText(
			'A practice and a small area (LSOA) together point at a few streets'
		);
		await expect(page.getByLabel('Why these rules are set now', { exact: true })).toHaveValue(
			'The team asked for small areas.'
		);
		await arrive(walk, 'Rules of the extract');
	});

	await test.step('A data manager, then a privacy officer open the gate', async () => {
		await approve(walk, 'ingrid', gate);
		await arrive(walk, `Data of ${title}`);
		await approve(walk, 'farah', gate);
		await expect(page.getByText('The gate is open')).toBeVisible();
		await arrive(walk, `Data of ${title}`);
	});

	await test.step('New data are made beside the old and opened the same way', async () => {
		const data = `${workspace}/data`;
		await signIn(page, 'ingrid');
		await page.goto(data);
		await arrive(walk, 'Data of the workspace');
		await answer(page, 'Why new data are needed', 'Another winter has been recorded.');
		await press(page, 'Make new data');
		await expect(async () => {
			await page.goto(data);
			await expect(page.getByRole('form', { name: /^Approve as/ })).toBeVisible({ timeout: 1000 });
		}).toPass({ timeout: 180_000 });
		await arrive(walk, 'Data of the workspace');
		await approve(walk, 'ingrid', data);
		await approve(walk, 'farah', data);
		await expect(page.getByText(/^\s*Data 2, opened on/)).toContainText('In use');
		await expect(page.getByText(/^\s*Data 1, opened on/)).toContainText('Kept');
		await arrive(walk, 'Data of the workspace');
	});

	await test.step('Ingrid archives it, and brings it back with the same bytes', async () => {
		await signIn(page, 'ingrid');
		await page.goto(`${workspace}/life`);
		await arrive(walk, 'Life of the workspace');
		const archive = await opened(page, 'Archive');
		await press(archive, 'Archive');
		await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
		await answer(archive, 'Why', 'The paper is under review.');
		await press(archive, 'Archive');
		await stands(page, 'Archived');
		await arrive(walk, 'Life of the workspace');
		const revive = await opened(page, 'Bring it back');
		await answer(revive, 'New last day of the study', lastDay());
		await answer(revive, 'Why', 'A reviewer asks for one more table.');
		await press(revive, 'Bring it back');
		await expect(page.getByText(/Brought back on/)).toBeVisible();
		await arrive(walk, 'Life of the workspace');
	});
});

/** How many groups of people alike a trial leaves. */
async function groups(page: Page): Promise<number> {
	const row = page.locator('div', {
		has: page.getByText('Groups of people alike', { exact: true })
	});
	return Number((await row.last().locator('dd').innerText()).replace(/\D/g, ''));
}

/** Signed in as this person: reads what stands at the gate of this page, ticks it and approves. */
async function approve({ page }: Walk, who: PersonKey, at: string): Promise<void> {
	await signIn(page, who);
	await page.goto(at);
	const form = page.getByRole('form', { name: /^Approve as/ });
	for (const box of await form.getByRole('checkbox').all()) await box.check();
	await press(form, 'Approve this snapshot');
	await expect(page.getByRole('button', { name: 'Approve this snapshot' })).toHaveCount(0);
}

/** The form behind a disclosure with the same words. */
async function opened(page: Page, words: string) {
	await page.locator('summary', { hasText: words }).click();
	return page.getByRole('form', { name: words });
}

const lastDay = (): string =>
	Temporal.Now.plainDateISO('Europe/London').add({ months: 6 }).toString();
