import { expect } from '@playwright/test';
import { personId } from '../../db/seed/people.ts';
import { agree } from './steps/agree.ts';
import { apply } from './steps/apply.ts';
import { enter, provision } from './steps/open.ts';
import { opensAsPdf, payByInvoice } from './steps/pay.ts';
import { price, saveQuote } from './steps/prepare.ts';
import { getApproved } from './steps/review.ts';
import { arrive, follow, signIn, test, titled } from './support.ts';

test('an industry partner gets from a price to a workspace', async ({ walk }) => {
	const { page } = walk;
	const title = titled('Inhalers and winter admissions');

	await test.step('Priya prices her study before anybody knows her', async () => {
		await page.goto('/');
		await arrive(walk, /./);
		await page.goto('/prices');
		await price(walk, {
			use: /^To develop, price or sell/,
			funder: /^A larger company/,
			datasets: ['Linked core record'],
			months: '6',
			users: '1'
		});
		await expect(page.getByRole('region', { name: 'Your price' })).toContainText('Commercial');
	});

	await test.step('She signs in, finds her price as it was, and keeps it', async () => {
		await follow(page, 'Sign in to save and apply');
		await arrive(walk, 'Sign in');
		await page.locator(`form#demo-${personId('priya')} button`).click();
		await expect(page.getByLabel('6. How long does it last?')).toHaveValue('6');
		await saveQuote(walk);
	});

	await test.step('She applies with all sections', () =>
		apply(walk, {
			title,
			lead: 'Priya Raman',
			condition: 'Asthma',
			summary: 'We want to know whether changing inhalers changes winter admissions.',
			signatory: 'Daniel Frost',
			interest: 'Brightwell Therapeutics makes an inhaler.',
			benefit: 'A share of value and free use of the results by the NHS.'
		}));

	await test.step('Staff accept and review it, the committee votes for it', () =>
		getApproved(walk, title, ['owen', 'farah', 'nadia']));

	const project = await test.step('Daniel and Peter sign the standard terms', () =>
		agree(walk, title, {
			organisation: 'Brightwell Therapeutics Ltd',
			signatory: 'daniel',
			name: 'Daniel Frost'
		}));

	await test.step('Chloe opens the invoice and its PDF', async () => {
		await signIn(page, 'chloe');
		await page.goto('/billing');
		await arrive(walk, 'Billing');
		await page.getByRole('row', { name: project }).getByRole('link').first().click();
		await arrive(walk, /INV/);
		await opensAsPdf(walk);
	});

	await test.step('Yusuf records her payment', () => payByInvoice(walk, project, titled('BACS')));

	await test.step('The extract is made and two people open the gate', () => provision(walk, title));

	await test.step('Priya accepts the terms and opens the workspace', () =>
		enter(walk, 'priya', title));
});
