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
import { arrive, follow, press, signIn, test, titled, type Walk } from './support.ts';

const sql =
	'select floor(birth_year / 10) * 10 as decade, gender_concept_id as sex, count(*) as people from person group by decade, sex';

/** The whole job of an academic researcher; told twice, with JavaScript and without. */
export function academicJourney(name: string): void {
	test(name, async ({ walk }) => {
		const { page } = walk;
		const title = titled('Diabetes and mood in London');

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
			getApproved(walk, title, ['owen', 'farah']));

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

		await fromWorkspaceToRegister(walk, title);
	});
}

/** From an open gate to the public register. */
async function fromWorkspaceToRegister(walk: Walk, title: string): Promise<void> {
	const { page } = walk;
	const output = titled('Adults with diabetes by age and sex');
	await test.step('Amara accepts the terms, runs a query and asks for the result', async () => {
		await enter(walk, 'amara', title);
		await run(walk, sql);
		await addToOutputs(walk, output);
		await press(page, 'As it is');
		await expect(page.getByRole('button', { name: 'As it is (chosen)' })).toBeVisible();
		await arrive(walk, output);
		await press(page, 'Suppress');
		await expect(page.getByRole('button', { name: 'Suppress (chosen)' })).toBeVisible();
		await arrive(walk, output);
		await submit(walk, output);
	});

	await test.step('Carlos and Wei approve it', async () => {
		await vote(walk, 'carlos', output);
		await vote(walk, 'wei', output);
		await expect(page.getByText('Approved by two checkers on')).toBeVisible();
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
		const fields = bytes.toString('utf8').split(/[\r\n,]+/);
		const cells = page.getByRole('table').first().getByRole('cell');
		const flag = { has: page.getByRole('button') };
		const plain = await cells.filter({ hasNot: page.getByRole('button') }).allInnerTexts();
		expect(plain.length).toBeGreaterThan(1);
		for (const shown of plain) expect(fields).toContain(shown.trim());
		const hidden = await cells.filter(flag).filter({ hasText: 'suppressed' }).count();
		expect(hidden).toBeGreaterThan(0);
		expect(fields.filter((field) => field === '*')).toHaveLength(hidden);
	});

	await test.step('Anybody finds the project and its output on the register', async () => {
		await page.context().clearCookies();
		await page.goto('/register');
		await arrive(walk, /./);
		await follow(page, title);
		await arrive(walk, title);
		await expect(page.getByText(output).first()).toBeVisible();
	});
}
