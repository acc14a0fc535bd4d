import { expect } from '@playwright/test';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { addToOutputs, run } from './steps/analyse.ts';
import { agree } from './steps/agree.ts';
import { apply } from './steps/apply.ts';
import { submit, vote } from './steps/check.ts';
import { enter, provision } from './steps/open.ts';
import { payByOrder } from './steps/pay.ts';
import { countPeople, price, saveQuote } from './steps/prepare.ts';
import { getApproved } from './steps/review.ts';
import { arrive, follow, press, signIn, test, titled } from './support.ts';

/** The whole job of an academic researcher; told twice, with JavaScript and without. */
export function academicJourney(name: string): void {
	test(name, async ({ walk }) => {
		const { page } = walk;
		const title = titled('Diabetes and mood in London');
		const output = titled('Adults with diabetes by sex');

		await test.step('Amara reads what there is, and counts people', async () => {
			await page.goto('/datasets');
			await arrive(walk, /./);
			await signIn(page, 'amara');
			await arrive(walk, 'Home');
			await countPeople(walk, {
				find: 'diabetes',
				condition: 'Type 2 diabetes mellitus',
				purpose: 'Research'
			});
		});

		await test.step('She prices the study and keeps the quote', async () => {
			await follow(page, 'Get a quote');
			await price(walk, {
				use: /^Research for the public good/,
				funder: /^The NHS, a university/,
				datasets: ['Linked core record'],
				months: '12',
				users: '2'
			});
			await saveQuote(walk);
		});

		await test.step('She applies with all sections', () =>
			apply(walk, {
				title,
				lead: 'Amara Okafor',
				summary: 'We want to know how many people with diabetes are also depressed.',
				signatory: 'Helen Marsh',
				interest: 'None',
				benefit: 'Our code lists are free for every NHS team.'
			}));

		await test.step('Staff accept and review it, the committee votes for it', () =>
			getApproved(walk, title));

		await test.step('Both sides sign the standard terms', () =>
			agree(walk, title, {
				organisation: 'Thames University',
				signatory: 'helen',
				name: 'Helen Marsh'
			}));

		await test.step('Helen supplies a purchase order and Yusuf accepts it', () =>
			payByOrder(walk, 'helen', title, titled('THU')));

		await test.step('The extract is made and two people open the gate', () =>
			provision(walk, title));

		await test.step('Amara accepts the terms, runs a query and asks for the result', async () => {
			await enter(walk, 'amara', title);
			await run(
				walk,
				'select gender_concept_id, year_of_birth, count(distinct person_id) as people from person group by gender_concept_id, year_of_birth'
			);
			await addToOutputs(walk, output);
			await press(page, 'Suppress');
			await expect(page.getByRole('button', { name: 'Suppress (chosen)' })).toBeVisible();
			await arrive(walk, output);
			await submit(walk, output);
		});

		await test.step('Carlos and Wei approve it', async () => {
			await vote(walk, 'carlos', output);
			await vote(walk, 'wei', output);
			await expect(page.getByText('Approved by two checkers')).toBeVisible();
		});

		await test.step('Amara downloads exactly what was approved', async () => {
			await signIn(page, 'amara');
			await page.goto('/outputs');
			await follow(page, output);
			await arrive(walk, output);
			const shown = await page.locator('p', { hasText: 'SHA-256' }).locator('code').innerText();
			const [download] = await Promise.all([
				page.waitForEvent('download'),
				follow(page, /^Download/)
			]);
			const bytes = await readFile(await download.path());
			expect(createHash('sha256').update(bytes).digest('hex')).toBe(shown.trim());
			const cells = await page.getByRole('table').first().getByRole('cell').allInnerTexts();
			const values = bytes.toString('utf8').split(/\r?\n/).slice(1).filter(Boolean);
			expect(values.length).toBeGreaterThan(1);
			expect(cells.length).toBeGreaterThan(1);
		});

		await test.step('Anybody finds the project and its output on the register', async () => {
			await page.context().clearCookies();
			await page.goto('/register');
			await arrive(walk, /./);
			await follow(page, title);
			await arrive(walk, title);
			await expect(page.getByText(output)).toBeVisible();
		});
	});
}
